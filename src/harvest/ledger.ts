import { calendarOf } from '#catalog'
import { addDays, type Calendar, type Day, type PaperId, type Span } from '#paper'
import { insertRows, type Store } from '#store'
import { type Announced, type Totals, totalsOf } from './announced.ts'
import { type Check, type LedgerState, stateOf } from './ledger-state.ts'

/** What the ledger says of one category on one day. */
export type LedgerDay = {
  readonly category: string
  readonly day: Day
  readonly state: LedgerState
  /** Why it is in that state: a sentence for people. */
  readonly reason: string
  /** Papers that arrived, new or from another category, and how many of those we hold. */
  readonly announced: number
  readonly held: number
  readonly totals: Totals
  readonly missing: readonly PaperId[]
  readonly checks: readonly Check[]
  readonly repairs: readonly Repair[]
  /** When anything was last learned of the day; empty if nothing was. */
  readonly knownAt: string
}

/** A paper that was fetched by another road, since it was announced and not held. */
export type Repair = {
  readonly paper: PaperId
  readonly outcome: 'fetched' | 'unknown' | 'failed'
  readonly at: string
}

/**
 * Notes, within a transaction, what one of arXiv's interfaces said of a day. What it said once it
 * need not say again: a later answer adds to an earlier one, and a failure does not undo it.
 */
export async function noteAnnounced(
  within: Store,
  { category, day }: { readonly category: string; readonly day: Day },
  check: Check,
  announced: readonly Announced[] = [],
): Promise<void> {
  const { source, outcome, totals, evidence, checkedAt } = check
  await insertRows(
    within,
    'announcements',
    announced.map(({ id, kind }) => ({
      source,
      category,
      day,
      paper: id,
      kind,
      seenAt: checkedAt,
    })),
    { key: ['source', 'category', 'day', 'paper'], taken: 'leave' },
  )
  const seen = { outcome, totals: JSON.stringify(totals), evidence, checkedAt }
  await within
    .insertInto('checks')
    .values({ source, category, day, ...seen })
    .onConflict((conflict) => {
      const update = conflict.columns(['source', 'category', 'day']).doUpdateSet(seen)
      return outcome === 'answered' ? update : update.where('checks.outcome', '!=', 'answered')
    })
    .execute()
}

/**
 * Takes back, within a transaction, what one of arXiv's interfaces was taken to say of a day, since it
 * turned out that it spoke of another one.
 */
export async function takeBackAnnounced(
  within: Store,
  { category, day }: { readonly category: string; readonly day: Day },
  { source, outcome, totals, evidence, checkedAt }: Check,
): Promise<void> {
  await within
    .deleteFrom('announcements')
    .where('source', '=', source)
    .where('category', '=', category)
    .where('day', '=', day)
    .execute()
  await within
    .updateTable('checks')
    .set({ outcome, totals: JSON.stringify(totals), evidence, checkedAt })
    .where('source', '=', source)
    .where('category', '=', category)
    .where('day', '=', day)
    .execute()
}

/** Notes, within a transaction, what became of fetching papers that a day was missing. */
export async function noteRepairs(
  within: Store,
  category: string,
  repairs: readonly (Repair & { readonly day: Day })[],
): Promise<void> {
  await insertRows(
    within,
    'repairs',
    repairs.map(({ day, paper, outcome, at }) => ({ category, day, paper, outcome, at })),
    { key: ['category', 'day', 'paper'], taken: ['outcome', 'at'] },
  )
}

/** What was announced in a category under a day, as far as anybody said, or one interface. */
export const announcedUnder = (
  store: Store,
  category: string,
  day: Day,
  source?: Check['source'],
): Promise<Announced[]> =>
  store
    .selectFrom('announcements')
    .select(['paper as id', 'kind'])
    .where('category', '=', category)
    .where('day', '=', day)
    .$if(source !== undefined, (all) => all.where('source', '=', source ?? 'arxiv:rss'))
    .distinct()
    .execute()

/** Whether an interface ever told what was announced in a category under a day. */
export async function hasAnswered(
  store: Store,
  category: string,
  day: Day,
  source: Check['source'],
): Promise<boolean> {
  const row = await store
    .selectFrom('checks')
    .select('day')
    .where('source', '=', source)
    .where('category', '=', category)
    .where('day', '=', day)
    .where('outcome', '=', 'answered')
    .executeTakeFirst()
  return row !== undefined
}

