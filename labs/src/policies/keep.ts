/** What several policies need: ways to choose the slots to keep. */
import type { HeadView } from '../session/policy.ts'

/** How many slots a head holds now. */
export const count = ({ tokens }: HeadView): number => tokens.length

/** Slots from `from` up to `to`. */
export const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)

/** The slots of the `most` highest scores, ascending; of equals the later ones. */
export function highest(scores: ArrayLike<number>, most: number): number[] {
  return range(0, scores.length)
    .toSorted((a, b) => scores[b] - scores[a] || b - a)
    .slice(0, Math.max(0, most))
    .toSorted((a, b) => a - b)
}

/** All slots below `n` that are not among `kept` (ascending). */
export function others(kept: readonly number[], n: number): number[] {
  const keep = new Set(kept)
  return range(0, n).filter((slot) => !keep.has(slot))
}
