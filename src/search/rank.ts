import type { PaperId } from '#paper'
import type { Candidate } from './candidates.ts'
import { agreement } from './agreement.ts'
import { type Lexicon, rarity } from './lexicon.ts'

/**
 * Why a paper stands where it stands: what each kind of evidence adds to its score.
 *
 * - `words`: BM25 over title and abstract, relative to the best paper (Robertson and Zaragoza, “The
 *   Probabilistic Relevance Framework”, 2009, equation 3.15)
 * - `meaning`: the cosine of its vector with the query's
 * - `coverage`, `title`: the share of the query's words, rare ones weighing more, that it has
 *   anywhere and in its title
 * - `company`: how near it is to the papers that answered best
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
}

/** What each kind of evidence weighs against the words, which weigh 1. */
export type Weights = {
  readonly meaning: number
  readonly coverage: number
  readonly title: number
  readonly names: number
  readonly leaders: number
  readonly neighbours: number
}

/** What each kind of evidence weighs. How they were found: docs/search.md. */
export const chosen: Weights = {
  meaning: 0.4,
  coverage: 0.3,
  title: 0.3,
  names: 0.5,
  leaders: 0.5,
  neighbours: 0.5,
}

/** BM25's two constants, as its authors recommend them. */
const k = 1.2
const b = 0.75

/** Candidates by how well they answer, the best first. */
export function rank(
  candidates: readonly Candidate[],
  wanted: Wanted,
  lexicon: Lexicon,
  weights: Weights = chosen,
): Ranked[] {
  const query = weighed(wanted.terms, lexicon)
  const scores = candidates.map((candidate) => bm25(candidate, query, lexicon))
  const best = Math.max(1e-9, ...scores)
  const total = [...query.values()].reduce((sum, { rare }) => sum + rare, 1e-9)

  const first = candidates.map((candidate, i) => {
    const meaning = dot(candidate.vector, wanted.vector)
    const has = new Set(candidate.terms)
    const named = new Set(candidate.names)
    const inTitle = new Set(candidate.titleTerms)
    const share = (met: (term: string) => boolean) =>
      [...query].reduce((sum, [term, { rare }]) => sum + (met(term) ? rare : 0), 0) / total
    const isNamed = (term: string) => named.has(term) || named.has(wanted.spelled.get(term) ?? '')
    const reasons = {
      words: scores[i]! / best,
      meaning: weights.meaning * meaning,
      coverage: weights.coverage * share((term) => has.has(term)),
      title: weights.title * share((term) => inTitle.has(term)),
      names: weights.names * share(isNamed),
    }
    return {
      candidate,
      meaning,
      reasons,
      lacks: [...query.keys()].filter((term) => !has.has(term) && !isNamed(term)),
      covered: query.size === 0 ? 1 : share((term) => has.has(term) || isNamed(term)),
      score: Object.values(reasons).reduce((sum, part) => sum + part, 0),
    }
  })

  const { leaders, neighbours } = agreement(
    first.map(({ candidate, score }) => ({ ...candidate, score })),
    lexicon,
  )
  return first
    .map(({ candidate, reasons, score, ...rest }, i): Ranked => {
      const company = weights.leaders * leaders[i]! + weights.neighbours * neighbours[i]!
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

/** How often a query has each term, and how rare the term is. */
function weighed(terms: readonly string[], lexicon: Lexicon) {
  const query = new Map<string, { count: number; rare: number }>()
  for (const term of terms) {
    const known = query.get(term)
    query.set(term, { count: (known?.count ?? 0) + 1, rare: rarity(lexicon, term) })
  }
  return query
}

function bm25(
  { terms }: Candidate,
  query: ReadonlyMap<string, { count: number; rare: number }>,
  lexicon: Lexicon,
): number {
  const counts = new Map<string, number>()
  for (const term of terms) if (query.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1)
  const norm = k * (1 - b + (b * terms.length) / (lexicon.length || terms.length))
  let score = 0
  for (const [term, count] of counts) {
    const wanted = query.get(term)!
    score += (wanted.count * wanted.rare * count * (k + 1)) / (count + norm)
  }
  return score
}

function dot(x: Float32Array, y: Float32Array): number {
  let sum = 0
  for (let c = 0; c < x.length; c++) sum += x[c]! * y[c]!
  return sum
}
