import type { Day, PaperId } from '#paper'

/** What each day announced, and what came of asking. */
export type LedgerTables = {
  /** What one of arXiv's interfaces said was announced in a category under a day, held or not. */
  announcements: {
    source: string
    category: string
    day: Day
    paper: PaperId
    kind: 'new' | 'cross' | 'replace'
    seenAt: string
  }
  /** What came of asking it for that day. */
  checks: {
    source: 'arxiv:rss' | 'arxiv:listing'
    category: string
    day: Day
    outcome: 'answered' | 'stale' | 'failed'
    /** How many of each kind it said there are, as JSON. */
    totals: string
    evidence: string
    checkedAt: string
  }
  /** Papers that a day was missing, and what became of fetching them by another road. */
  repairs: {
    category: string
    day: Day
    paper: PaperId
    outcome: 'fetched' | 'unknown' | 'failed'
    at: string
  }
}
