import { Hono } from 'hono'
import { z } from 'zod'
import {
  addHook,
  dropHook,
  dropWatch,
  follow,
  type Hook,
  hooksOf,
  type Kind,
  keepWatch,
  type Subject,
  subjectNamed,
  subjectsOf,
  unfollow,
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
const Pressed = z.object({
  about: z.enum(['query', 'person', 'group', 'list']).default('query'),
  of: text(),
  name: text(300),
  act: text(20),
  from: text(),
})
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
  /** Whoever is gone is followed by nobody any more. */
  async function leave(owner: string, about: 'query' | Kind, of: string) {
    const query = about === 'query' ? of : (await subjectNamed(store, about, of, owner))?.id
    if (query !== undefined) await unfollow(store, owner, { about, query })
  }
  return new Hono()
    .get(home, async (c) => {
      const { id } = signedIn(c, { banned: 'write' })
      const [watches, hooks] = await Promise.all([watchesOf(store, id), hooksOf(store, id)])
      const subjects = await subjectsOf(store, id, watches)
      const saved = c.req.query('saved') !== undefined
      return c.render(<FollowingPage frame={frameOf(c)} {...{ watches, subjects, hooks, saved }} />)
    })
    .get(`${home}/feeds.opml`, async (c) => {
      const { id } = signedIn(c, { banned: 'write' })
      const watches = await watchesOf(store, id)
      const subjects = await subjectsOf(store, id, watches)
      const mark = press.links.feedMark(id)
      return c.body(opmlOf({ watches, subjects, site: press.links.site, mark }), 200, {
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
      const { about, of, name, act, from } = await formIn(c, Pressed)
      if (act === 'leave') await leave(id, about, of)
      else if (about === 'query') await keepWatch(store, id, { query: of, name }, now())
      else await follow(store, id, { about, key: of }, now())
      return c.redirect(onThisSite(from), 303)
    })
}

type Props = {
  frame: Frame
  watches: readonly Watch[]
  subjects: ReadonlyMap<string, Subject>
  hooks: readonly Hook[]
  saved: boolean
}

function FollowingPage({ frame, watches, subjects, hooks, saved }: Props) {
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
        <Watches {...{ home, watches, subjects }} />
        <Hooks {...{ home, watches, hooks }} />
      </div>
    </Layout>
  )
}
