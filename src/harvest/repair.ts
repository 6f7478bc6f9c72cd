import { DomainError } from '#domain-error'
import type { Day, PaperId, Span } from '#paper'
import type { Store } from '#store'
import { arxivPapers } from './arxiv-atom.ts'
import { arxivManners } from './arxiv-manners.ts'
import type { Manners } from './ask.ts'
import { harvest } from './into-catalogue.ts'
import { ledgerOf, noteRepairs, type Repair } from './ledger.ts'

/**
 * Fetches, by arXiv's query API, the papers that were announced in a category within a span and are
 * not held, and notes what became of each. What cannot be had now is asked for the next time.
 */
export async function repairCategory(
  store: Store,
  category: string,
  span: Span,
  signal: AbortSignal,
  options: Partial<Manners> & { readonly query?: string } = {},
): Promise<void> {
  const { clock } = { ...arxivManners, ...options }
  const missing = await missingIn(store, category, span, clock.now())
  if (missing.length === 0) return
  const source = arxivPapers(
    missing.map(({ paper }) => paper),
    { ...options, ...(options.query !== undefined && { base: options.query }) },
  )
  const reached = await reach(() => harvest(store, source, signal, { now: clock.now() }))

  const still = await missingIn(store, category, span, clock.now())
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
): Promise<{ day: Day; paper: PaperId }[]> {
  const days = await ledgerOf(store, { ...span, category }, now)
  return days.flatMap(({ day, missing }) => missing.map((paper) => ({ day, paper })))
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
