import type { PaperId } from '#paper'
import type { Candidate } from './candidates.ts'
import type { Reading } from './query.ts'

export type Ranked = {
  readonly id: PaperId
  readonly day: number
  readonly score: number
  /** The share of the query's words that it has. */
  readonly covered: number
  /** The words that it lacks. */
  readonly lacks: readonly string[]
  /** The cosine of its vector with the query's. */
  readonly meaning: number
}

/** Candidates by how well they answer, the best first. */
export function rank(
  candidates: readonly Candidate[],
  reading: Reading,
  vector: Float32Array,
): Ranked[] {
  const best = Math.max(1e-9, ...candidates.map(({ words }) => words))
  return candidates
    .map((candidate) => {
      const meaning = dot(candidate.vector, vector)
      return {
        id: candidate.id,
        day: candidate.day,
        score: candidate.words / best + meaning,
        ...coverage(candidate, reading),
        meaning,
      }
    })
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
}

/** How near a paper must be to be shown for its meaning alone. Chosen by looking: see docs/search.md. */
const near = { alone: 0.6, withHalfTheWords: 0.45, whereNoWordIsKnown: 0.4 }

/**
 * What answers the query. A short query wants all of its words, or as many as any paper has; of a
 * long one most will do; and a paper whose meaning is near enough may have fewer.
 */
export function relevant(ranked: readonly Ranked[], reading: Reading): readonly Ranked[] {
  const most = Math.max(0, ...ranked.map(({ covered }) => covered))
  if (most === 0) return ranked.filter(({ meaning }) => meaning > near.whereNoWordIsKnown)
  const wanted = (reading.terms.length <= 4 ? most : most * 0.6) - 1e-9
  return ranked.filter(
    ({ covered, meaning }) =>
      covered >= wanted ||
      (covered >= wanted / 2 && meaning > near.withHalfTheWords) ||
      meaning > near.alone,
  )
}

function coverage({ terms, names }: Candidate, reading: Reading) {
  const has = new Set([...terms, ...names])
  const lacks = reading.terms.filter((term) => !has.has(term))
  const all = reading.terms.length
  return { lacks, covered: all === 0 ? 1 : 1 - lacks.length / all }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let c = 0; c < a.length; c++) sum += a[c]! * b[c]!
  return sum
}