/** The last day before another for which announcements of a category were noted. */
export async function lastNoted(
  store: Store,
  category: string,
  before: Day,
): Promise<Day | undefined> {
  const row = await store
    .selectFrom('announcements')
    .select('day')
    .where('category', '=', category)
    .where('day', '<', before)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.day
}

/**
 * The ledger of a span of days, the latest first: of one category, or of each that was ever asked
 * for within it. It is reckoned anew from what was said and what is held, so that it cannot lag.
 */
export async function ledgerOf(
  store: Store,
  { from, to, category }: Span & { readonly category?: string },
  now = new Date(),
): Promise<LedgerDay[]> {
  const noted = await notedIn(store, { from, to }, category)
  const calendar = await calendarOf(store)
  const categories = category
    ? [category]
    : [...new Set(noted.checks.map((check) => check.category))].toSorted()
  return daysOf({ from, to }).flatMap((day) =>
    categories.map((one) => dayOfLedger(noted, one, day, { now, calendar })),
  )
}

type Noted = Awaited<ReturnType<typeof notedIn>>

/** Everything the store has of a span. */
async function notedIn(store: Store, { from, to }: Span, category?: string) {
  const arrivals = store
    .selectFrom('announcements')
    .leftJoin('papers', 'papers.id', 'announcements.paper')
    .where('announcements.day', '>=', from)
    .where('announcements.day', '<=', to)
    .where('kind', '!=', 'replace')
    .$if(category !== undefined, (all) => all.where('category', '=', category ?? ''))
  const [counts, missing, checks, repairs] = await Promise.all([
    arrivals
      .groupBy(['category', 'announcements.day'])
      .select(({ fn }) => [
        'category',
        'announcements.day as day',
        fn.count<number>('announcements.paper').distinct().as('said'),
        fn.count<number>('papers.id').distinct().as('held'),
      ])
      .execute(),
    arrivals
      .where('papers.id', 'is', null)
      .select(['category', 'announcements.day as day', 'announcements.paper as paper'])
      .distinct()
      .orderBy('paper')
      .execute(),
    store
      .selectFrom('checks')
      .selectAll()
      .where('day', '>=', from)
      .where('day', '<=', to)
      .$if(category !== undefined, (all) => all.where('category', '=', category ?? ''))
      .orderBy('source')
      .execute(),
    store
      .selectFrom('repairs')
      .selectAll()
      .where('day', '>=', from)
      .where('day', '<=', to)
      .$if(category !== undefined, (all) => all.where('category', '=', category ?? ''))
      .orderBy('paper')
      .execute(),
  ])
  return {
    counts: byKey(counts),
    missing: byKey(missing),
    checksOf: byKey(checks),
    repairs: byKey(repairs),
    checks,
  }
}

function dayOfLedger(
  noted: Noted,
  category: string,
  day: Day,
  { now, calendar }: { readonly now: Date; readonly calendar: Calendar },
): LedgerDay {
  const key = keyOf(category, day)
  const [count] = noted.counts.get(key) ?? []
  const checks = (noted.checksOf.get(key) ?? []).map(
    ({ source, outcome, totals, evidence, checkedAt }): Check => ({
      source,
      outcome,
      totals: JSON.parse(totals),
      evidence,
      checkedAt,
    }),
  )
  const answered = checks.filter(({ outcome }) => outcome === 'answered')
  // The page counts what it does not show; the feed has to do where there is no page.
  const totals =
    answered.find(({ source }) => source === 'arxiv:listing')?.totals ??
    answered[0]?.totals ??
    totalsOf([])
  const announced = Math.max(totals.new + totals.cross, count?.said ?? 0)
  const held = count?.held ?? 0
  const repairs = (noted.repairs.get(key) ?? []).map(({ paper, outcome, at }) => ({
    paper,
    outcome,
    at,
  }))
  const known = [...checks.map(({ checkedAt }) => checkedAt), ...repairs.map(({ at }) => at)]
  return {
    category,
    day,
    ...stateOf({ day, announced, held, checks }, now, calendar),
    announced,
    held,
    totals,
    missing: (noted.missing.get(key) ?? []).map(({ paper }) => paper),
    checks,
    repairs,
    knownAt: known.toSorted().at(-1) ?? '',
  }
}

const byKey = <Row extends { category: string; day: Day }>(rows: readonly Row[]) =>
  Map.groupBy(rows, ({ category, day }) => keyOf(category, day))

const keyOf = (category: string, day: Day) => `${category} ${day}`

function daysOf({ from, to }: Span): Day[] {
  const days: Day[] = []
  for (let day = to; day >= from; day = addDays(day, -1)) days.push(day)
  return days
}
