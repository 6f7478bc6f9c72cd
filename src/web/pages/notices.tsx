import { Hono } from 'hono'
import {
  mailOf,
  markRead,
  moderates,
  type Notice,
  noticesOf,
  quietOf,
  setMail,
  setQuiet,
} from '#discussion'
import { groupsOf } from '#groups'
import { paperPath } from '#paper'
import type { MailLevel, QuietLevel } from '#store'
import { fieldsIn } from '../fields.ts'
import { frameOf } from '../frame.ts'
import { By } from '../parts/by.tsx'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { groupPath } from '../parts/paths.ts'
import { rich } from '../parts/rich.ts'
import { Time } from '../parts/time.tsx'
import { signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { talk } from '../words/talk.ts'
import { type Names, namesOf } from './moderation.tsx'

const words = talk.notices
const mailLevels: readonly MailLevel[] = ['soon', 'digest', 'never']
const levels: readonly QuietLevel[] = ['all', 'mentions', 'nothing']

/** Who answered or mentioned a reader, and how much of that the reader wants to hear. */
export function notices({ store, now }: Site): Hono {
  return new Hono()
    .get('/account/notices', async (c) => {
      const { id } = signedIn(c)
      const [told, level, mail] = await Promise.all([
        noticesOf(store, id),
        quietOf(store, id),
        mailOf(store, id),
      ])
      const names = await namesOf(store, {
        papers: told.flatMap(({ paper }) => paper || []),
        actors: told.map(({ actor }) => actor),
      })
      const { member, invited } = await groupsOf(store, id)
      const groups = new Map<string, string>(
        [...member, ...invited].map((one) => [one.id, one.name]),
      )
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<NoticesPage frame={frameOf(c)} {...{ told, level, mail, names, groups }} />)
    })
    .post('/account/notices', async (c) => {
      const { id } = signedIn(c, { banned: 'write' })
      const field = await fieldsIn(c)
      const level = levels.find((one) => one === field('level'))
      const mail = mailLevels.find((one) => one === field('mail'))
      if (mail) await setMail(store, id, mail)
      if (level) await setQuiet(store, id, level)
      else if (mail) return c.redirect('/account/notices', 303)
      else await markRead(store, id, now())
      return c.redirect('/account/notices', 303)
    })
}

type NoticesPageProps = {
  frame: Frame
  told: readonly Notice[]
  level: QuietLevel
  mail: MailLevel
  names: Names
  /** The names of groups that the reader may know. */
  groups: ReadonlyMap<string, string>
}

function NoticesPage({ frame, told, level, mail, names, groups }: NoticesPageProps) {
  return (
    <Layout frame={frame} title={words.heading} unlisted>
      <div class="own">
        <h1>{words.heading}</h1>
        {frame.reader && moderates(frame.reader) && (
          <p>
            <a href="/moderation">{talk.moderation.heading}</a>
          </p>
        )}
        {told.length === 0 && <p class="notice">{words.none}</p>}
        <ul class="rows notices">
          {told.map(({ kind, comment, paper, inGroup, actor, at, readAt }) => (
            <li>
              <p>
                <By actor={actor} handles={names.handles} /> {words.kinds[kind]}{' '}
                {comment ? (
                  <a href={`/comments/${comment}`} dir="auto">
                    {rich((paper && names.titles.get(paper)) || paper, { links: false })}
                  </a>
                ) : !inGroup && paper ? (
                  <a href={paperPath(paper)} dir="auto">
                    {rich(names.titles.get(paper) ?? paper, { links: false })}
                  </a>
                ) : (
                  <a href={groupPath(inGroup)} dir="auto">
                    {groups.get(inGroup) ?? words.aGroup}
                  </a>
                )}{' '}
                {comment && groups.has(inGroup) && words.inGroup(groups.get(inGroup) ?? '')}{' '}
                {!readAt && <strong>{words.fresh}</strong>}
              </p>
              <p class="help">
                <Time at={at} />
              </p>
            </li>
          ))}
        </ul>
        {told.some(({ readAt }) => !readAt) && (
          <Form action="/account/notices">
            <button>{words.read}</button>
          </Form>
        )}
        <section>
          <Form action="/account/notices" class="sheet">
            <fieldset>
              <legend>{words.quiet}</legend>
              {levels.map((one) => (
                <label>
                  <input type="radio" name="level" value={one} checked={one === level} />
                  {words.levels[one]}
                </label>
              ))}
            </fieldset>
            {frame.mayComeIn && (
              <fieldset>
                <legend>{words.mail.heading}</legend>
                {mailLevels.map((one) => (
                  <label>
                    <input type="radio" name="mail" value={one} checked={one === mail} />
                    {words.mail.levels[one]}
                  </label>
                ))}
                <p class="help">{words.mail.help}</p>
              </fieldset>
            )}
            <button>{words.save}</button>
          </Form>
        </section>
      </div>
    </Layout>
  )
}
