import { announcedAt, arxivCalendar, dayOf, type Day, addDays, quietDay } from '#paper'
import type { Totals } from './announced.ts'

/** In which state a day of a category is. */
export type LedgerState = 'pending' | 'complete' | 'short' | 'stale' | 'holiday' | 'failed'

/** What came of asking one of arXiv's interfaces for a day. */
export type Check = {
  readonly source: 'arxiv:rss' | 'arxiv:listing'
  /** `stale` is an answer that was of an earlier day. */
  readonly outcome: 'answered' | 'stale' | 'failed'
  readonly totals: Totals
  /** What was seen: a sentence for people. */
  readonly evidence: string
  readonly checkedAt: string
}

/** What is known of a category's day. */
export type Reckoned = {
  readonly day: Day
  /** Papers that arrived in the category, new or from another, as far as anybody says. */
  readonly announced: number
  readonly held: number
  readonly checks: readonly Check[]
}

/** For so many days arXiv tells what it announced (its catch-up pages). */
export const remembered = 90

/** How long arXiv's interfaces may lag behind an announcement, in milliseconds, before it is odd. */
const grace = 12 * 60 * 60 * 1000

/**
 * The state of a day, and why: a day is complete when arXiv's own page says how many papers it has
 * and we hold as many. Nothing announced means nothing by itself; it takes the calendar or the page
 * to say that a day is empty.
 */
export function stateOf(
  known: Reckoned,
  now: Date,
  calendar = arxivCalendar,
): { state: LedgerState; reason: string } {
  const { day, announced, held, checks } = known
  const listing = checks.find(({ source }) => source === 'arxiv:listing')
  if (announced > held) {
    const unknown = announced - held
    return { state: 'short', reason: `${unknown} of ${announced} announced papers are not held` }
  }
  if (listing?.outcome === 'answered') {
    return {
      state: 'complete',
      reason:
        announced > 0
          ? `${held} of ${announced} announced papers are held`
          : 'arXiv’s page of the day lists no paper here',
    }
  }
  const at = announcedAt(day, calendar)
  if (!at && announced === 0) {
    return {
      state: 'holiday',
      reason: `arXiv announces nothing for this day: a ${quietDay(day, calendar) ?? 'holiday'}`,
    }
  }
  if (at && now < at) return { state: 'pending', reason: `arXiv announces it at ${when(at)}` }
  const latest = checks.toSorted((a, b) => (a.checkedAt < b.checkedAt ? 1 : -1))
  const stale = listing && isStale(listing) ? listing : latest.find(isStale)
  const [last] = latest
  if (!last) {
    return day >= addDays(dayOf(now), -remembered)
      ? { state: 'pending', reason: 'nobody has asked arXiv yet' }
      : {
          state: 'failed',
          reason: `nobody asked arXiv in time: it tells for ${remembered} days what it announced`,
        }
  }
  if (at && now.getTime() < at.getTime() + grace) {
    return { state: 'pending', reason: (stale ?? last).evidence }
  }
  if (stale) return { state: 'stale', reason: stale.evidence }
  return { state: 'failed', reason: (listing ?? last).evidence }
}

const isStale = ({ outcome }: Check) => outcome === 'stale'

const when = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
