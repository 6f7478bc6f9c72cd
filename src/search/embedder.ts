import { rowsOf } from './embedder/sum.ts'
import { readWeights, type Weights } from './embedder/weights.ts'
import { subwords } from './embedder/subwords.ts'
import { termsOf } from './words.ts'

/** Turns text into vectors of length one; texts of like meaning lie near each other. */
export type Embedder = {
  readonly dimension: number
  /** Tells one embedder from another: vectors of two do not compare. */
  readonly name: string
  /** The vector of a text, (dimension). Of a text without words it is zero. */
  embed(text: string): Float32Array
  /** As `embed`, for a text whose terms (`termsOf`) are known already. */
  embedTerms(terms: readonly string[]): Float32Array
  /** The share of a text's weight, 0 to 1, that lies on terms which the embedder has learned. */
  known(text: string): number
  /** Of one whose vectors are made elsewhere: fetches those of texts, for `embed` to have them. */
  readonly elsewhere?: {
    /** For a query: quickly or not at all. False where it could not be had. */
    soon(text: string): Promise<boolean>
    /** For the index: with patience. Throws where they cannot be had. */
    all(texts: readonly string[], signal: AbortSignal): Promise<void>
  }
}

/** The embedder that ships with us: no download, no network, some tens of thousands of texts a second. */
export function openEmbedder(
  file: URL | string = new URL('./embedder/weights.bin', import.meta.url),
): Embedder {
  return embedderOf(readWeights(file))
}

/**
 * The vector of a paper, (dimension): its text, and its title half as much again, for a title says
 * best what a paper is about. `terms` are those of the whole text, the first `title` of them those
 * of the title.
 */
export function paperVector(
  embedder: Embedder,
  terms: readonly string[],
  title: number,
): Float32Array {
  const vector = embedder.embedTerms(terms)
  if (title === 0 || title === terms.length) return vector
  const head = embedder.embedTerms(terms.slice(0, title))
  for (let c = 0; c < vector.length; c++) vector[c]! += titleShare * head[c]!
  return unit(vector)
}

const titleShare = 0.5

/** An embedder of these weights: a text is the sum of its terms' vectors, made one long. */
export function embedderOf(weights: Weights): Embedder {
  const { dimension, scales } = weights
  const rowOf = new Map(weights.terms.map((term, row) => [term, row]))
  const rows = rowsOf(weights.rows, dimension, mostRows)
  /** How often each learned term occurs in the text in hand. */
  const counts = new Uint32Array(weights.terms.length)
  const strangers = new Map<string, Float32Array>()

  /**
   * The vector of a term that was not learned: the mean of its subwords, and a direction of its own,
   * so that a word the model never met still finds itself. (Without that, an unknown word counted a
   * quarter of a rare known one; with it, meaning alone gains 10 % on collections of other fields.)
   */
  function stranger(term: string): Float32Array {
    const known = strangers.get(term)
    if (known) return known
    const parts = subwords(term, weights.buckets).slice(0, mostRows)
    parts.forEach((bucket, i) => {
      const row = weights.terms.length + bucket
      rows.ids[i] = row
      rows.factors[i] = scales[row]! / parts.length
    })
    const vector = rows.sum(parts.length)
    addTo(vector, direction(term, dimension), strangeness)
    if (strangers.size > 20_000) strangers.clear()
    strangers.set(term, vector)
    return vector
  }

  function embedTerms(terms: readonly string[]): Float32Array {
    const met: number[] = []
    const others = new Map<string, number>()
    for (const term of terms) {
      const row = rowOf.get(term)
      if (row === undefined) others.set(term, (others.get(term) ?? 0) + 1)
      else if (counts[row]!++ === 0) met.push(row)
    }
    const vector = sumOf(met)
    for (const [term, count] of others) addTo(vector, stranger(term), damped(count))
    return unit(vector)
  }

  /** The sum of the vectors of learned terms, each as often as it was counted; counts end at zero. */
  function sumOf(met: readonly number[]): Float32Array {
    let vector: Float32Array | undefined
    for (let from = 0; from < met.length || !vector; from += mostRows) {
      const to = Math.min(met.length, from + mostRows)
      for (let i = from; i < to; i++) {
        const row = met[i]!
        rows.ids[i - from] = row
        rows.factors[i - from] = scales[row]! * damped(counts[row]!)
        counts[row] = 0
      }
      const part = rows.sum(to - from)
      if (vector) addTo(vector, part, 1)
      else vector = part
    }
    return vector
  }

  return {
    dimension,
    name: `own-${dimension}-${weights.terms.length}-${fingerprint(weights.rows)}`,
    embed: (text) => embedTerms(termsOf(text)),
    embedTerms,
    known(text) {
      let all = 0
      let learned = 0
      for (const term of new Set(termsOf(text))) {
        const row = rowOf.get(term)
        const size =
          row === undefined ? length(stranger(term)) : length(rows.row(row)) * scales[row]!
        all += size
        if (row !== undefined) learned += size
      }
      return all === 0 ? 0 : learned / all
    },
  }
}

/** So many vectors are added up in one go; few abstracts have more different terms. */
const mostRows = 512

function addTo(sum: Float32Array, vector: Float32Array, factor: number): void {
  for (let c = 0; c < sum.length; c++) sum[c]! += factor * vector[c]!
}

/** The length of a rare term's vector, which is what an unknown one is taken to be. */
const strangeness = 2

/** A direction that a term has to itself, as good as at right angles to all others. */
function direction(term: string, dimension: number): Float32Array {
  let state = 7
  for (let i = 0; i < term.length; i++) state = Math.imul(state ^ term.charCodeAt(i), 0x01000193)
  const vector = new Float32Array(dimension)
  for (let c = 0; c < dimension; c++) {
    let sum = 0
    for (let throws = 0; throws < 4; throws++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      sum += state / 4294967296 - 0.5
    }
    vector[c] = sum
  }
  return unit(vector)
}

/** What a term counts that occurs so often in a text: the second time adds less than the first. */
export const damped = (count: number): number => 1 + Math.log(count)

function fingerprint(rows: Int8Array): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < rows.length; i += 97) hash = Math.imul(hash ^ (rows[i]! & 255), 0x01000193)
  return (hash >>> 0).toString(16)
}

function length(vector: Float32Array | Int8Array): number {
  let sum = 0
  for (const x of vector) sum += x * x
  return Math.sqrt(sum)
}

function unit(vector: Float32Array): Float32Array {
  let sum = 0
  for (let c = 0; c < vector.length; c++) sum += vector[c]! * vector[c]!
  if (sum === 0) return vector
  const factor = 1 / Math.sqrt(sum)
  for (let c = 0; c < vector.length; c++) vector[c]! *= factor
  return vector
}
