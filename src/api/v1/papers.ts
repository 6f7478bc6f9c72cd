import { z } from 'zod'
import { editionsWith, otherIds, papersAfter, papersOf, versionsOf } from '#catalog'
import { handlesOf, placesOf } from '#curation'
import { DomainError } from '#domain-error'
import { labOf } from '#labs'
import { nameKey } from '#paper'
import { countUpTo, Cursor, readCursor, writeCursor } from './cursor.ts'
import { Refusal } from './problem.ts'
import { route } from './route.ts'
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
  Version,
} from './shapes.ts'
import { heldPaper, showPapers } from './show-papers.ts'

const Place = z.object({ day: z.union([DayShape, z.literal('')]), id: z.string().max(300) })

const PaperInFull = Paper.extend({
  otherIds: z.array(z.string()).describe('Under which other identifiers it came in.'),
  editions: z.array(EditionShape),
  versions: z.array(Version).describe('The first one first; none of a paper with only one.'),
  picks: z.array(
    z.object({
      topic: z.string().describe('Empty for the front page.'),
      day: z.string(),
      line: z.string().describe('What a curator wrote about it.'),
    }),
  ),
  nominations: z.array(
    z.object({ topic: z.string(), readers: z.array(z.string()).describe('Their handles.') }),
  ),
  lab: z.string().nullable().describe('The method of it that can be run here.'),
  origins: z.record(z.string(), z.string()).describe('Which source told each field.'),
}).meta({ id: 'PaperInFull', description: 'A paper with all that is known of it here.' })

const sources = ['arxiv', 'acl', 'openreview', 'doi', 'title'] as const

export const papers = [
  route({
    name: 'listPapers',
    method: 'get',
    path: '/papers',
    tag: 'Papers',
    says: 'Papers, the latest day first',
    more: 'What is asked for together must hold together. The list goes by day and, within a day, by identifier; a cursor stays where it is while papers come in.',
    query: z.object({
      day: DayShape.optional(),
      from: DayShape.optional().describe('Listed on this day or later.'),
      to: DayShape.optional().describe('Listed on this day or earlier.'),
      category: CategoryShape.optional(),
      author: textUpTo(200).optional().describe('A name, however it is written.'),
      source: z.enum(sources).optional().describe('Where its identifier is from.'),
      count: countUpTo(100, 30),
      cursor: Cursor,
    }),
    answer: listOf(Paper).meta({ id: 'Papers' }),
    async run({ query, store, origin }) {
      const { day, from, to, category, author, source, count } = query
      const span =
        day !== undefined
          ? { from: day, to: day }
          : (from ?? to) !== undefined
            ? { from: from ?? earliest, to: to ?? latest }
            : undefined
      if (day !== undefined && (from ?? to) !== undefined) {
        throw new Refusal('invalid', 'Ask for a day, or for the days from one to another.', {
          errors: [{ in: 'query', name: 'day', says: 'stands beside from or to' }],
        })
      }
      const after = readCursor(query.cursor, Place)
      const key = author === undefined ? undefined : nameKey(author)
      const found = await papersAfter(store, { span, category, source, author: key }, after, count)
      return {
        items: await showPapers(store, await papersOf(store, found.ids), origin),
        next: found.next ? writeCursor(found.next) : null,
      }
    },
  }),
  route({
    name: 'getPapers',
    method: 'get',
    path: '/papers/several',
    tag: 'Papers',
    says: 'Several papers, by their identifiers',
    more: 'In the order asked for, leaving out those that are not held.',
    query: z.object({ id: z.array(PaperIdShape).min(1).max(100) }),
    answer: allOf(Paper),
    async run({ query, store, origin }) {
      return { items: await showPapers(store, await papersOf(store, query.id), origin) }
    },
  }),
  route({
    name: 'getPaper',
    method: 'get',
    path: '/papers/{id}',
    tag: 'Papers',
    says: 'One paper, in full',
    more: 'A paper that turned out to be another is answered with that other; its `id` says so.',
    params: PaperPath,
    missing: true,
    answer: PaperInFull,
    async run({ path, store, origin }) {
      const paper = await heldPaper(store, path.id)
      const [shown, others, editions, versions, places, lab] = await Promise.all([
        showPapers(store, [paper], origin),
        otherIds(store, paper.id),
        editionsWith(store, paper.id),
        versionsOf(store, paper.id),
        placesOf(store, paper.id),
        labOf(paper.id),
      ])
      const [first] = shown
      if (!first) throw new DomainError('missing', `Broadsheet does not hold ${path.id}.`)
      const readers = places.nominations.flatMap((one) => one.readers.map(({ reader }) => reader))
      const handles = await handlesOf(store, readers)
      return {
        ...first,
        otherIds: others,
        editions,
        versions,
        picks: places.picks.map(({ topic, day, line }) => ({ topic, day, line })),
        nominations: places.nominations.map((one) => ({
          topic: one.topic,
          readers: one.readers.flatMap(({ reader }) => handles.get(reader) ?? []),
        })),
        lab: lab?.method ?? null,
        origins: { ...paper.origins },
      }
    },
  }),
  route({
    name: 'listVersions',
    method: 'get',
    path: '/papers/{id}/versions',
    tag: 'Papers',
    says: 'The versions of a paper, with their words where they are known',
    params: PaperPath,
    missing: true,
    freshness: 'catalog',
    answer: allOf(Version),
    async run({ path, store }) {
      const { id } = await heldPaper(store, path.id)
      return { items: await versionsOf(store, id) }
    },
  }),
  route({
    name: 'listSimilar',
    method: 'get',
    path: '/papers/{id}/similar',
    tag: 'Papers',
    says: 'The papers most like one, the most alike first',
    params: PaperPath,
    query: z.object({ count: countUpTo(50, 10) }),
    missing: true,
    answer: allOf(z.object({ paper: Paper, likeness: z.number() })),
    async run({ path, query, store, site, origin }) {
      const { id } = await heldPaper(store, path.id)
      const near = await site.search.near(id, query.count)
      const found = await papersOf(
        store,
        near.map((hit) => hit.id),
      )
      const likeness = new Map(near.map((hit) => [hit.id, hit.score]))
      const shown = await showPapers(store, found, origin)
      return {
        items: shown.map((paper, i) => ({
          paper,
          likeness: likeness.get(found[i]!.id) ?? 0,
        })),
      }
    },
  }),
]

const earliest = DayShape.parse('1000-01-01')
const latest = DayShape.parse('9999-12-31')
