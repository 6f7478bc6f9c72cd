import { z } from 'zod'
import type { Reader } from '#accounts'
import { dayWithPapers, editionOf, editions, entriesOf, papersOf } from '#catalog'
import { type Act, acts, arrangePick, handlesOf, pick, unpick, writeLine } from '#curation'
import { DomainError } from '#domain-error'
import { dayOf, type PaperId } from '#paper'
import type { Store } from '#store'
import { countUpTo, Cursor, nextAfter, readCursor, Skipping } from './cursor.ts'
import { picksShown, PickShape } from './days.ts'
import { type Ask, readerIn, route } from './route.ts'
import {
  allOf,
  CategoryShape,
  DayShape,
  EditionShape,
  listOf,
  Paper,
  PaperIdShape,
  PaperPath,
  textUpTo,
} from './shapes.ts'
import { showPapers } from './show-papers.ts'

export const Topic = z
  .union([z.literal(''), CategoryShape])
  .default('')
  .describe('A category, or empty for the front page.')

const ActShape = z
  .object({
    place: z.int(),
    by: z.string().nullable().describe('A handle; none for the house, or for a reader who left.'),
    house: z.boolean().describe('Whether the house did it by its rules.'),
    kind: z.string(),
    paper: z.string(),
    topic: z.string(),
    day: z.string(),
    at: z.string(),
    undoes: z.int().nullable().describe('The act that it took back.'),
    undone: z.boolean(),
  })
  .meta({
    id: 'Act',
    description: 'Something that was done to the pages, as the public log has it.',
  })

export const Where = z.object({ topic: Topic })

