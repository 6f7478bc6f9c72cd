import { type Context, Hono } from 'hono'
import { readerById } from '#accounts'
import { setMail } from '#discussion'
import { DomainError } from '#domain-error'
import { frameOf } from '../frame.ts'
import { Form } from '../parts/form.tsx'
import { Layout } from '../parts/layout.tsx'
import type { Site } from '../site.ts'
import { talk } from '../words/talk.ts'

const words = talk.notices.mail

/**
 * Where the links of letters about notices lead: one click and no more come (RFC 8058). Opening the
 * link changes nothing, so that programs which open every link of a mail do no harm.
 */
export function noticeMail({ store, press }: Site): Hono {
  const asked = async (c: Context) => {
    c.header('Cache-Control', 'no-store')
    c.header('Referrer-Policy', 'no-referrer')
    const id = press.links.readNotices(c.req.param('mark') ?? '')
    const reader = id === undefined ? undefined : await readerById(store, id)
    if (!reader) throw new DomainError('missing', words.missing)
    return reader
  }
  return new Hono()
    .get('/notices/:mark/leave', async (c) => {
      await asked(c)
      const frame = frameOf(c)
      return c.render(
        <Layout frame={frame} title={words.leave} unlisted>
          <div class="own narrow">
            <h1>{words.leave}</h1>
            <p>{words.leaveHelp}</p>
            <Form action={new URL(c.req.url).pathname}>
              <button class="chief">{words.leave}</button>
            </Form>
          </div>
        </Layout>,
      )
    })
    .post('/notices/:mark/leave', async (c) => {
      await setMail(store, (await asked(c)).id, 'never')
      return c.render(
        <Layout frame={frameOf(c)} title={words.left} unlisted>
          <div class="own narrow">
            <h1>{words.left}</h1>
            <p>
              {words.leftHelp} <a href="/account/notices">{talk.notices.heading}</a>
            </p>
          </div>
        </Layout>,
      )
    })
}
