import { z } from 'zod'
import { papersOf } from '#catalog'
import type { Facet } from '#search'
import { countUpTo, Cursor, readCursor, writeCursor } from './cursor.ts'
import { route } from './route.ts'
import { CategoryShape, DayShape, listOf, Paper, textUpTo } from './shapes.ts'
import { showPapers } from './show-papers.ts'

const FacetShape = z
  .object({
    value: z.string(),
    count: z.int(),
    demand: z.string().describe('What added to the query keeps these alone.'),
  })
  .meta({ id: 'Facet' })

const Why = z
  .record(z.string(), z.number())
  .describe('What each kind of evidence adds to the score; empty where it was named outright.')

const Place = z.object({ skip: z.int().min(0).max(10_000), list: z.string().max(100) })

const yesOrNo = z.enum(['true', 'false']).default('false')

export const search = [
  route({
    name: 'search',
    method: 'get',
    path: '/search',
    tag: 'Search',
    says: 'Papers by words and by meaning, the best first',
    more: 'Any text is a query: words, "phrases", ti: au: abs: cat: id: doi:, before: after: on:, has:code, is:picked, AND OR NOT. docs/search.md tells all of it.',
    query: z.object({
      q: textUpTo(2000).describe('What is looked for.'),
      from: DayShape.optional().describe('Listed on this day or later.'),
      to: DayShape.optional().describe('Listed on this day or earlier.'),
      category: z.array(CategoryShape).max(50).optional(),
      sort: z.enum(['relevance', 'date', 'trending']).default('relevance'),
      exactly: yesOrNo.describe('Leave the words as they are spelled.'),
      loose: yesOrNo.describe('Also show what is but loosely related.'),
      count: countUpTo(100, 20),
      cursor: Cursor,
    }),
    answer: listOf(z.object({ paper: Paper, score: z.number(), why: Why }))
      .extend({
        total: z.int(),
        complete: z.boolean().describe('False where there may be more; these are the best.'),
        query: z.string().describe('The one way to write this query.'),
        meant: z
          .object({ text: z.string(), sure: z.boolean() })
          .nullable()
          .describe('Another spelling; where it is sure, it was searched for.'),
        notes: z.array(z.string()).describe('What was assumed or left out.'),
        facets: z.object({
          of: z.int().describe('How many papers were counted, the best first.'),
          years: z.array(FacetShape),
          categories: z.array(FacetShape),
          sources: z.array(FacetShape),
          code: z.array(FacetShape),
        }),
      })
      .meta({ id: 'Found' }),
    async run({ query, store, site, origin, passing }) {
      const { q, from, to, category, sort, count } = query
      const place = readCursor(query.cursor, Place)
      const found = await site.search.find({
        text: q,
        ...(from && { from }),
        ...(to && { to }),
        ...(category && category.length > 0 && { categories: category }),
        sort,
        exactly: query.exactly === 'true',
        loose: query.loose === 'true',
        as: 'papers',
        skip: place?.skip ?? 0,
        count,
        list: place?.list,
      })
      // The index is being made, or what knows meaning did not answer: a better answer comes soon.
      if (!found.ready) passing()
      const papers = await papersOf(
        store,
        found.hits.map(({ id }) => id),
      )
      const hits = new Map(found.hits.map((hit) => [hit.id, hit]))
      const shown = await showPapers(store, papers, origin)
      const skip = (place?.skip ?? 0) + count
      return {
        items: shown.map((paper, i) => {
          const hit = hits.get(papers[i]!.id)
          return { paper, score: hit?.score ?? 0, why: { ...hit?.why } }
        }),
        next: skip < found.total ? writeCursor({ skip, list: found.list }) : null,
        total: found.total,
        complete: found.complete,
        query: found.canonical,
        meant: found.spelling ? { text: found.spelling.text, sure: found.spelling.sure } : null,
        notes: [...found.notes],
        facets: {
          of: found.facets?.of ?? 0,
          years: plain(found.facets?.years),
          categories: plain(found.facets?.categories),
          sources: plain(found.facets?.sources),
          code: plain(found.facets?.code),
        },
      }
    },
  }),
  route({
    name: 'suggest',
    method: 'get',
    path: '/search/suggestions',
    tag: 'Search',
    says: 'How a text that is being typed may go on',
    query: z.object({ q: textUpTo(200) }),
    freshness: 'catalog',
    answer: z
      .object({
        queries: z.array(z.string()),
        papers: z.array(z.object({ id: z.string(), title: z.string() })),
        authors: z.array(z.object({ key: z.string(), name: z.string(), papers: z.int() })),
        categories: z.array(z.object({ code: z.string(), name: z.string() })),
      })
      .meta({ id: 'Suggestions' }),
    async run({ query, site }) {
      const { queries, papers, authors, categories } = await site.search.suggest(query.q)
      return {
        queries: [...queries],
        papers: papers.map(({ id, title }) => ({ id, title })),
        authors: authors.map(({ key, name, papers: count }) => ({ key, name, papers: count })),
        categories: categories.map(({ code, name }) => ({ code, name })),
      }
    },
  }),
]

const plain = (facets: readonly Facet[] = []) =>
  facets.map(({ value, count, demand }) => ({ value, count, demand }))
