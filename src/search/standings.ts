import type { PaperId } from '#paper'

/** What is known further down of papers, handed in for the search to go by. */
export type Standings = {
  /** How hot each of these papers is; one that is left out is cold. Orders `sort: 'trending'`. */
  readonly heat?: (papers: readonly PaperId[]) => Promise<ReadonlyMap<PaperId, number>>
}
