import { dot } from './traits.ts'
import type { Judged } from './formula.ts'

/**
 * A first screen that is not all the same: of the judged papers, one after the other the one that
 * is good and unlike what stands there (maximal marginal relevance). `wide` from 0 to 1 says how
 * much unlikeness counts. An interest that has not had its share of the screen yet comes sooner, so
 * that a small one is heard.
 */
export function spread(
  judged: readonly Judged[],
  {
    count,
    wide,
    shares = [],
  }: {
    readonly count: number
    readonly wide: number
    /** What part of the screen is due to each interest, by its place. */
    readonly shares?: readonly number[]
  },
): Judged[] {
  const left = judged.toSorted(byScore).slice(0, 6 * count)
  const top = left[0]?.score ?? 0
  const scale = Math.max(1e-9, top - (left[Math.min(left.length - 1, count)]?.score ?? 0))
  const near = new Float64Array(left.length)
  const chosen: Judged[] = []
  const taken = new Set<number>()
  const penalty = 0.25 + 1.75 * wide
  const had = shares.map(() => 0)
  while (chosen.length < count && chosen.length < left.length) {
    let at = -1
    let highest = -Infinity
    for (let i = 0; i < left.length; i++) {
      if (taken.has(i)) continue
      const { interest, score } = left[i]!
      const due = (had[interest] ?? 0) < Math.ceil((shares[interest] ?? 0) * (chosen.length + 1))
      const worth = (score - top) / scale - penalty * near[i]! + (due ? sooner : 0)
      if (worth > highest) [at, highest] = [i, worth]
    }
    const next = left[at]
    if (!next) break
    taken.add(at)
    chosen.push(next)
    if (had[next.interest] !== undefined) had[next.interest]!++
    for (let i = 0; i < left.length; i++) {
      if (taken.has(i)) continue
      near[i] = Math.max(near[i]!, dot(left[i]!.traits.vector, next.traits.vector))
    }
  }
  return chosen
}

/** What it is worth to be of an interest that is due, in units of the spread of scores. */
const sooner = 0.5

const byScore = (x: Judged, y: Judged) => y.score - x.score || (x.traits.id < y.traits.id ? 1 : -1)

/** What part of a screen is due to each interest: the root of its strength lifts the small ones. */
export function sharesOf(
  interests: readonly { readonly strength: number; readonly weight: number }[],
  off: ReadonlySet<number> = new Set(),
): number[] {
  const roots = interests.map(({ strength, weight }, i) =>
    off.has(i) ? 0 : Math.sqrt(strength * weight),
  )
  const all = roots.reduce((sum, root) => sum + root, 0)
  return roots.map((root) => (all === 0 ? 0 : (0.7 * root) / all))
}
