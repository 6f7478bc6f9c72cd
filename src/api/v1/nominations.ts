import { z } from 'zod'
import { papersOf } from '#catalog'
import {
  handlesOf,
  nominate,
  nominations as openNominations,
  oldestForFront,
  withdraw,
} from '#curation'
import { addDays, dayOf } from '#paper'
import { Topic, Where } from './curation.ts'
import { readerIn, route } from './route.ts'
import { allOf, CategoryShape, Paper, PaperIdShape, PaperPath } from './shapes.ts'
import { showPapers } from './show-papers.ts'

const NominationShape = z
  .object({
    paper: Paper,
    topic: z.string(),
    at: z.string(),
    readers: z.array(
      z.object({
        handle: z.string().nullable().describe('None of a reader who left.'),
        counts: z
          .boolean()
          .describe('Whether it counts: readers who are new only add their voice.'),
      }),
    ),
  })
  .meta({ id: 'Nomination' })

export const nominations = [
  route({
    name: 'listNominations',
    method: 'get',
    path: '/nominations',
    tag: 'Curation',
    says: 'What readers want on the pages and is not there yet, most endorsed first',
    query: z.object({ topic: z.union([z.literal(''), CategoryShape]).optional() }),
    answer: allOf(NominationShape),
    async run({ query, store, now, origin }) {
      const since = `${addDays(dayOf(now), -oldestForFront)}T00:00:00.000Z`
      const { topic } = query
      const open = await openNominations(store, { since, ...(topic !== undefined && { topic }) })
      const readers = open.flatMap((one) => one.readers.map(({ reader }) => reader))
      const [papers, handles] = await Promise.all([
        papersOf(store, [...new Set(open.map(({ paper }) => paper))]),
        handlesOf(store, readers),
      ])
      const shown = new Map(
        (await showPapers(store, papers, origin)).map((paper) => [paper.id, paper]),
      )
      return {
        items: open.flatMap((one) => {
          const paper = shown.get(one.paper)
          if (!paper) return []
          const by = one.readers.map(({ reader, counts }) => ({
            handle: handles.get(reader) ?? null,
            counts,
          }))
          return [{ paper, topic: one.topic, at: one.at, readers: by }]
        }),
      }
    },
  }),
  route({
    name: 'nominatePaper',
    method: 'post',
    path: '/nominations',
    tag: 'Curation',
    says: 'Nominate a paper, or endorse it where somebody has',
    body: z.object({ paper: PaperIdShape, topic: Topic }),
    missing: true,
    answer: z.object({
      first: z.boolean().describe('Whether nobody had nominated it before.'),
      picked: z.boolean().describe('Whether that put it on the page.'),
    }),
    async run({ body, store, now, site, ...ask }) {
      const house = site.house ?? { endorsements: 3 }
      return nominate(store, readerIn(ask), { paper: body.paper, topic: body.topic }, house, now)
    },
  }),
  route({
    name: 'withdrawNomination',
    method: 'delete',
    path: '/nominations/{id}',
    tag: 'Curation',
    says: 'Take a nomination or an endorsement of yours back',
    params: PaperPath,
    query: Where,
    missing: true,
    status: 204,
    answer: z.null(),
    async run({ path, query, store, now, ...ask }) {
      await withdraw(store, readerIn(ask), { paper: path.id, topic: query.topic }, now)
      return null
    },
  }),
]
