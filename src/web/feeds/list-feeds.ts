import { Hono } from 'hono'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { putIn } from '#library'
import { subjectNamed, subjectPath } from '#watches'
import type { Site } from '../site.ts'
import { lists } from '../words/lists.ts'
import { bare, feedAnswer } from './answer.ts'

/** How many of the papers that were put in last stand in a feed. */
const most = 100

/** Feeds of collections that their readers made public. */
export function listFeeds(site: Site): Hono {
  const { store } = site
  const answer = feedAnswer(site)
  return new Hono().get('/feeds/people/:handle/lists/:name', async (c) => {
    const name = c.req.param('name')
    const list = await subjectNamed(store, 'list', `${c.req.param('handle')}/${bare(name)}`)
    // Asked before any feed that is kept: what is not public any more is gone at once.
    if (!list) throw new DomainError('missing', lists.missing)
    const ids = (await putIn(store, [list.id], { count: most })).map(({ paper }) => paper)
    const answered = await answer(
      c,
      name,
      async () => ({
        title: list.name,
        page: subjectPath('list', list.key),
        name: ['list', list.id],
        papers: await papersOf(store, ids),
        more: false,
      }),
      JSON.stringify([list, ids]),
    )
    // Nor does anybody on the way keep it without asking again.
    answered.headers.set('Cache-Control', 'no-cache')
    return answered
  })
}
