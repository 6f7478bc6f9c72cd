import type { PaperId } from '#paper'
import { type Bags, bagsOf, likeness } from './bags.ts'
import { saturated } from './bm25.ts'
import type { Lexicon } from './lexicon.ts'
import type { TermText } from './term-text.ts'

type Scored = {
  readonly id: PaperId
  readonly words: TermText
  readonly vector: Float32Array
  readonly score: number
}

/** How well each paper keeps company with those that answer best, from three sides, about 0 to 1. */
export type Agreement = {
  /** The cosine of its vector with the mean of the leaders (Rocchio's feedback, without the query). */
  readonly leaders: Float32Array
  /**
   * The scores of the papers whose words are most like its own, weighed by likeness (Diaz,
   * “Regularizing ad hoc retrieval scores”, 2005): like papers should be judged alike. The less the
   * fewer members there are: of two papers each would have the place of the other. 0 for a paper
   * that is not a member.
   */
  readonly neighbours: Float32Array
  /**
   * BM25 of the words that the leaders have in common, relative to the best: the relevance model of
   * Lavrenko and Croft, “Relevance-based language models” (2001), with BM25's weights. 0 for a paper
   * that is not a member.
   */
  readonly vocabulary: Float32Array
}

/** How many papers may speak for each other, to how many each listens, and how many lead. */
const circle = { members: 100, neighbours: 5, leaders: 5 }

/** How many words of the leaders count, and which paper is no better than any that was found. */
const feedback = { words: 150, common: 50 }

export function agreement(papers: readonly Scored[], lexicon: Lexicon): Agreement {
  const order = papers.map((_, i) => i).toSorted((x, y) => papers[y]!.score - papers[x]!.score)
  const members = order.slice(0, circle.members)
  const bags = bagsOf(
    members.map((member) => papers[member]!.words),
    lexicon,
  )
  const scores = members.map((member) => papers[member]!.score)
  const lengths = members.map((member) => papers[member]!.words.length / (lexicon.length || 1))
  const spread = (values: Float32Array) => {
    const all = new Float32Array(papers.length)
    members.forEach((member, i) => (all[member] = values[i]!))
    return all
  }
  return {
    leaders: likeLeaders(papers, order.slice(0, circle.leaders)),
    neighbours: spread(likeNeighbours(bags, scores)),
    vocabulary: spread(wordsOfLeaders(bags, scores, lengths)),
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

/** Of members, the best first. */
function likeNeighbours(bags: Bags, scores: readonly number[]): Float32Array {
  const n = scores.length
  const least = scores.at(-1) ?? 0
  const range = (scores[0] ?? 0) - least || 1
  const enough = Math.min(1, (n - 1) / (4 * circle.neighbours))
  const alike = likeness(bags)
  return Float32Array.from(scores, (_, i) => {
    const row = alike.subarray(i * n, (i + 1) * n)
    let sum = 0
    let total = 0
    for (const j of highest(row, circle.neighbours, i)) {
      sum += (row[j]! * (scores[j]! - least)) / range
      total += row[j]!
    }
    return total > 0 ? (enough * sum) / total : 0
  })
}

/** Of members, the best first; `lengths` are relative to the mean of the library. */
function wordsOfLeaders(
  { terms, starts, term, count, weight, rare }: Bags,
  scores: readonly number[],
  lengths: readonly number[],
): Float32Array {
  const common = scores[Math.min(feedback.common, scores.length) - 1] ?? 0
  const worth = new Float32Array(terms)
  for (let leader = 0; leader < Math.min(circle.leaders, scores.length); leader++) {
    const merit = scores[leader]! - common
    for (let e = starts[leader]!; e < starts[leader + 1]!; e++) {
      worth[term[e]!]! += merit * weight[e]!
    }
  }
  const least = worth.toSorted()[Math.max(0, terms - feedback.words)] ?? 0
  const found = Float32Array.from(scores, (_, i) => {
    let sum = 0
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      const t = term[e]!
      if (worth[t]! >= least) sum += worth[t]! * rare[t]! * saturated(count[e]!, lengths[i]!)
    }
    return sum
  })
  const best = found.reduce((most, x) => Math.max(most, x), 1e-9)
  return found.map((x) => x / best)
}

/** The places of the highest values, the highest first, but for one place. */
function highest(values: Float32Array, count: number, but: number): number[] {
  const best: number[] = []
  for (let j = 0; j < values.length; j++) {
    const value = values[j]!
    if (j === but || (best.length === count && value <= values[best[count - 1]!]!)) continue
    let at = best.length
    while (at > 0 && value > values[best[at - 1]!]!) at--
    best.splice(at, 0, j)
    if (best.length > count) best.pop()
  }
  return best
}
