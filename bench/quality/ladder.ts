import { readPaperId } from '#paper'
import type { Candidate } from '../../src/search/candidates.ts'
import type { Embedder } from '../../src/search/embedder.ts'
import type { Lexicon } from '../../src/search/lexicon.ts'
import { chosen, rank, type Weights } from '../../src/search/rank.ts'
import { termNumber, termText } from '../../src/search/term-text.ts'
import { termsOf } from '../../src/search/words.ts'
import { bm25, cosines, highest, type Memory } from './memory.ts'

/** Finds the documents that answer a query, the best first. */
export type Method = (query: string) => readonly string[] | Promise<readonly string[]>

/** How many each order names, and how many of all of them are ranked: as the search itself does. */
const looked = 150

const none: Weights = {
  meaning: 0,
  coverage: 0,
  pairs: 0,
  title: 0,
  names: 0,
  leaders: 0,
  neighbours: 0,
  vocabulary: 0,
  brief: 0,
}

/** What is added to the words, one after the other. */
const rungs: [string, keyof Weights][] = [
  ['words + meaning', 'meaning'],
  ['… + coverage', 'coverage'],
  ['… + title', 'title'],
  ['… + pairs', 'pairs'],
  ['… + leaders', 'leaders'],
  ['… + neighbours', 'neighbours'],
  ['… + vocabulary', 'vocabulary'],
  ['… + brevity = hybrid', 'brief'],
]

/** The steps from plain BM25 to what ships, each with what was added to the one before. */
export function ladder(memory: Memory, embedder: Embedder): [string, Method][] {
  const lexicon = lexiconOf(memory)
  const named = (scores: Float32Array) => highest(scores, 1000).map((d) => memory.ids[d] ?? '')
  const counts = (query: string) => {
    const numbers = termsOf(query).flatMap((term) => memory.numberOf(term) ?? [])
    return new Map([...Map.groupBy(numbers, (n) => n)].map(([n, all]) => [n, all.length]))
  }
  const words = once((query) => bm25(memory, counts(query)))
  const meant = once((query) => cosines(memory, embedder.embed(query)).map((x) => x + 1))
  const found = once((query) => {
    const numbers = highest(byRanks(memory, words(query), meant(query)), looked)
    const papers = numbers.map((d) => candidate(memory, d, embedder.dimension))
    const ids = new Map(papers.map(({ id }, i) => [id, memory.ids[numbers[i]!] ?? '']))
    return { papers, ids }
  })
  const ranked =
    (weights: Weights): Method =>
    (query) => {
      const { papers, ids } = found(query)
      const wanted = { terms: termsOf(query), spelled: new Map(), vector: embedder.embed(query) }
      return rank(papers, wanted, lexicon, weights).map(({ id }) => ids.get(id) ?? '')
    }
  return [
    ['BM25, k1 0.9, b 0.4', (query) => named(bm25(memory, counts(query), { k: 0.9, b: 0.4 }))],
    ['BM25 (ours: k1 1.2, b 0.75)', (query) => named(words(query))],
    ['meaning alone', (query) => named(meant(query))],
    [
      'words and meaning by ranks (RRF)',
      (query) => named(byRanks(memory, words(query), meant(query))),
    ],
    ...rungs.map(([name], i): [string, Method] => {
      const parts = rungs.slice(0, i + 1).map(([, part]) => [part, chosen[part]])
      return [name, ranked({ ...none, ...Object.fromEntries(parts) })]
    }),
  ]
}

/** Reciprocal rank fusion with its usual constant (Cormack, Clarke and Büttcher, SIGIR 2009). */
function byRanks(memory: Memory, ...lists: Float32Array[]): Float32Array {
  const sum = new Float32Array(memory.count)
  for (const list of lists) highest(list, looked).forEach((d, i) => (sum[d]! += 1 / (60 + i)))
  return sum
}

/** A function of a query that remembers what it last said: all methods are asked a query in turn. */
function once<T>(of: (query: string) => T): (query: string) => T {
  let last: { query: string; value: T } | undefined
  return (query) => {
    if (last?.query !== query) last = { query, value: of(query) }
    return last.value
  }
}

export function lexiconOf(memory: Memory): Lexicon {
  const papers = new Map(
    memory.terms.map((term, n) => [termNumber(term), memory.postings[n]!.documents.length]),
  )
  return {
    papers: memory.count,
    length: memory.meanLength,
    papersWith: (term) => papers.get(typeof term === 'string' ? termNumber(term) : term) ?? 0,
  }
}

export function candidate(memory: Memory, d: number, dimension: number): Candidate {
  const terms = Array.from(
    memory.tokens.subarray(memory.starts[d], memory.starts[d + 1]),
    (n) => memory.terms[n] ?? '',
  )
  return {
    id: readPaperId(`acl:d${d}`),
    doi: '',
    words: termText(terms.join(' ')),
    title: termText(terms.slice(0, memory.middles[d]! - memory.starts[d]!).join(' ')),
    names: termText(''),
    comments: termText(''),
    journal: termText(''),
    categories: [],
    day: 0,
    hasCode: false,
    hasAbstract: true,
    vector: memory.vectors.subarray(d * dimension, (d + 1) * dimension),
  }
}
