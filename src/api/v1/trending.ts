import { z } from 'zod'
import { papersOf } from '#catalog'
import { handlesOf } from '#curation'
import { DomainError } from '#domain-error'
import { dayOf } from '#paper'
import { daysIn, scoreOf, trending as ranking, windows } from '#trending'
import { countUpTo, Cursor, nextAfter, readCursor, Skipping } from './cursor.ts'
import { route } from './route.ts'
import { CategoryShape, DayShape, listOf, Paper, PaperPath } from './shapes.ts'
import { heldPaper, showPapers } from './show-papers.ts'

const Results = { papers: z.int(), sum: z.number() }

const Score = z
  .object({
    day: z.string().describe('The day its age counts from.'),
    field: z.string(),
    scoredAt: z.string(),
    heat: z
      .number()
      .describe('In doublings: log2(1 + counted + start), less how loud its field is.'),
    lifted: z.number().describe('With the votes of new readers, who lift it by one place at most.'),
    votes: z.int(),
    fresh: z.int().describe('Of readers who are new.'),
    counted: z.number().describe('Votes that count, after rings were counted less.'),
    groups: z
      .array(
        z.object({
          readers: z.int(),
          counts: z.number(),
          told: z.array(z.string()).describe('What told them: network, alike or mutual.'),
        }),
      )
      .describe('Established readers, those together who seem to act together.'),
    start: z.number().describe('The votes it began with.'),
    byAuthors: z.number(),
    authors: z.array(z.object({ name: z.string(), ...Results })),
    byNominator: z.number(),
    nominator: z.object({ handle: z.string().nullable(), ...Results }),
    usual: z.object({ field: z.number(), all: z.number(), papers: z.int() }),
  })
  .meta({ id: 'Score', description: 'A score, taken apart to the last vote.' })

export const trending = [
  route({
    name: 'listTrending',
    method: 'get',
    path: '/trending',
    tag: 'Trending',
    says: 'What readers care for most, the first first',
    more: 'Of a window that ends with the last day that has papers, or of the days from one to another. /about/ranking publishes the formula.',
    query: z.object({
      window: z.enum(windows).default('week'),
      from: DayShape.optional(),
      to: DayShape.optional(),
      category: CategoryShape.optional(),
      count: countUpTo(100, 30),
      cursor: Cursor,
    }),
    answer: listOf(
      z.object({
        paper: Paper,
        order: z.number().describe('Its score, age and all, in doublings.'),
        liftedOrder: z.number(),
      }),
    )
      .extend({
        from: z.string().nullable(),
        to: z.string().nullable(),
        total: z.int(),
      })
      .meta({ id: 'Trending' }),
    async run({ query, store, now, origin }) {
      const { category, count } = query
      const own =
        (query.from ?? query.to) === undefined
          ? undefined
          : { from: query.from ?? first, to: query.to ?? dayOf(now) }
      const span = own ?? (await daysIn(store, query.window, now))
      const all = await ranking(store, { span, category })
      const { skip } = readCursor(query.cursor, Skipping) ?? { skip: 0 }
      const ranked = all.slice(skip, skip + count)
      const papers = await papersOf(
        store,
        ranked.map(({ paper }) => paper),
      )
      const shown = await showPapers(store, papers, origin)
      const byId = new Map(shown.map((paper) => [paper.id, paper]))
      return {
        items: ranked.flatMap(({ paper: id, order, liftedOrder }) => {
          const paper = byId.get(id)
          return paper ? [{ paper, order, liftedOrder }] : []
        }),
        next: nextAfter(skip, count, all.length),
        from: span?.from ?? null,
        to: span?.to ?? null,
        total: all.length,
      }
    },
  }),
  route({
    name: 'getScore',
    method: 'get',
    path: '/papers/{id}/score',
    tag: 'Trending',
    says: 'The score of a paper, taken apart',
    params: PaperPath,
    missing: true,
    answer: Score,
    async run({ path, store }) {
      const { id } = await heldPaper(store, path.id)
      const found = await scoreOf(store, id)
      if (!found)
        throw new DomainError('missing', `Nobody has voted for ${id} or nominated it yet.`)
      const { parts, day, field, scoredAt } = found
      const handles = await handlesOf(store, [parts.nominator.reader])
      const { nominator, usual } = parts
      return {
        day,
        field,
        scoredAt,
        heat: parts.heat,
        lifted: parts.lifted,
        votes: parts.votes,
        fresh: parts.fresh,
        counted: parts.counted,
        groups: parts.groups.map(({ readers, counts, told }) => ({
          readers,
          counts,
          told: [...told],
        })),
        start: parts.start,
        byAuthors: parts.byAuthors,
        authors: parts.authors.map(({ name, papers, sum }) => ({ name, papers, sum })),
        byNominator: parts.byNominator,
        nominator: {
          handle: handles.get(nominator.reader) ?? null,
          papers: nominator.papers,
          sum: nominator.sum,
        },
        usual: { field: usual.field, all: usual.all, papers: usual.papers },
      }
    },
  }),
]

const first = DayShape.parse('1000-01-01')
