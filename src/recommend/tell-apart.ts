import { latentOf } from './latent.ts'
import { dot, type Traits } from './traits.ts'

/** How the examples of topics are made to tell papers apart. */
export type Telling = {
  /** How much latent meaning counts beside that of the embedder, which counts 1. */
  readonly latent?: number
  /** How often the middles move towards the papers that lie near them. */
  readonly steps?: number
  /** How surely a paper belongs to the nearest middle, and how much it then moves it. */
  readonly sureness?: number
  readonly pull?: number
  readonly random?: () => number
}

/**
 * Tells the papers of a pool apart by topics that are given by a few examples each: how near each
 * paper is to each topic, (papers, topics), the nearest the highest. Meaning is that of the embedder
 * beside the latent one of the pool (which knows the words of this field that the embedder does
 * not); a topic begins at the mean of its examples (nearest mean, 2210.04428), and then takes in the
 * papers of the pool that lie near, each by how surely it belongs there, as in k-means with soft
 * membership. `pool` must hold the examples' texts as well as those to be told apart.
 */
export function tellApart(
  topics: readonly (readonly Traits[])[],
  pool: readonly Traits[],
  { latent = 1, steps = 8, sureness = 12, pull = 0.3, random = Math.random }: Telling = {},
): Float32Array {
  const examples = topics.flat()
  const place = new Map(pool.map(({ id }, i) => [id, i]))
  const missing = examples.filter(({ id }) => !place.has(id))
  const all = missing.length === 0 ? pool : [...pool, ...missing]
  for (const [i, { id }] of missing.entries()) place.set(id, pool.length + i)
  const features = featuresFor(all, latent, random)
  const { width, rows } = features
  const rowOf = (i: number) => rows.subarray(i * width, (i + 1) * width)
  const given = topics.map((some) => {
    const sum = new Float32Array(width)
    for (const { id } of some) rowOf(place.get(id) ?? 0).forEach((x, c) => (sum[c]! += x))
    return sum
  })
  let middles = given.map(ofLengthOne)
  for (let step = 0; step < steps; step++) {
    const sums = given.map((sum) => sum.slice())
    for (let p = 0; p < pool.length; p++) {
      const own = rowOf(p)
      const near = middles.map((middle) => sureness * dot(middle, own))
      const most = Math.max(...near)
      const parts = near.map((x) => Math.exp(x - most))
      const total = parts.reduce((sum, x) => sum + x, 0)
      parts.forEach((part, t) => {
        const share = (pull * part) / total
        if (share < 1e-3 * pull) return
        const sum = sums[t]!
        for (let c = 0; c < width; c++) sum[c]! += share * own[c]!
      })
    }
    middles = sums.map(ofLengthOne)
  }
  const scores = new Float32Array(pool.length * topics.length)
  for (let p = 0; p < pool.length; p++) {
    middles.forEach((middle, t) => (scores[p * topics.length + t] = dot(middle, rowOf(p))))
  }
  return scores
}

const remembered = new WeakMap<readonly Traits[], Map<number, Features>>()

type Features = { readonly width: number; readonly rows: Float32Array }

/** What was reckoned for a pool is remembered as long as the pool is. */
function featuresFor(pool: readonly Traits[], latent: number, random: () => number): Features {
  const known = remembered.get(pool) ?? new Map<number, Features>()
  remembered.set(pool, known)
  const features = known.get(latent) ?? featuresOf(pool, latent, random)
  known.set(latent, features)
  return features
}

/** The meaning of texts: the embedder's, less its mean, beside the latent one; rows of length one. */
function featuresOf(all: readonly Traits[], latent: number, random: () => number): Features {
  const own = all[0]?.vector.length ?? 0
  const mean = new Float32Array(own)
  for (const { vector } of all) vector.forEach((x, c) => (mean[c]! += x / all.length))
  const hidden =
    latent > 0
      ? latentOf(
          all.map(({ words }) => words),
          { random },
        )
      : { dimension: 0, rows: mean }
  const width = own + hidden.dimension
  const rows = new Float32Array(all.length * width)
  all.forEach(({ vector }, i) => {
    const row = rows.subarray(i * width, (i + 1) * width)
    row.set(ofLengthOne(vector.map((x, c) => x - mean[c]!)))
    for (let c = 0; c < hidden.dimension; c++) {
      row[own + c] = latent * hidden.rows[i * hidden.dimension + c]!
    }
    row.set(ofLengthOne(row))
  })
  return { width, rows }
}

function ofLengthOne(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  return length === 0 ? vector : vector.map((x) => x / length)
}
