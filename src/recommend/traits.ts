import type { PaperId } from '#paper'
import { type Card, type Lexicon, rarity } from '#search'

/** A text as a sparse vector of length one: terms by number, each once, with their weights. */
export type Words = { readonly terms: Uint32Array; readonly weights: Float32Array }

/** What a taste knows a paper by. */
export type Traits = {
  readonly id: PaperId
  /** 20261120; of a day that is not known, 0. */
  readonly day: number
  readonly words: Words
  /** Of length one, or zero. */
  readonly vector: Float32Array
}

/** What a paper is known by, from its card: TF-IDF of its words, those of the title counted twice. */
export function traitsOf(card: Card, lexicon: Lexicon): Traits {
  const known = kept.get(card)
  if (known?.lexicon === lexicon) return known.traits
  const { id, day, words, title, vector } = card
  const all = new Uint32Array(words.length + title.length)
  all.set(words)
  all.set(title, words.length)
  const traits = { id, day, vector, words: wordsOf(all, (term) => rarity(lexicon, term)) }
  kept.set(card, { lexicon, traits })
  return traits
}

/** A card that is put to many readers, as those of a day are by digests, is read once. */
const kept = new WeakMap<Card, { readonly lexicon: Lexicon; readonly traits: Traits }>()

/** Terms with repetitions as TF-IDF of length one: (1 + ln count) × how rare the term is. */
export function wordsOf(all: Uint32Array, rare: (term: number) => number): Words {
  const sorted = all.toSorted()
  const terms = new Uint32Array(sorted.length)
  const weights = new Float32Array(sorted.length)
  let size = 0
  let square = 0
  for (let i = 0; i < sorted.length;) {
    const term = sorted[i]!
    let count = 0
    while (sorted[i] === term) {
      count++
      i++
    }
    const weight = (1 + Math.log(count)) * rare(term)
    terms[size] = term
    weights[size++] = weight
    square += weight * weight
  }
  const factor = square === 0 ? 0 : 1 / Math.sqrt(square)
  for (let i = 0; i < size; i++) weights[i]! *= factor
  return { terms: terms.slice(0, size), weights: weights.slice(0, size) }
}

const width = 1 << 18
const scratch = new Float32Array(width)

/** Σ factor × words, of length one, and of its terms only the `most` heaviest. */
export function sumOf(
  parts: readonly { readonly words: Words; readonly factor: number }[],
  most = 400,
): Words {
  const touched: number[] = []
  for (const { words, factor } of parts) {
    for (let i = 0; i < words.terms.length; i++) {
      const slot = slotOf(words.terms[i]!)
      if (scratch[slot] === 0) touched.push(words.terms[i]!)
      scratch[slot]! += factor * words.weights[i]!
    }
  }
  const weights = Float64Array.from(touched, (term) => scratch[slotOf(term)]!)
  for (const term of touched) scratch[slotOf(term)] = 0
  const least = weights.length > most ? weights.toSorted()[weights.length - most]! : 0
  let square = 0
  for (const weight of weights) if (weight >= least) square += weight * weight
  const factor = square === 0 ? 0 : 1 / Math.sqrt(square)
  const heaviest = touched.flatMap((term, i) =>
    weights[i]! >= least ? { term, weight: weights[i]! * factor } : [],
  )
  return {
    terms: Uint32Array.from(heaviest, ({ term }) => term),
    weights: Float32Array.from(heaviest, ({ weight }) => weight),
  }
}

/** The cosines of one text with others, as long as those: see `slotOf` for how terms are told apart. */
export function likenessTo(one: Words, others: readonly Words[]): Float32Array {
  one.terms.forEach((term, i) => (scratch[slotOf(term)]! += one.weights[i]!))
  const alike = new Float32Array(others.length)
  for (let o = 0; o < others.length; o++) {
    const { terms, weights } = others[o]!
    let sum = 0
    for (let i = 0; i < terms.length; i++) sum += weights[i]! * scratch[slotOf(terms[i]!)]!
    alike[o] = sum
  }
  for (const term of one.terms) scratch[slotOf(term)] = 0
  return alike
}

/** Of 400 terms two share a slot once in three texts: that is a thousandth of what they weigh. */
const slotOf = (term: number) => term & (width - 1)

export function dot(x: Float32Array, y: Float32Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!
  return sum
}

/** Σ factor × vector, of length one. */
export function centreOf(
  parts: readonly { readonly vector: Float32Array; readonly factor: number }[],
): Float32Array {
  const sum = new Float32Array(parts[0]?.vector.length ?? 0)
  for (const { vector, factor } of parts) {
    for (let i = 0; i < sum.length; i++) sum[i]! += factor * vector[i]!
  }
  const length = Math.sqrt(dot(sum, sum))
  if (length > 0) for (let i = 0; i < sum.length; i++) sum[i]! /= length
  return sum
}
