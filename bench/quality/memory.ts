import { type Embedder, paperVector } from '../../src/search/embedder.ts'
import { termsOf } from '../../src/search/words.ts'
import type { Collection } from './collections.ts'

/** A collection in memory, searched exactly: what a ranking is tried on before it goes into the index. */
export type Memory = {
  readonly count: number
  readonly ids: readonly string[]
  /** The number of a term, if any document has it. */
  readonly numberOf: (term: string) => number | undefined
  readonly terms: readonly string[]
  /** Document d has the terms `tokens[starts[d]…starts[d + 1]]`, those of its title up to `middles[d]`. */
  readonly tokens: Int32Array
  readonly starts: Int32Array
  readonly middles: Int32Array
  /** By term, the documents that have it and how often. */
  readonly postings: readonly { readonly documents: number[]; readonly counts: number[] }[]
  /** (count, dimension) */
  readonly vectors: Float32Array
  readonly meanLength: number
}

export function memoryOf(collection: Collection, embedder: Embedder): Memory {
  const numbers = new Map<string, number>()
  const terms: string[] = []
  const postings: { documents: number[]; counts: number[] }[] = []
  const tokens: number[] = []
  const starts: number[] = []
  const middles: number[] = []
  const { dimension } = embedder
  const vectors = new Float32Array(collection.documents.length * dimension)
  collection.documents.forEach(({ title, abstract }, d) => {
    starts.push(tokens.length)
    const add = (text: string) => {
      for (const term of termsOf(text)) {
        let number = numbers.get(term)
        if (number === undefined) {
          numbers.set(term, (number = terms.length))
          terms.push(term)
          postings.push({ documents: [], counts: [] })
        }
        tokens.push(number)
        const { documents, counts } = postings[number]!
        if (documents.at(-1) === d) counts[counts.length - 1]!++
        else {
          documents.push(d)
          counts.push(1)
        }
      }
    }
    add(title)
    middles.push(tokens.length)
    add(abstract)
    const own = tokens.slice(starts.at(-1)).map((n) => terms[n] ?? '')
    vectors.set(paperVector(embedder, own, middles.at(-1)! - starts.at(-1)!), d * dimension)
  })
  starts.push(tokens.length)
  const count = collection.documents.length
  return {
    count,
    ids: collection.documents.map(({ id }) => id),
    numberOf: (term) => numbers.get(term),
    terms,
    tokens: Int32Array.from(tokens),
    starts: Int32Array.from(starts),
    middles: Int32Array.from(middles),
    postings,
    vectors,
    meanLength: tokens.length / count,
  }
}

/** BM25 of every document for a weighed query, by term number. */
export function bm25(
  memory: Memory,
  query: ReadonlyMap<number, number>,
  { k = 1.2, b = 0.75 } = {},
): Float32Array {
  const scores = new Float32Array(memory.count)
  for (const [term, weight] of query) {
    const { documents, counts } = memory.postings[term]!
    const rarity = idf(memory, term)
    for (let i = 0; i < documents.length; i++) {
      const d = documents[i]!
      const tf = counts[i]!
      const length = memory.starts[d + 1]! - memory.starts[d]!
      scores[d]! +=
        (weight * rarity * tf * (k + 1)) / (tf + k * (1 - b + (b * length) / memory.meanLength))
    }
  }
  return scores
}

export const idf = (memory: Memory, term: number): number => {
  const having = memory.postings[term]!.documents.length
  return Math.log(1 + (memory.count - having + 0.5) / (having + 0.5))
}

/** The cosine of every document's vector with the query's. */
export function cosines(memory: Memory, vector: Float32Array): Float32Array {
  const scores = new Float32Array(memory.count)
  const d = vector.length
  for (let i = 0; i < memory.count; i++) {
    let sum = 0
    for (let c = 0; c < d; c++) sum += vector[c]! * memory.vectors[i * d + c]!
    scores[i] = sum
  }
  return scores
}

/** The numbers of the highest scores, the highest first. */
export function highest(scores: Float32Array, count: number): number[] {
  const floor = count >= scores.length ? -Infinity : nth(scores, count)
  const found: number[] = []
  for (let i = 0; i < scores.length; i++) if (scores[i]! >= floor && scores[i]! > 0) found.push(i)
  return found.toSorted((a, b) => scores[b]! - scores[a]! || a - b).slice(0, count)
}

const nth = (scores: Float32Array, n: number) => scores.toSorted()[scores.length - n]!
