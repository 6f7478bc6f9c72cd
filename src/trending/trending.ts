import { sql } from 'kysely'
import { dayWithPapers } from '#catalog'
import { addDays, type Day, dayOf, type PaperId, type Span } from '#paper'
import type { Store } from '#store'
import { halfLife, liftByOne } from './formula.ts'
import { asDay } from './evidence.ts'
import type { Parts } from './refresh.ts'

export {
  constants,
  type Constants,
  countTogether,
  type Evidence,
  halfLife,
  noResults,
  record,
  type Results,
  score,
  usualOf,
} from './formula.ts'
export type { Group, Sign } from './together.ts'
export { type Parts, refreshScores } from './refresh.ts'

/** Stretches of time that trending is shown for. */
export const windows = ['day', 'week', 'month', 'all'] as const

export type Window = (typeof windows)[number]

export const isWindow = (text: string): text is Window => windows.some((one) => one === text)

const daysOf = { day: 1, week: 7, month: 30 } as const

/** The days of a window: they end with the last day that has papers. All time has none. */
export async function daysIn(
  store: Store,
  window: Window,
  now = new Date(),
): Promise<Span | undefined> {
  if (window === 'all') return undefined
  const to = (await dayWithPapers(store, { upTo: dayOf(now) })) ?? dayOf(now)
  return { from: addDays(to, 1 - daysOf[window]), to }
}

/** A paper in the order of trending. */
export type Ranked = {
  readonly paper: PaperId
  readonly votes: number
  /** Its score, age and all, in doublings. */
  readonly order: number
  readonly liftedOrder: number
}

/** Trending names so many papers at most. */
export const longest = 600

/**
 * The papers of a span of days that readers care for most, the first first; of all time without a
 * span. Age counts by the day of publication and never by the present, so the order stays right as
 * time passes.
 */
export async function trending(
  store: Store,
  { span, category }: { readonly span?: Span | undefined; readonly category?: string | undefined },
): Promise<Ranked[]> {
  const perDay = span ? 1 / halfLife(lengthOf(span)) : 0
  const ages = sql<number>`day_number * cast(${perDay} as double precision)`
  const rows = await store
    .selectFrom('scores')
    .select(['paper', 'votes', 'heat', 'lifted', ages.as('age')])
    .$if(span !== undefined, (query) =>
      query.where('day', '>=', span!.from).where('day', '<=', span!.to),
    )
    .$if(category !== undefined, (query) =>
      query.where('paper', 'in', ({ selectFrom }) =>
        selectFrom('listings').select('paper').where('category', '=', category!),
      ),
    )
    .orderBy(sql`heat + day_number * cast(${perDay} as double precision)`, 'desc')
    .orderBy('paper', 'desc')
    .limit(longest)
    .execute()
  return liftByOne(
    rows.map(({ paper, votes, heat, lifted, age }) => ({
      paper,
      votes,
      order: heat + age,
      liftedOrder: lifted + age,
    })),
  )
}

const lengthOf = ({ from, to }: Span) =>
  Math.round((Date.parse(to) - Date.parse(from)) / (24 * 60 * 60 * 1000)) + 1

/** How hot papers are, age and all, for lists that others make; one without a score is left out. */
export async function heatOf(
  store: Store,
  papers: readonly PaperId[],
): Promise<ReadonlyMap<PaperId, number>> {
  const perDay = 1 / halfLife(daysOf.month)
  const heats = new Map<PaperId, number>()
  for (let i = 0; i < papers.length; i += 10_000) {
    const rows = await store
      .selectFrom('scores')
      .select(['paper', 'heat', 'dayNumber'])
      .where('paper', 'in', papers.slice(i, i + 10_000))
      .execute()
    for (const { paper, heat, dayNumber } of rows) heats.set(paper, heat + dayNumber * perDay)
  }
  return heats
}

/** The score of a paper with all that it is made of, if it has one. */
export async function scoreOf(
  store: Store,
  paper: PaperId,
): Promise<{ day: Day | ''; field: string; scoredAt: string; parts: Parts } | undefined> {
  const row = await store
    .selectFrom('scores')
    .select(['day', 'field', 'scoredAt', 'parts'])
    .where('paper', '=', paper)
    .executeTakeFirst()
  if (!row) return undefined
  return { ...row, day: asDay(row.day), parts: JSON.parse(row.parts) }
}
