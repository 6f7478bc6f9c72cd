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

const none: Weights = {
  meaning: 0,
  coverage: 0,
  pairs: 0,
  title: 0,
  names: 0,
  leaders: 0,
  neighbours: 0,
  vocabulary: 0,
}

/** The steps from plain BM25 to what ships, each with what was added to the one before. */
export function ladder(memory: Memory, embedder: Embedder): [string, Method][] {
  const named = (scores: Float32Array) => highest(scores, 1000).map((d) => memory.ids[d] ?? '')
  const counts = (query: string) => {
    const numbers = termsOf(query).flatMap((term) => memory.numberOf(term) ?? [])
    return new Map([...Map.groupBy(numbers, (n) => n)].map(([n, all]) => [n, all.length]))
  }
  const meant = (query: string) => cosines(memory, embedder.embed(query)).map((x) => x + 1)
  const ranked = (weights: Weights): Method => ranker(memory, embedder, counts, meant, weights)
  const { meaning, coverage, title, pairs, leaders, neighbours, vocabulary } = chosen
  return [
    ['BM25, k1 0.9, b 0.4', (query) => named(bm25(memory, counts(query), { k: 0.9, b: 0.4 }))],
    ['BM25 (ours: k1 1.2, b 0.75)', (query) => named(bm25(memory, counts(query)))],
    ['meaning alone', (query) => named(meant(query))],
    [
      'words and meaning by ranks (RRF)',
      (query) => named(byRanks(memory, bm25(memory, counts(query)), meant(query))),
    ],
    ['words + meaning', ranked({ ...none, meaning })],
    ['… + coverage', ranked({ ...none, meaning, coverage })],
    ['… + title', ranked({ ...none, meaning, coverage, title })],
    ['… + pairs', ranked({ ...none, meaning, coverage, title, pairs })],
    ['… + leaders', ranked({ ...none, meaning, coverage, title, pairs, leaders })],
    ['… + neighbours', ranked({ ...none, meaning, coverage, title, pairs, leaders, neighbours })],
    [
      '… + vocabulary = hybrid',
      ranked({ ...none, meaning, coverage, title, pairs, leaders, neighbours, vocabulary }),
    ],
  ]
}

/** Reciprocal rank fusion with its usual constant (Cormack, Clarke and Büttcher, SIGIR 2009). */
function byRanks(memory: Memory, ...lists: Float32Array[]): Float32Array {
  const sum = new Float32Array(memory.count)
  for (const list of lists) highest(list, 200).forEach((d, i) => (sum[d]! += 1 / (60 + i)))
  return sum
}

function ranker(
  memory: Memory,
  embedder: Embedder,
  counts: (query: string) => Map<number, number>,
  meant: (query: string) => Float32Array,
  weights: Weights,
): Method {
  const lexicon = lexiconOf(memory)
  return (query) => {
    const found = new Set([
      ...highest(bm25(memory, counts(query)), 200),
      ...highest(meant(query), 200),
    ])
    const numbers = [...found]
    const wanted = { terms: termsOf(query), spelled: new Map(), vector: embedder.embed(query) }
    const papers = numbers.map((d) => candidate(memory, d, embedder.dimension))
    const byId = new Map(papers.map(({ id }, i) => [id, memory.ids[numbers[i]!] ?? '']))
    return rank(papers, wanted, lexicon, weights).map(({ id }) => byId.get(id) ?? '')
  }
}

function lexiconOf(memory: Memory): Lexicon {
  const papers = new Map(
    memory.terms.map((term, n) => [termNumber(term), memory.postings[n]!.documents.length]),
  )
  return {
    papers: memory.count,
    length: memory.meanLength,
    papersWith: (term) => papers.get(typeof term === 'string' ? termNumber(term) : term) ?? 0,
  }
}

function candidate(memory: Memory, d: number, dimension: number): Candidate {
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
