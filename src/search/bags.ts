import { type Lexicon, rarity } from './lexicon.ts'
import type { TermText } from './term-text.ts'

/** Texts as sets of weighed terms, each text of length one. */
export type Bags = {
  readonly texts: number
  /** How many terms there are in all of them. */
  readonly terms: number
  /** Text t has the entries from `starts[t]` up to `starts[t + 1]`. */
  readonly starts: Int32Array
  /** By entry: a term, numbered in the order in which they come. */
  readonly term: Int32Array
  /** By entry: how often the text has the term. */
  readonly count: Int32Array
  /** By entry: 1 + ln(count), times how rare the term is, divided by the length of all of the text's. */
  readonly weight: Float64Array
  /** By term, how rare it is. */
  readonly rare: Float64Array
}

export function bagsOf(texts: readonly TermText[], lexicon: Lexicon): Bags {
  const all = texts.reduce((sum, text) => sum + text.length, 0)
  const places = new Map<number, number>()
  const rare = new Float64Array(all)
  const starts = new Int32Array(texts.length + 1)
  const term = new Int32Array(all)
  const count = new Int32Array(all)
  const weight = new Float64Array(all)
  const entryOf = new Int32Array(all).fill(-1) // of a term, in the last text that had it
  let end = 0
  texts.forEach((text, t) => {
    const start = (starts[t] = end)
    for (const number of text) {
      let place = places.get(number)
      if (place === undefined) {
        place = places.size
        places.set(number, place)
        rare[place] = rarity(lexicon, number)
      }
      if (entryOf[place]! >= start) count[entryOf[place]!]!++
      else {
        entryOf[place] = end
        term[end] = place
        count[end++] = 1
      }
    }
    let square = 0
    for (let e = start; e < end; e++) {
      const n = count[e]!
      weight[e] = (n === 1 ? 1 : 1 + Math.log(n)) * rare[term[e]!]!
      square += weight[e]! ** 2
    }
    const length = Math.sqrt(square) || 1
    for (let e = start; e < end; e++) weight[e]! /= length
  })
  starts[texts.length] = end
  return { texts: texts.length, terms: places.size, starts, term, count, weight, rare }
}

/** The cosine of each text with each other, (texts, texts); 0 with itself. */
export function likeness({ texts: n, terms, starts, term, weight }: Bags): Float32Array {
  // Which entries hold a term, the last first: a chain from `last` through `before`.
  const last = new Int32Array(terms).fill(-1)
  const before = new Int32Array(term.length)
  const holder = new Int32Array(term.length)
  const alike = new Float32Array(n * n)
  for (let t = 0; t < n; t++) {
    for (let e = starts[t]!; e < starts[t + 1]!; e++) {
      for (let other = last[term[e]!]!; other >= 0; other = before[other]!) {
        alike[t * n + holder[other]!]! += weight[e]! * weight[other]!
      }
      holder[e] = t
      before[e] = last[term[e]!]!
      last[term[e]!] = e
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) alike[j * n + i] = alike[i * n + j]!
  }
  return alike
}
