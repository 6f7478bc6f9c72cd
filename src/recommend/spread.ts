import { dot } from './traits.ts'
import type { Judged } from './formula.ts'

/**
 * A first screen that is not all the same: of the judged papers, one after the other the one that
 * is good and unlike what stands there (maximal marginal relevance). `wide` from 0 to 1 says how
 * much unlikeness counts. Each interest may have at most its share of the first screen, and one.
 */
export function spread(
  judged: readonly Judged[],
  { count, wide }: { readonly count: number; readonly wide: number },
): Judged[] {
  const left = judged.toSorted(byScore).slice(0, 6 * count)
  const top = left[0]?.score ?? 0
  const scale = Math.max(1e-9, top - (left[Math.min(left.length - 1, count)]?.score ?? 0))
  const near = new Float64Array(left.length)
  const chosen: Judged[] = []
  const taken = new Set<number>()
  const penalty = 0.25 + 1.75 * wide
  while (chosen.length < count && chosen.length < left.length) {
    let at = -1
    let highest = -Infinity
    for (let i = 0; i < left.length; i++) {
      if (taken.has(i)) continue
      const worth = (left[i]!.score - top) / scale - penalty * near[i]!
      if (worth > highest) [at, highest] = [i, worth]
    }
    const next = left[at]
    if (!next) break
    taken.add(at)
    chosen.push(next)
    for (let i = 0; i < left.length; i++) {
      if (taken.has(i)) continue
      near[i] = Math.max(near[i]!, dot(left[i]!.traits.vector, next.traits.vector))
    }
  }
  return chosen
}

const byScore = (x: Judged, y: Judged) => y.score - x.score || (x.traits.id < y.traits.id ? 1 : -1)
