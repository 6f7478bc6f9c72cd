import type { PaperId } from '#paper'
import type { Ranked, Reasons } from './rank.ts'

/**
 * What a hit's score is made of: how well it answers (`Reasons`), and two small terms that decide
 * between papers that answer about as well:
 *
 * - `freshness`: 0.06 for a paper of today, half of it for one a year old, a quarter after two
 * - `picks`: 0.06 for a paper that a curator picked
 */
export type Why = Reasons & { readonly freshness: number; readonly picks: number }

/** Small against the words of a query, which weigh 1: a tenth of a title that has them all or two. */
export const favours = { freshness: 0.06, picks: 0.06 }

const dayLength = 86_400_000
const year = 365.25 // days

/** Ranked papers with what their day and the curators add, the best first. */
export function favoured(
  ranked: readonly Ranked[],
  picked: ReadonlySet<PaperId>,
  now: Date,
): readonly (Ranked & { readonly reasons: Why })[] {
  return ranked
    .map((paper) => {
      const freshness = favours.freshness * freshnessOf(paper.day, now)
      const picks = picked.has(paper.id) ? favours.picks : 0
      const score = paper.score + freshness + picks
      return { ...paper, score, reasons: { ...paper.reasons, freshness, picks } }
    })
    .toSorted((x, y) => y.score - x.score || (x.id < y.id ? -1 : 1))
}

/** From 1 today towards 0; of a day that is not known, 0. Days are numbers like 20261120. */
function freshnessOf(day: number, now: Date): number {
  if (day === 0) return 0
  const [y, m, d] = [Math.trunc(day / 10_000), Math.trunc(day / 100) % 100, day % 100]
  const age =
    Math.floor(now.getTime() / dayLength) -
    Date.UTC(y, Math.max(0, m - 1), Math.max(1, d)) / dayLength
  return 2 ** -(Math.max(0, age) / year)
}
