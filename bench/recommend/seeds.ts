/**
 * Methods of the seeds as their papers have them, on the embedder's vectors: each enters the product
 * only if it does better than what is there.
 */
import { dot, type Traits } from '#recommend'
import { seeded } from '../../test/seeded.ts'
import type { Classifier } from './fewshot.ts'

const meanOf = (some: readonly { readonly vector: Float32Array }[]): Float32Array => {
  const middle = new Float32Array(some[0]?.vector.length ?? 0)
  for (const { vector } of some) vector.forEach((x, c) => (middle[c]! += x / some.length))
  return middle
}

/**
 * Nearest mean with a shared covariance, shrunk towards the identity (2210.04428): the discriminant
 * is μᵀ Λ x − ½ μᵀ Λ μ, where Λ is the inverse of (1 − λ) Σ + λ I and Σ that of the whole pool.
 */
export const shrunkMeans: Classifier = ({ topics, pool, test }) => {
  const d = pool[0]!.vector.length
  const middle = meanOf(pool)
  const covariance = Array.from({ length: d }, () => new Float64Array(d))
  for (const { vector } of pool) {
    const away = vector.map((x, c) => x - middle[c]!)
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) covariance[i]![j]! += (away[i]! * away[j]!) / pool.length
    }
  }
  const trace = covariance.reduce((sum, row, i) => sum + row[i]!, 0) / d
  const shrunk = covariance.map((row, i) =>
    row.map((x, j) => 0.25 * x + (i === j ? 0.75 * trace : 0)),
  )
  const rules = topics.map((some) => {
    const mean = meanOf(some)
    const weights = solve(
      shrunk,
      Float64Array.from(mean, (x, c) => x - middle[c]!),
    )
    const centre = weights.reduce((sum, x, c) => sum + x * (mean[c]! + middle[c]!), 0) / 2
    return { weights, centre }
  })
  return scoresOf(test, topics.length, (paper, t) => {
    const { weights, centre } = rules[t]!
    let sum = -centre
    for (let c = 0; c < d; c++) sum += weights[c]! * paper.vector[c]!
    return sum
  })
}

/**
 * TEEN (2312.05229), as far as it goes without base classes: the mean of a topic is blended with the
 * middles of clusters of the pool that are like it, α μ + (1 − α) Σ softmax(τ cos) b.
 */
export const towardsBase: Classifier = ({ topics, pool, test }) => {
  const base = clusters(pool, 40)
  const middles = topics.map((some) => {
    const mean = meanOf(some)
    const near = base.map((one) => Math.exp(16 * cosine(one, mean)))
    const all = near.reduce((sum, x) => sum + x, 0)
    return mean.map((x, c) => {
      const drawn = base.reduce((sum, one, b) => sum + (near[b]! / all) * one[c]!, 0)
      return 0.5 * x + 0.5 * drawn
    })
  })
  return scoresOf(test, topics.length, (paper, t) => cosine(middles[t]!, paper.vector))
}

/**
 * Discrete key-value bottleneck (2207.11240): keys are middles of the pool and stay; each example
 * writes its topic into the values of the nearest keys, and papers read from theirs.
 */
export const keyValue: Classifier = ({ topics, pool, test }) => {
  const keys = clusters(pool, 300)
  const values = keys.map(() => new Float64Array(topics.length))
  topics.forEach((some, t) => {
    for (const { vector } of some) for (const key of nearest(keys, vector, 10)) values[key]![t]!++
  })
  return scoresOf(test, topics.length, (paper, t) =>
    nearestOnce(keys, paper).reduce((sum, key) => sum + values[key]![t]!, 0),
  )
}

const remembered = new WeakMap<Traits, number[]>()

function nearestOnce(keys: readonly Float32Array[], paper: Traits): number[] {
  const known = remembered.get(paper) ?? nearest(keys, paper.vector, 10)
  remembered.set(paper, known)
  return known
}

const nearest = (keys: readonly Float32Array[], vector: Float32Array, count: number) =>
  keys
    .map((key, i) => ({ i, near: dot(key, vector) }))
    .toSorted((x, y) => y.near - x.near)
    .slice(0, count)
    .map(({ i }) => i)

const kept = new WeakMap<readonly Traits[], Map<number, Float32Array[]>>()

/** The middles of a pool by k-means, from papers drawn with a fixed seed. */
function clusters(pool: readonly Traits[], k: number): Float32Array[] {
  const known = kept.get(pool) ?? new Map<number, Float32Array[]>()
  kept.set(pool, known)
  const before = known.get(k)
  if (before) return before
  const random = seeded(5)
  let middles = Array.from({ length: k }, () => pool[Math.floor(random() * pool.length)]!.vector)
  for (let round = 0; round < 8; round++) {
    const groups: Traits[][] = middles.map(() => [])
    for (const one of pool) groups[nearest(middles, one.vector, 1)[0]!]!.push(one)
    middles = groups.map((group, i) => {
      if (group.length === 0) return middles[i]!
      const mean = meanOf(group)
      const length = Math.sqrt(dot(mean, mean)) || 1
      return mean.map((x) => x / length)
    })
  }
  known.set(k, middles)
  return middles
}

const cosine = (x: Float32Array, y: Float32Array) =>
  dot(x, y) / (Math.sqrt(dot(x, x) * dot(y, y)) || 1)

const scoresOf = (
  test: readonly Traits[],
  topics: number,
  score: (paper: Traits, topic: number) => number,
) =>
  Float32Array.from({ length: test.length * topics }, (_, i) =>
    score(test[Math.floor(i / topics)]!, i % topics),
  )

/** Solves a x = b by elimination, a symmetric and positive. */
function solve(a: readonly Float64Array[], b: Float64Array): Float64Array {
  const n = b.length
  const rows = a.map((row, i) => Float64Array.from([...row, b[i]!]))
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const factor = rows[j]![i]! / rows[i]![i]!
      if (factor === 0) continue
      for (let c = i; c <= n; c++) rows[j]![c]! -= factor * rows[i]![c]!
    }
  }
  const x = new Float64Array(n)
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i]![n]!
    for (let c = i + 1; c < n; c++) sum -= rows[i]![c]! * x[c]!
    x[i] = sum / rows[i]![i]!
  }
  return x
}
