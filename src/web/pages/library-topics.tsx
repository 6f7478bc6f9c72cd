import { type Context, Hono } from 'hono'
import { papersOf } from '#catalog'
import {
  actsOf,
  addExample,
  dropExample,
  dropTopic,
  makeTopic,
  setThreshold,
  type Topic,
  topicOf,
  topicsOf,
} from '#library'
import { type PaperId, readPaperId } from '#paper'
import { fillTopic } from '#recommend'
import { canonicalOf } from '#search'
import { keepWatch, unfollow, watchesOf } from '#watches'
import { fieldsIn } from '../fields.ts'
import { frameOf, frameWith } from '../frame.ts'
import { TopicPage, TopicsPage } from '../parts/topic-pages.tsx'
import { signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { seedsIn } from './seeds.ts'

export const topicPath = (id: string): string => `/library/topics/${id}`

/** Topics that a reader draws from examples: they fill themselves. */
export function libraryTopics(site: Site): Hono {
  const { store, now } = site
  return new Hono()
    .get('/library/topics', async (c) => {
      const { id } = signedIn(c)
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<TopicsPage frame={frameOf(c)} topics={await topicsOf(store, id)} />)
    })
    .post('/library/topics', async (c) => {
      const reader = signedIn(c)
      const field = await fieldsIn(c)
      const examples = await seedsIn(site, field('examples').slice(0, 20_000))
      const made = await makeTopic(store, reader.id, { name: field('name'), examples }, now())
      return c.redirect(`${topicPath(made.id)}?done=${made.act?.id ?? ''}`, 303)
    })
    .get('/library/topics/:id', (c) => showTopic(c, site))
    .post('/library/topics/:id/threshold', async (c) => {
      const reader = signedIn(c)
      const id = c.req.param('id')
      await setThreshold(store, reader.id, id, Number((await fieldsIn(c))('threshold')))
      return c.redirect(topicPath(id), 303)
    })
    .post('/library/topics/:id/example', async (c) => {
      const reader = signedIn(c)
      const id = c.req.param('id')
      const field = await fieldsIn(c)
      await rewatched(site, reader.id, id, async () => {
        for (const kind of ['like', 'unlike'] as const) {
          const paper = field(kind)
          if (paper) {
            await addExample(store, reader.id, id, { paper: readPaperId(paper), kind }, now())
          }
        }
        const gone = field('drop')
        if (gone) await dropExample(store, reader.id, id, readPaperId(gone))
      })
      return c.redirect(topicPath(id), 303)
    })
    .post('/library/topics/:id/watch', async (c) => {
      const reader = signedIn(c)
      const topic = await topicOf(store, reader.id, c.req.param('id'))
      const watch = { query: queryOf(topic.like), name: topic.name }
      if (await isWatched(site, reader.id, topic)) {
        await unfollow(store, reader.id, { about: 'query', query: watch.query })
      } else await keepWatch(store, reader.id, watch, now())
      return c.redirect(topicPath(topic.id), 303)
    })
    .post('/library/topics/:id/drop', async (c) => {
      const reader = signedIn(c)
      const topic = await topicOf(store, reader.id, c.req.param('id'))
      await unfollow(store, reader.id, { about: 'query', query: queryOf(topic.like) })
      const done = await dropTopic(store, reader.id, topic.id, now())
      return c.redirect(`/library?done=${done?.id ?? ''}`, 303)
    })
}

async function showTopic(c: Context, site: Site) {
  const { store, now } = site
  const reader = signedIn(c)
  const topic = await topicOf(store, reader.id, c.req.param('id') ?? '')
  const asked = Number(c.req.query('threshold'))
  const threshold = c.req.query('threshold') && asked >= 0 && asked <= 1 ? asked : topic.threshold
  const [filled, examples, watched, acts] = await Promise.all([
    fillTopic(site, { ...topic, threshold }, { now: now() }),
    papersOf(store, [...topic.like, ...topic.unlike]),
    isWatched(site, reader.id, topic),
    actsOf(store, reader.id, 5),
  ])
  const shown = [...filled.papers, ...filled.below].map(({ paper }) => paper)
  c.header('Cache-Control', 'private, no-cache')
  return c.render(
    <TopicPage
      frame={await frameWith(c, store, shown)}
      {...{ topic, threshold, filled, examples, watched }}
      done={acts.find((act) => act.id === c.req.query('done'))}
    />,
  )
}

/** In the language of the search: like any of these papers. */
const queryOf = (examples: readonly PaperId[]): string =>
  examples
    .slice(0, 10)
    .map((id) => `~"${id}"`)
    .join(' ')

async function isWatched({ store }: Site, reader: string, { like }: Topic): Promise<boolean> {
  const query = queryOf(like)
  const canonical = canonicalOf({ text: query }) || query
  const watches = await watchesOf(store, reader)
  return watches.some((one) => one.about === 'query' && one.query === canonical)
}

/** A topic that is watched goes on being watched when its examples change. */
async function rewatched(
  site: Site,
  reader: Parameters<typeof topicOf>[1],
  id: string,
  change: () => Promise<void>,
): Promise<void> {
  const before = await topicOf(site.store, reader, id)
  const watched = await isWatched(site, reader, before)
  await change()
  if (!watched) return
  const after = await topicOf(site.store, reader, id)
  await unfollow(site.store, reader, { about: 'query', query: queryOf(before.like) })
  await keepWatch(site.store, reader, { query: queryOf(after.like), name: after.name }, site.now())
}
