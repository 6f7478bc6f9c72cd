import { z } from 'zod'
import { forYou, type Reason, type Recommended, recommendFrom } from '#recommend'
import type { Store } from '#store'
import { countUpTo } from './cursor.ts'
import { readerIn, route } from './route.ts'
import { allOf, Paper, PaperIdShape } from './shapes.ts'
import { showPapers } from './show-papers.ts'

const ReasonShape = z
  .object({
    kind: z.enum(['like', 'authors', 'words', 'together', 'votes', 'new']),
    papers: z.array(z.string()).optional().describe('Those of yours that it is like.'),
    names: z.array(z.string()).optional(),
    words: z.array(z.string()).optional(),
    readers: z.int().optional(),
    votes: z.int().optional(),
  })
  .meta({ id: 'Reason', description: 'Why a paper is recommended, in things that are so.' })

export const Recommendation = z
  .object({ paper: Paper, score: z.number(), reasons: z.array(ReasonShape) })
  .meta({ id: 'Recommendation' })

export const recommend = [
  route({
    name: 'recommendFrom',
    method: 'get',
    path: '/recommendations',
    tag: 'Papers',
    says: 'Papers for somebody who likes some papers and dislikes others, the best first',
    query: z.object({
      liked: z.array(PaperIdShape).min(1).max(100),
      disliked: z.array(PaperIdShape).max(100).optional(),
      pool: z.enum(['recent', 'all']).default('all').describe('`recent`: of the last two months.'),
      count: countUpTo(100, 20),
    }),
    answer: allOf(Recommendation),
    async run({ query, store, site, now, origin }) {
      const { liked, disliked = [], pool, count } = query
      const means = { store, search: site.search }
      const found = await recommendFrom(means, { liked, disliked }, { pool, count, now })
      return { items: await recommended(store, found, origin) }
    },
  }),
  route({
    name: 'forYou',
    method: 'get',
    path: '/for-you',
    tag: 'Yours',
    says: 'What you may like, the best first, with reasons',
    who: 'reader',
    query: z.object({ count: countUpTo(100, 30) }),
    answer: allOf(Recommendation)
      .extend({
        cold: z
          .boolean()
          .describe('True while nothing is known of you: then it is what is new and esteemed.'),
      })
      .meta({ id: 'ForYou' }),
    async run({ query, store, site, now, origin, ...ask }) {
      const means = { store, search: site.search }
      const { papers, cold } = await forYou(means, readerIn(ask).id, { count: query.count, now })
      return { items: await recommended(store, papers, origin), cold }
    },
  }),
]

async function recommended(
  store: Store,
  found: readonly Recommended[],
  origin: string,
): Promise<z.infer<typeof Recommendation>[]> {
  const papers = await showPapers(
    store,
    found.map(({ paper }) => paper),
    origin,
  )
  return papers.flatMap((paper, i) => {
    const one = found[i]
    return one ? [{ paper, score: one.score, reasons: one.reasons.map(shownReason) }] : []
  })
}

/** A reason, in lists that may be changed. */
export function shownReason(reason: Reason): z.infer<typeof ReasonShape> {
  if (reason.kind === 'like') return { kind: reason.kind, papers: [...reason.papers] }
  if (reason.kind === 'authors') return { kind: reason.kind, names: [...reason.names] }
  if (reason.kind === 'words') return { kind: reason.kind, words: [...reason.words] }
  return reason
}
