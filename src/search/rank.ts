import type { PaperId } from '#paper'
import type { Candidate } from './candidates.ts'
import { agreement } from './agreement.ts'
import { saturated } from './bm25.ts'
import { type Lexicon, rarity } from './lexicon.ts'
import { countIn, lengthOf, standIn, termNumber, type TermText } from './term-text.ts'
import { noVariants, type Variants } from './variants.ts'

/**
 * Why a paper stands where it stands: what each kind of evidence adds to its score.
 *
 * - `words`: BM25 over title and abstract, relative to the best paper
 * - `meaning`: the cosine of its vector with the query's
 * - `coverage`, `title`: the share of the query's words, rare ones weighing more, that it has
 *   anywhere and in its title; anywhere, words that stand side by side count once more together
 * - `company`: how near it is to the papers that answered best, in words and in meaning
 */
export type Reasons = {
  readonly words: number
  readonly meaning: number
  readonly coverage: number
  readonly title: number
  readonly names: number
  readonly company: number
}

export type Ranked = {
  readonly id: PaperId
  readonly day: number
  readonly score: number
  readonly reasons: Reasons
  /** The words of the query that it lacks. */
  readonly lacks: readonly string[]
  /** The share of the query's words that it has, rare ones weighing more. */
  readonly covered: number
  /** The cosine of its vector with the query's. */
  readonly meaning: number
}

/** What a candidate is ranked for. */
export type Wanted = {
  /** The terms of the query in their order; one that occurs twice weighs twice. */
  readonly terms: readonly string[]
  /** The same words as they may stand in a name, by term. */
  readonly spelled: ReadonlyMap<string, string>
  /** Of length one, or zero where there is no meaning to go by. */
  readonly vector: Float32Array
  /** In which other forms the words may stand. */
  readonly variants?: Variants
}

/** What each kind of evidence weighs against the words, which weigh 1. */
export type Weights = {
  readonly meaning: number
  readonly coverage: number
  readonly pairs: number
  readonly title: number
  readonly names: number
  readonly leaders: number
  readonly neighbours: number
  readonly vocabulary: number
  /** What meaning, names and leaders weigh more for a short query: the fewer words, the less they say. */
  readonly brief: number
}

/** What each kind of evidence weighs. How they were found: docs/search-quality.md. */
export const chosen: Weights = {
  meaning: 0.4,
  coverage: 0.3,
  pairs: 0.3,
  title: 0.3,
  names: 0.5,
  leaders: 0.5,
  neighbours: 0.5,
  vocabulary: 0.5,
  brief: 1.1,
}

/** How much of `brief` counts for a query of so many different words: all up to 3, nothing from 6 on. */
const brevity = (words: number): number => Math.min(1, Math.max(0, (6 - words) / 3))

/** Candidates by how well they answer, the best first. */
export function rank(
  candidates: readonly Candidate[],
  wanted: Wanted,
  lexicon: Lexicon,
  weights: Weights = chosen,
): Ranked[] {
  const query = weighed(wanted, lexicon)
  const more = weights.brief * brevity(query.length)
  const pairs = pairsOf(wanted.terms, query)
  const allPairs = pairs.reduce((sum, { rare }) => sum + rare, 1e-9)
  const total = query.reduce((sum, { rare }) => sum + rare, 1e-9)
  const compounds = placesOf(wanted.variants ?? noVariants, query)
  const met = candidates.map((candidate) => meet(candidate, query, compounds))
  const scores = met.map(({ counts, length }) => bm25(counts, length, query, lexicon))
  const best = Math.max(1e-9, ...scores)

  const first = candidates.map((candidate, i) => {
    const meaning = dot(candidate.vector, wanted.vector)
    const { counts, has, inTitle, named } = met[i]!
    const share = (of: (term: number) => boolean) =>
      query.reduce((sum, { rare }, term) => sum + (of(term) ? rare : 0), 0) / total
    const reasons = {
      words: scores[i]! / best,
      meaning: (weights.meaning + more) * meaning,
      coverage:
        weights.coverage * share((term) => has[term]!) +
        (weights.pairs * together(candidate.words, pairs, counts)) / allPairs,
      title: weights.title * share((term) => inTitle[term]!),
      names: (weights.names + more) * share((term) => named[term]!),
    }
    return {
      candidate,
      meaning,
      reasons,
      lacks: query.flatMap(({ term }, n) => (has[n] || named[n] ? [] : [term])),
      covered: query.length === 0 ? 1 : share((term) => has[term]! || named[term]!),
      score: Object.values(reasons).reduce((sum, part) => sum + part, 0),
    }
  })

  const { leaders, neighbours, vocabulary } = agreement(
    first.map(({ candidate, score }) => ({ ...candidate, score })),
    lexicon,
  )
  return first
    .map(({ candidate, reasons, score, ...rest }, i): Ranked => {
      const company =
        (weights.leaders + more) * leaders[i]! +
        weights.neighbours * neighbours[i]! +
        weights.vocabulary * vocabulary[i]!
      return {
        ...rest,
        id: candidate.id,
        day: candidate.day,
        score: score + company,
        reasons: { ...reasons, company },
      }
    })
    .toSorted((x, y) => y.score - x.score || (x.id < y.id ? -1 : 1))
}

