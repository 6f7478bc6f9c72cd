import type { PaperId } from '#paper'

/** What others know of papers, for the search to go by. Each is asked when it is needed. */
export type Standings = {
  /** How hot each of these papers is; one that is left out is cold. Orders `sort: 'trending'`. */
  readonly heat?: (papers: readonly PaperId[]) => Promise<ReadonlyMap<PaperId, number>>
  /** All papers that were picked: what `is:picked` finds. */
  readonly picked?: () => Promise<ReadonlySet<PaperId>>
}

export const noPicks: ReadonlySet<PaperId> = new Set()
