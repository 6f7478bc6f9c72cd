import type { PaperId } from '#paper'
import { type Lexicon, rarity } from './lexicon.ts'
import { listOf, type TermText } from './term-text.ts'

type Scored = {
  readonly id: PaperId
  readonly words: TermText
  readonly vector: Float32Array
  readonly score: number
}

/** How many papers may speak for each other, to how many each listens, and how many lead. */
const circle = { members: 100, neighbours: 5, leaders: 5 }

/**
 * How well each paper keeps company with those that answer best, from two sides, each about 0 to 1:
 *
 * - `leaders`: the cosine of its vector with the mean of the first few (Rocchio's feedback, without
 *   the query)
 * - `neighbours`: the scores of the papers whose words are most like its own, weighed by likeness
 *   (Diaz, “Regularizing ad hoc retrieval scores”, 2005): like papers should be judged alike. 0 for
 *   a paper that is not among the first hundred.
 */
export function agreement(
  papers: readonly Scored[],
  lexicon: Lexicon,
): { leaders: Float32Array; neighbours: Float32Array } {
  const order = papers.map((_, i) => i).toSorted((x, y) => papers[y]!.score - papers[x]!.score)
  return {
    leaders: likeLeaders(papers, order.slice(0, circle.leaders)),
    neighbours: likeNeighbours(papers, order.slice(0, circle.members), lexicon),
  }
}

function likeLeaders(papers: readonly Scored[], leaders: readonly number[]): Float32Array {
  const mean = new Float32Array(papers[0]?.vector.length ?? 0)
  for (const leader of leaders) {
    const { vector, score } = papers[leader]!
    for (let c = 0; c < mean.length; c++) mean[c]! += Math.max(0, score) * vector[c]!
  }
  const length = Math.sqrt(mean.reduce((sum, x) => sum + x * x, 0)) || 1
  return Float32Array.from(papers, ({ vector }) => {
    let sum = 0
    for (let c = 0; c < mean.length; c++) sum += vector[c]! * mean[c]!
    return sum / length
  })
}

function likeNeighbours(
  papers: readonly Scored[],
  members: readonly number[],
  lexicon: Lexicon,
): Float32Array {
  const found = new Float32Array(papers.length)
  const n = members.length
  const last = papers[members.at(-1) ?? 0]?.score ?? 0
  const range = (papers[members[0] ?? 0]?.score ?? 0) - last || 1
  const scores = members.map((member) => (papers[member]!.score - last) / range)
  const alike = likeness(
    members.map((member) => listOf(papers[member]!.words)),
    lexicon,
  )
  members.forEach((member, i) => {
    const row = [...alike.subarray(i * n, (i + 1) * n).entries()].filter(([j]) => j !== i)
    let sum = 0
    let total = 0
    for (const [j, like] of row.toSorted((x, y) => y[1] - x[1]).slice(0, circle.neighbours)) {
      sum += like * scores[j]!
      total += like
    }
    found[member] = total > 0 ? sum / total : 0
  })
  return found
}

/** The cosine of each text's weighed terms with each other's, (n, n). */
function likeness(texts: readonly (readonly string[])[], lexicon: Lexicon): Float32Array {
  const n = texts.length
  const holders = new Map<string, { text: number; weight: number }[]>()
  const rare = new Map<string, number>()
  const rarityOf = (term: string) => {
    const known = rare.get(term)
    if (known !== undefined) return known
    const found = rarity(lexicon, term)
    rare.set(term, found)
    return found
  }
  texts.forEach((terms, text) => {
    const counts = new Map<string, number>()
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
    const weighed = [...counts].map(
      ([term, count]) => [term, (count === 1 ? 1 : 1 + Math.log(count)) * rarityOf(term)] as const,
    )
    const length = Math.sqrt(weighed.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1
    for (const [term, weight] of weighed) {
      const of = holders.get(term)
      if (of) of.push({ text, weight: weight / length })
      else holders.set(term, [{ text, weight: weight / length }])
    }
  })
  const alike = new Float32Array(n * n)
  for (const of of holders.values()) {
    for (let i = 0; i < of.length; i++) {
      const { text, weight } = of[i]!
      for (let j = i + 1; j < of.length; j++) {
        const other = of[j]!
        const product = weight * other.weight
        alike[text * n + other.text]! += product
        alike[other.text * n + text]! += product
      }
    }
  }
  return alike
}