/** A term of a query, how often it stands there, and how it may stand in a name. */
type Sought = {
  readonly term: string
  readonly name: string
  /** Other terms of the same word. */
  readonly also: readonly string[]
  readonly count: number
  readonly rare: number
}

function weighed({ terms, spelled, variants = noVariants }: Wanted, lexicon: Lexicon): Sought[] {
  return [...Map.groupBy(terms, (term) => term)].map(([term, all]) => ({
    term,
    name: spelled.get(term) ?? term,
    also: variants.alike.get(term) ?? [],
    count: all.length,
    rare: Math.min(
      rarity(lexicon, term),
      ...(variants.alike.get(term) ?? []).map((other) => rarity(lexicon, other)),
    ),
  }))
}

/** Where a paper has the terms of a query, each by its place in the query. */
function meet(
  { words, title, names }: Candidate,
  query: readonly Sought[],
  compounds: readonly Places[],
) {
  const countOf = (text: TermText) => (sought: Sought) =>
    sought.also.reduce((sum, term) => sum + countIn(text, term), countIn(text, sought.term))
  const counts = query.map(countOf(words))
  return {
    length: lengthOf(words),
    counts,
    has: withCompounds(
      counts.map((count) => count > 0),
      words,
      compounds,
    ),
    inTitle: withCompounds(
      query.map((sought) => countOf(title)(sought) > 0),
      title,
      compounds,
    ),
    named: query.map(({ term, name }) => standIn(names, name) || standIn(names, term)),
  }
}

/** A compound and where in the query it and its parts stand. */
type Places = { readonly term: string; readonly whole: number; readonly parts: readonly number[] }

const placesOf = ({ compounds }: Variants, query: readonly Sought[]): Places[] =>
  compounds.map(({ whole, parts }) => ({
    term: whole,
    whole: query.findIndex(({ term }) => term === whole),
    parts: parts.map((part) => query.findIndex(({ term }) => term === part)),
  }))

/** Whoever has a compound has its parts, and whoever has all its parts has it. */
function withCompounds(has: boolean[], text: TermText, compounds: readonly Places[]): boolean[] {
  for (const { term, whole, parts } of compounds) {
    if (standIn(text, term)) for (const part of parts.filter((n) => n >= 0)) has[part] = true
    else if (whole >= 0 && parts.every((part) => has[part])) has[whole] = true
  }
  return has
}

/** Two words that stand side by side in a query, by their places in it. */
type Pair = {
  readonly first: number
  readonly second: number
  readonly numbers: readonly [number, number]
  readonly rare: number
}

function pairsOf(terms: readonly string[], query: readonly Sought[]): Pair[] {
  const places = new Map(query.map(({ term }, place) => [term, place]))
  const found = new Map<string, Pair>()
  for (let i = 1; i < terms.length; i++) {
    const [first, second] = [places.get(terms[i - 1]!)!, places.get(terms[i]!)!]
    if (first === second) continue
    const rare = Math.min(query[first]!.rare, query[second]!.rare)
    const numbers = [termNumber(terms[i - 1]!), termNumber(terms[i]!)] as const
    found.set(`${first} ${second}`, { first, second, numbers, rare })
  }
  return [...found.values()]
}

/** How rare the pairs are, together, that stand side by side in a text as well. */
function together(text: TermText, pairs: readonly Pair[], counts: readonly number[]): number {
  let sum = 0
  for (const { first, second, rare, numbers } of pairs) {
    if (counts[first] === 0 || counts[second] === 0) continue
    const [one, next] = numbers
    for (let at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + 1)) {
      if (text[at + 1] !== next) continue
      sum += rare
      break
    }
  }
  return sum
}

function bm25(
  counts: readonly number[],
  length: number,
  query: readonly Sought[],
  lexicon: Lexicon,
): number {
  const relative = length / (lexicon.length || length || 1)
  return query.reduce(
    (score, { count, rare }, i) => score + count * rare * saturated(counts[i]!, relative),
    0,
  )
}

function dot(x: Float32Array, y: Float32Array): number {
  let sum = 0
  for (let c = 0; c < x.length; c++) sum += x[c]! * y[c]!
  return sum
}
