import { Hono } from 'hono'
import { z } from 'zod'
import {
  addHook,
  dropHook,
  dropWatch,
  type Hook,
  hooksOf,
  keepWatch,
  type Watch,
  watchesOf,
} from '#watches'
import { opmlOf } from '../feeds/opml.ts'
import { frameOf } from '../frame.ts'
import { Hooks } from '../parts/hooks.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Watches } from '../parts/watch-list.tsx'
import { formIn } from '../read-form.ts'
import { onThisSite, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { watches as words } from '../words/watches.ts'

const text = (longest = 2000) => z.string().max(longest).default('')

const Asked = z.object({
  query: text(),
  name: text(300),
  kind: z.enum(['watch', 'pin', 'mute']).default('watch'),
  most: z.coerce.number().default(10),
})
const Pressed = z.object({ query: text(), name: text(300), act: text(20), from: text() })
const Dropped = z.object({ watch: text(60) })
const Hooked = z.object({
  watch: text(60),
  url: text(),
  shape: text(20),
  secret: text(200),
  drop: text(60),
})

const home = '/account/following'

/** What a reader follows, never misses and never sees. */
export function following({ store, press, now }: Site): Hono {
  return new Hono()
    .get(home, async (c) => {
      const { id } = signedIn(c, { banned: 'write' })
      const [watches, hooks] = await Promise.all([watchesOf(store, id), hooksOf(store, id)])
      const saved = c.req.query('saved') !== undefined
      return c.render(<FollowingPage frame={frameOf(c)} {...{ watches, hooks, saved }} />)
    })
    .get(`${home}/feeds.opml`, async (c) => {
      const { id } = signedIn(c, { banned: 'write' })
      return c.body(opmlOf(await watchesOf(store, id), press.links.site), 200, {
        'Content-Type': 'text/x-opml; charset=utf-8',
        'Content-Disposition': 'attachment; filename="broadsheet.opml"',
      })
    })
    .post(`${home}/watch`, async (c) => {
      const { id } = signedIn(c, { banned: 'write' })
      await keepWatch(store, id, await formIn(c, Asked), now())
      return c.redirect(`${home}?saved#watches`, 303)
    })
    .post(`${home}/drop`, async (c) => {
      const { id } = signedIn(c, { banned: 'write' })
      await dropWatch(store, id, (await formIn(c, Dropped)).watch)
      return c.redirect(`${home}?saved#watches`, 303)
    })
    .post(`${home}/hook`, async (c) => {
      const { id } = signedIn(c, { banned: 'write' })
      const { drop, ...hook } = await formIn(c, Hooked)
      if (drop) await dropHook(store, id, drop)
      else await addHook(store, id, hook, now())
      return c.redirect(`${home}?saved#hooks`, 303)
    })
    .post('/following', async (c) => {
      const { id } = signedIn(c, { banned: 'write' })
      const { act, from, ...wish } = await formIn(c, Pressed)
      const kept = await keepWatch(store, id, wish, now())
      if (act === 'leave') await dropWatch(store, id, kept.id)
      return c.redirect(onThisSite(from), 303)
    })
}

type Props = {
  frame: Frame
  watches: readonly Watch[]
  hooks: readonly Hook[]
  saved: boolean
}

function FollowingPage({ frame, watches, hooks, saved }: Props) {
  return (
    <Layout frame={frame} title={words.heading} unlisted>
      <div class="message digest-form">
        <h1>{words.heading}</h1>
        {saved && (
          <p class="notice" role="status">
            {words.saved}
          </p>
        )}
        <p>{words.intro}</p>
        <p class="actions">
          <a href="/digest">{words.byMail}</a>
          {' · '}
          <a href={`${home}/feeds.opml`}>{words.feeds}</a>
        </p>
        {watches.length === 0 && <p>{words.none}</p>}
        <Watches {...{ home, watches }} />
        <Hooks {...{ home, watches, hooks }} />
      </div>
    </Layout>
  )
}
