import { DomainError } from '#domain-error'
import { calendarOf } from '#catalog'
import { type Day, listedOn, type PaperId, type Span } from '#paper'
import type { Store } from '#store'
import { arxivPapers } from './arxiv-atom.ts'
import { arxivManners } from './arxiv-manners.ts'
import type { Manners } from './ask.ts'
import { harvest } from './into-catalogue.ts'
import { ledgerOf, noteRepairs, type Repair } from './ledger.ts'

/** A paper that arXiv did not know is asked for again after so many milliseconds. */
const patience = 2 * 60 * 60 * 1000

/**
 * Fetches, by arXiv's query API, the papers that were announced in a category within a span and are
 * not held, or not in the version that was announced, and notes what became of each. What cannot be had now is asked for the next time.
 */
export async function repairCategory(
  store: Store,
  category: string,
  span: Span,
  signal: AbortSignal,
  options: Partial<Manners> & { readonly query?: string } = {},
): Promise<void> {
  const { clock } = { ...arxivManners, ...options }
  const now = clock.now()
  const lately = new Date(now.getTime() - patience).toISOString()
  const missing = [
    ...(await missingIn(store, category, span, now)).filter(({ asked }) => asked < lately),
    ...(await outdatedIn(store, category, span)),
  ]
  if (missing.length === 0) return
  const source = arxivPapers(
    missing.map(({ paper }) => paper),
    { ...options, ...(options.query !== undefined && { base: options.query }) },
  )
  const reached = await reach(() => harvest(store, source, signal, { now: clock.now() }))

  const still = [
    ...(await missingIn(store, category, span, clock.now())),
    ...(await outdatedIn(store, category, span)),
  ]
  const lacking = new Set(still.map(({ paper }) => paper))
  const at = clock.now().toISOString()
  const outcomeOf = (paper: PaperId): Repair['outcome'] => {
    if (!lacking.has(paper)) return 'fetched'
    return reached ? 'unknown' : 'failed'
  }
  const repairs = missing.map(({ day, paper }) => ({ day, paper, outcome: outcomeOf(paper), at }))
  await store.transaction().execute((within) => noteRepairs(within, category, repairs))
}

async function missingIn(
  store: Store,
  category: string,
  span: Span,
  now: Date,
): Promise<{ day: Day; paper: PaperId; asked: string }[]> {
  const days = await ledgerOf(store, { ...span, category }, now)
  return days.flatMap(({ day, missing, repairs }) => {
    const known = new Map(repairs.map(({ paper, outcome, at }) => [paper, { outcome, at }]))
    return missing.map((paper) => {
      const last = known.get(paper)
      return { day, paper, asked: last?.outcome === 'unknown' ? last.at : '' }
    })
  })
}

/** Papers whose new version was announced and is not held; each is asked for once for its day. */
async function outdatedIn(
  store: Store,
  category: string,
  { from, to }: Span,
): Promise<{ day: Day; paper: PaperId }[]> {
  const rows = await store
    .selectFrom('announcements')
    .innerJoin('papers', 'papers.id', 'announcements.paper')
    .leftJoin('repairs', (join) =>
      join
        .onRef('repairs.day', '=', 'announcements.day')
        .onRef('repairs.category', '=', 'announcements.category')
        .onRef('repairs.paper', '=', 'announcements.paper'),
    )
    .select(['announcements.day as day', 'announcements.paper as paper', 'papers.updatedAt'])
    .distinct()
    .where('announcements.category', '=', category)
    .where('announcements.kind', '=', 'replace')
    .where('announcements.day', '>=', from)
    .where('announcements.day', '<=', to)
    .where(({ eb, or }) =>
      or([eb('repairs.paper', 'is', null), eb('repairs.outcome', '=', 'failed')]),
    )
    .execute()
  const calendar = await calendarOf(store)
  return rows.filter(
    ({ day, updatedAt }) => updatedAt.length >= 16 && listedOn(new Date(updatedAt), calendar) < day,
  )
}

/** Whether the server could be asked. That it could not is noted with each paper, and told by it. */
async function reach(road: () => Promise<unknown>): Promise<boolean> {
  try {
    await road()
    return true
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}
