import type { PaperId } from '#paper'
import { type Lexicon, rarity } from './lexicon.ts'
import type { TermText } from './term-text.ts'

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
    members.map((member) => papers[member]!.words),
    lexicon,
  )
  members.forEach((member, i) => {
    const row = alike.subarray(i * n, (i + 1) * n)
    let sum = 0
    let total = 0
    for (const j of highest(row, circle.neighbours, i)) {
      sum += row[j]! * scores[j]!
      total += row[j]!
    }
    found[member] = total > 0 ? sum / total : 0
  })
  return found
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

/** The cosine of each text's weighed terms with each other's, (n, n). */
function likeness(texts: readonly TermText[], lexicon: Lexicon): Float32Array {
  const n = texts.length
  const all = texts.reduce((sum, text) => sum + text.length, 0)
  const places = new Map<number, number>() // by the number of a term, in the order they come
  const rare = new Float64Array(all)
  // Which texts hold a term, the last first: a chain from `last` through `before`.
  const last = new Int32Array(all).fill(-1)
  const before = new Int32Array(all)
  const holder = new Int32Array(all)
  const weights = new Float64Array(all)
  let links = 0

  const counts = new Int32Array(all) // of the terms of one text, by place
  const alike = new Float32Array(n * n)
  for (const [text, terms] of texts.entries()) {
    const own: number[] = []
    for (const term of terms) {
      let place = places.get(term)
      if (place === undefined) {
        place = places.size
        places.set(term, place)
        rare[place] = rarity(lexicon, term)
      }
      if (counts[place]!++ === 0) own.push(place)
    }
    const weightOf = (place: number) =>
      (counts[place] === 1 ? 1 : 1 + Math.log(counts[place]!)) * rare[place]!
    const length =
      Math.sqrt(own.reduce((sum, place) => sum + weightOf(place) * weightOf(place), 0)) || 1
    for (const place of Int32Array.from(own).toSorted()) {
      const weight = weightOf(place) / length
      for (let link = last[place]!; link >= 0; link = before[link]!) {
        alike[text * n + holder[link]!]! += weight * weights[link]!
      }
      weights[links] = weight
      holder[links] = text
      before[links] = last[place]!
      last[place] = links++
      counts[place] = 0
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) alike[j * n + i] = alike[i * n + j]!
  }
  return alike
}