export const curation = [
  route({
    name: 'listPicks',
    method: 'get',
    path: '/picks',
    tag: 'Curation',
    says: 'What stands on the front page of a day, or under a topic on that day',
    query: z.object({
      day: DayShape.optional().describe('The last day that has papers, where none is named.'),
      topic: Topic,
    }),
    answer: z.object({ day: z.string(), items: z.array(PickShape) }).meta({ id: 'Picks' }),
    async run({ query, store, now, origin }) {
      const upTo = dayOf(now)
      const day = query.day ?? (await dayWithPapers(store, { upTo })) ?? upTo
      return { day, items: await picksShown({ store, origin }, day, query.topic) }
    },
  }),
  route({
    name: 'pickPaper',
    method: 'post',
    path: '/picks',
    tag: 'Curation',
    says: 'Put a paper on the front page, or under a topic, at the end',
    who: 'curator',
    scope: 'curate',
    body: z.object({ paper: PaperIdShape, topic: Topic, line: textUpTo(280).default('') }),
    missing: true,
    answer: PickShape,
    async run({ body, reader, store, now, origin }) {
      const { paper, topic, line } = body
      await pick(store, curatorIn(reader), { paper, topic, line }, now)
      return standingPick({ store, origin }, paper, topic)
    },
  }),
  route({
    name: 'changePick',
    method: 'patch',
    path: '/picks/{id}',
    tag: 'Curation',
    says: 'Move a paper on its page, or write its line',
    who: 'curator',
    scope: 'curate',
    params: PaperPath,
    body: z.object({
      topic: Topic,
      line: textUpTo(280).optional(),
      position: z.int().min(0).max(1000).optional(),
    }),
    missing: true,
    answer: PickShape,
    async run({ path, body, reader, store, now, origin }) {
      const where = { paper: path.id, topic: body.topic }
      if (body.line !== undefined) await writeLine(store, curatorIn(reader), where, body.line, now)
      if (body.position !== undefined) {
        await arrangePick(store, curatorIn(reader), where, body.position, now)
      }
      return standingPick({ store, origin }, path.id, body.topic)
    },
  }),
  route({
    name: 'unpickPaper',
    method: 'delete',
    path: '/picks/{id}',
    tag: 'Curation',
    says: 'Take a paper off its page',
    who: 'curator',
    scope: 'curate',
    params: PaperPath,
    query: Where,
    status: 204,
    answer: z.null(),
    async run({ path, query, reader, store, now }) {
      await unpick(store, curatorIn(reader), { paper: path.id, topic: query.topic }, now)
      return null
    },
  }),
  route({
    name: 'listEditions',
    method: 'get',
    path: '/editions',
    tag: 'Curation',
    says: 'The editions: pages of papers that others put together',
    freshness: 'catalog',
    answer: allOf(EditionShape.extend({ papers: z.int() })),
    run: async ({ store }) => ({ items: await editions(store) }),
  }),
  route({
    name: 'getEdition',
    method: 'get',
    path: '/editions/{edition}',
    tag: 'Curation',
    says: 'An edition as its page stood: in its order, with what it said',
    params: z.object({ edition: z.string().max(200) }),
    missing: true,
    answer: EditionShape.extend({
      items: z.array(
        z.object({
          paper: Paper,
          section: z.string(),
          shown: z
            .object({
              authors: z.number().optional(),
              day: z.string().optional(),
              comments: z.number().optional(),
            })
            .describe('What the page itself said of it then.'),
        }),
      ),
    }).meta({ id: 'EditionInFull' }),
    async run({ path, store, origin }) {
      const edition = await editionOf(store, path.edition)
      if (!edition) throw new DomainError('missing', `There is no edition “${path.edition}”.`)
      const entries = await entriesOf(store, path.edition)
      const papers = await papersOf(store, [...new Set(entries.map(({ paper }) => paper))])
      const shown = new Map(
        (await showPapers(store, papers, origin)).map((paper) => [paper.id, paper]),
      )
      return {
        ...edition,
        items: entries.flatMap(({ paper: id, section, shown: { authors, day, comments } }) => {
          const paper = shown.get(id)
          return paper ? [{ paper, section, shown: { authors, day, comments } }] : []
        }),
      }
    },
  }),
  route({
    name: 'readLog',
    method: 'get',
    path: '/log',
    tag: 'Curation',
    says: 'The public log of what was done to the pages, the latest first',
    query: z.object({ paper: PaperIdShape.optional(), count: countUpTo(100, 50), cursor: Cursor }),
    answer: listOf(ActShape),
    async run({ query, store }) {
      const { skip } = readCursor(query.cursor, Skipping) ?? { skip: 0 }
      const { count, paper } = query
      const some = await acts(
        store,
        { skip, count: count + 1 },
        paper === undefined ? {} : { paper },
      )
      const shown = some.slice(0, count)
      return {
        items: await actsShown(store, shown),
        next: nextAfter(skip, count, skip + some.length),
      }
    },
  }),
]

async function actsShown(store: Store, some: readonly Act[]): Promise<z.infer<typeof ActShape>[]> {
  const handles = await handlesOf(
    store,
    some.map(({ reader }) => reader),
  )
  return some.map(({ place, reader, kind, paper, topic, day, at, undoes, undone }) => ({
    place,
    by: handles.get(reader) ?? null,
    house: reader === '',
    kind,
    paper,
    topic,
    day,
    at,
    undoes,
    undone,
  }))
}

/** Where a paper stands that a curator just had to do with. */
async function standingPick(
  { store, origin }: Pick<Ask<unknown, unknown, unknown>, 'store' | 'origin'>,
  paper: PaperId,
  topic: string,
): Promise<z.infer<typeof PickShape>> {
  const row = await store
    .selectFrom('picks')
    .select('day')
    .where('paper', '=', paper)
    .where('topic', '=', topic)
    .executeTakeFirst()
  const shown = row ? await picksShown({ store, origin }, row.day, topic) : []
  const found = shown.find((one) => one.paper.id === paper)
  if (!found) throw new DomainError('missing', `${paper} does not stand there.`)
  return found
}

const curatorIn = (reader: Reader | undefined): Reader => readerIn({ reader })
