import { z } from 'zod'
import {
  calendarOf,
  categories,
  countsByCategory,
  countsByDay,
  dayWithPapers,
  papersOf,
} from '#catalog'
import { picksOf } from '#curation'
import { DomainError } from '#domain-error'
import { ledgerOf } from '#harvest'
import { addDays, categoryName, type Day, dayOf, quietDay } from '#paper'
import { Refusal } from './problem.ts'
import { type Ask, route } from './route.ts'
import { allOf, CategoryShape, DayShape, Paper } from './shapes.ts'
import { showPapers } from './show-papers.ts'

const DayCount = z.object({ day: z.string(), papers: z.int() }).meta({ id: 'DayCount' })

const CategoryCount = z
  .object({ category: z.string(), name: z.string(), papers: z.int() })
  .meta({ id: 'CategoryCount' })

export const PickShape = z
  .object({
    paper: Paper,
    position: z.int().describe('From 0, in the order of the page.'),
    line: z.string().describe('What a curator wrote about it.'),
  })
  .meta({ id: 'Pick' })

const Check = z.object({
  source: z.string(),
  outcome: z.enum(['answered', 'stale', 'failed']),
  evidence: z.string(),
  checkedAt: z.string(),
})

const LedgerDayShape = z
  .object({
    category: z.string(),
    day: z.string(),
    state: z.string().describe('pending, complete, short, stale, holiday or failed.'),
    reason: z.string().describe('Why it is in that state: a sentence for people.'),
    announced: z.int(),
    held: z.int(),
    missing: z.array(z.string()),
    checks: z.array(Check),
    repaired: z.array(z.string()).describe('Papers that were fetched by another road.'),
    knownAt: z.string(),
  })
  .meta({
    id: 'LedgerDay',
    description: 'What a category announced under a day, and what is held.',
  })

/** A list of days may be so long, and a stretch of the ledger. */
const longest = { days: 400, ledger: 62 }

export const days = [
  route({
    name: 'listDays',
    method: 'get',
    path: '/days',
    tag: 'Days',
    says: 'The days that have papers, with their number',
    more: 'The last thirty days with nothing said; at most 400 at once.',
    query: z.object({
      from: DayShape.optional(),
      to: DayShape.optional(),
      category: CategoryShape.optional(),
    }),
    freshness: 'catalog',
    answer: allOf(DayCount),
    async run({ query, store, now }) {
      const span = await spanOf(store, query, now, { usual: 30, most: longest.days })
      return { items: (await countsByDay(store, span, query.category)).toReversed() }
    },
  }),
  route({
    name: 'getDay',
    method: 'get',
    path: '/days/{day}',
    tag: 'Days',
    says: 'A day: what stands in front of it, and how many papers each category has',
    more: '`latest` is the last day that has papers. Its papers are those of /papers?day=…',
    params: z.object({ day: z.union([z.literal('latest'), DayShape]) }),
    missing: true,
    answer: z
      .object({
        day: z.string(),
        papers: z.int(),
        before: z.string().nullable().describe('The nearest day before it that has papers.'),
        after: z.string().nullable(),
        quiet: z.string().nullable().describe('Why arXiv lists nothing under it.'),
        categories: z.array(CategoryCount),
        picks: z.array(PickShape),
      })
      .meta({ id: 'Day' }),
    async run({ path, store, now, origin }) {
      const day =
        path.day === 'latest' ? await dayWithPapers(store, { upTo: dayOf(now) }) : path.day
      if (!day) throw new DomainError('missing', 'There are no papers here yet.')
      const span = { from: day, to: day }
      const [counts, shares, before, after, calendar, picks] = await Promise.all([
        countsByDay(store, span),
        countsByCategory(store, span),
        dayWithPapers(store, { upTo: addDays(day, -1) }),
        dayWithPapers(store, { after: day }),
        calendarOf(store),
        picksShown({ store, origin }, day, ''),
      ])
      return {
        day,
        papers: counts[0]?.papers ?? 0,
        before: before ?? null,
        after: after ?? null,
        quiet: quietDay(day, calendar) ?? null,
        categories: shares.map(named),
        picks,
      }
    },
  }),
  route({
    name: 'listCategories',
    method: 'get',
    path: '/categories',
    tag: 'Days',
    says: 'The categories that have papers',
    freshness: 'catalog',
    answer: allOf(CategoryCount),
    run: async ({ store }) => ({ items: (await categories(store)).map(named) }),
  }),
  route({
    name: 'readLedger',
    method: 'get',
    path: '/ledger',
    tag: 'Days',
    says: 'What arXiv announced under each day, what of it is held, and how that is known',
    more: 'The last two weeks with nothing said; at most 62 days at once.',
    query: z.object({
      from: DayShape.optional(),
      to: DayShape.optional(),
      category: CategoryShape.optional(),
    }),
    freshness: 'catalog',
    answer: allOf(LedgerDayShape),
    async run({ query, store, now }) {
      const { category } = query
      const span = await spanOf(store, query, now, { usual: 14, most: longest.ledger })
      const lines = await ledgerOf(store, { ...span, ...(category && { category }) }, now)
      return {
        items: lines.map((line) => ({
          category: line.category,
          day: line.day,
          state: line.state,
          reason: line.reason,
          announced: line.announced,
          held: line.held,
          missing: [...line.missing],
          checks: line.checks.map(({ source, outcome, evidence, checkedAt }) => ({
            source,
            outcome,
            evidence,
            checkedAt,
          })),
          repaired: line.repairs
            .filter(({ outcome }) => outcome === 'fetched')
            .map(({ paper }) => paper),
          knownAt: line.knownAt,
        })),
      }
    },
  }),
]

const named = ({ category, papers }: { category: string; papers: number }) => ({
  category,
  name: categoryName(category),
  papers,
})

/** The picks of a page, with their papers. */
export async function picksShown(
  { store, origin }: Pick<Ask<unknown, unknown, unknown>, 'store' | 'origin'>,
  day: Day,
  topic: string,
): Promise<z.infer<typeof PickShape>[]> {
  const picks = await picksOf(store, day, topic)
  const papers = await papersOf(
    store,
    picks.map(({ paper }) => paper),
  )
  const shown = await showPapers(store, papers, origin)
  return picks.flatMap(({ paper: id, position, line }) => {
    const paper = shown.find((one) => one.id === id)
    return paper ? [{ paper, position, line }] : []
  })
}

async function spanOf(
  store: Ask<unknown, unknown, unknown>['store'],
  asked: { from?: Day | undefined; to?: Day | undefined },
  now: Date,
  { usual, most }: { usual: number; most: number },
): Promise<{ from: Day; to: Day }> {
  const last = (await dayWithPapers(store, { upTo: dayOf(now) })) ?? dayOf(now)
  const to = asked.to ?? (asked.from ? least(addDaysWithin(asked.from, most - 1), last) : last)
  const from = asked.from ?? addDaysWithin(to, 1 - usual)
  if (addDaysWithin(from, most - 1) < to) {
    throw new Refusal('invalid', `Ask for ${most} days at most at once.`, {
      errors: [{ in: 'query', name: 'from', says: `is more than ${most} days before to` }],
    })
  }
  return { from, to }
}

const least = (a: Day, b: Day): Day => (a < b ? a : b)

/** As far as days are written with four digits of a year. */
const addDaysWithin = (day: Day, count: number): Day => {
  const year = Number(day.slice(0, 4))
  return year < 2 || year > 9997 ? day : addDays(day, count)
}
