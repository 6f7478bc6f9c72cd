import type { PaperId } from '#paper'
import type { Interest, Liked } from './interests.ts'
import { blend } from './interests.ts'
import type { Marks } from './marks.ts'
import { dot, likenessTo, sumOf, type Traits, type Words } from './traits.ts'

/** How a reader sets the model, each from 0 to 1. */
export type Settings = {
  /** 0: what is settled, however old; 1: what is new. */
  readonly fresh: number
  /** 0: near to what the reader has; 1: far and wide. */
  readonly wide: number
  /** 0: what papers say alone; 1: what people do with them counts as much. */
  readonly people: number
}

export const usual: Settings = { fresh: 0.5, wide: 0.3, people: 0.3 }

/** What speaks for a paper beside its text, each about 0 to 1. */
export type Beside = {
  /** Its authors, where the reader has papers of theirs. */
  readonly authors: number
  /** Readers who keep it with what this reader keeps. */
  readonly together: number
  /** Votes and picks of everybody. */
  readonly esteem: number
}

export const nothingBeside: Beside = { authors: 0, together: 0, esteem: 0 }

/** A paper judged by a taste, and what its score is made of. */
export type Judged = {
  readonly traits: Traits
  readonly score: number
  /** Which of the interests it is nearest to, counted from 0. */
  readonly interest: number
  readonly parts: Parts
}

export type Parts = {
  readonly words: number
  readonly meaning: number
  /** The lists that it stands on with the reader's papers. */
  readonly lists: number
  readonly authors: number
  readonly together: number
  readonly esteem: number
  readonly fresh: number
  /** What is taken off for being like what the reader did not want. */
  readonly against: number
}

/** What each part counts. Set by hand, with trials of which docs/recommend-quality.md tells. */
export const counts = {
  words: 1,
  meaning: 1,
  lists: 0.7,
  /** Of all interests together, beside the nearest one. */
  all: 0.35,
  authors: 0.5,
  together: 1.2,
  esteem: 0.5,
  fresh: 0.8,
  against: 6,
} as const

/** From what likeness on a paper is held to be like an unwanted one; of strangers, few reach it. */
const alikeFrom = 0.25

/** In this many days what is new becomes half as new. */
const freshFor = 30

/** So many of the nearest papers say what a high likeness is among these. */
const nearestFew = 50

/**
 * Judges papers by interests. An interest has the weight that the reader gave it, times the root of
 * its share, so that a small one is heard. Likeness of words and of meaning is counted in units of
 * that of the nearest few, which makes them comparable across texts of any length and vectors of
 * any embedder.
 */
export function judge(
  candidates: readonly Traits[],
  taste: {
    readonly interests: readonly (Interest & { readonly weight: number })[]
    readonly unwanted: readonly Liked[]
    readonly settings: Settings
    readonly beside: ReadonlyMap<PaperId, Beside>
    readonly today: number
    /** The lists on which candidates and the papers of interests stand. */
    readonly marks?: Marks
  },
): Judged[] {
  const { interests, unwanted, settings, beside, today, marks } = taste
  const count = candidates.length
  const texts = candidates.map(({ words }) => words)
  const most = Math.max(1e-9, ...interests.map(({ strength, weight }) => strength * weight))
  const best = new Float64Array(count).fill(-1)
  const all = new Float64Array(count)
  const which = new Int32Array(count)
  const wordsOf = new Float64Array(count)
  const meaningOf = new Float64Array(count)
  const listsOf = new Float64Array(count)
  const lists = marks && candidates.map(({ id }) => marks.get(id) ?? noWords)
  interests.forEach(({ vector, words, strength, weight, members }, i) => {
    const share = Math.sqrt((strength * weight) / most)
    const bySaying = inUnits(likenessTo(words, texts))
    const byMeaning = inUnits(
      Float64Array.from(candidates, (one) => Math.max(0, dot(one.vector, vector))),
    )
    const byLists = lists && inUnits(likenessTo(marksTogether(members, marks), lists))
    for (let c = 0; c < count; c++) {
      const listed = counts.lists * (byLists?.[c] ?? 0)
      const [said, meant] = [counts.words * bySaying[c]!, counts.meaning * byMeaning[c]!]
      const worth = share * (said + meant + listed)
      all[c]! += worth
      if (worth <= best[c]!) continue
      ;[best[c], which[c]] = [worth, i]
      ;[wordsOf[c], meaningOf[c], listsOf[c]] = [share * said, share * meant, share * listed]
    }
  })
  const off = againstEach(candidates, unwanted)
  return candidates.map((traits, c) => {
    const { authors, together, esteem } = beside.get(traits.id) ?? nothingBeside
    const parts = {
      words: wordsOf[c]!,
      meaning: meaningOf[c]!,
      lists: listsOf[c]!,
      authors: counts.authors * authors,
      together: counts.together * settings.people * together,
      esteem: counts.esteem * settings.people * esteem,
      fresh: counts.fresh * settings.fresh * freshness(traits.day, today),
      against: counts.against * off[c]!,
    }
    const text = parts.words + parts.meaning + parts.lists
    const rest = counts.all * Math.max(0, all[c]! - best[c]!)
    const people = parts.authors + parts.together + parts.esteem
    const score = text + rest + people + parts.fresh - parts.against
    return { traits, interest: which[c]!, score, parts }
  })
}

const noWords: Words = { terms: new Uint32Array(0), weights: new Float32Array(0) }

/** The lists that papers of an interest stand on. */
const marksTogether = (members: readonly PaperId[], marks: Marks) =>
  sumOf(members.map((id) => ({ words: marks.get(id) ?? noWords, factor: 1 })))

/** How much the unwanted papers speak against each candidate: that most which is most like it. */
function againstEach(candidates: readonly Traits[], unwanted: readonly Liked[]): Float64Array {
  const off = new Float64Array(candidates.length)
  const texts = candidates.map(({ words }) => words)
  for (const { traits, weight } of unwanted) {
    const bySaying = likenessTo(traits.words, texts)
    candidates.forEach((one, c) => {
      const same = one.id === traits.id
      const alike = same ? 1 : blend(dot(one.vector, traits.vector), bySaying[c]!)
      const speaks = (weight * (alike - alikeFrom)) / (1 - alikeFrom)
      if (speaks > off[c]!) off[c] = speaks
    })
  }
  return off
}

/** Numbers in units of the mean of the highest few of them. */
function inUnits(values: ArrayLike<number>): Float64Array {
  const numbers = Float64Array.from(values)
  const few = Math.max(1, Math.min(nearestFew, Math.ceil(numbers.length / 4)))
  const high = highest(numbers, few)
  const unit = high.reduce((sum, x) => sum + x, 0) / Math.max(1, high.length)
  return unit > 0 ? numbers.map((x) => x / unit) : numbers
}

/** The highest few numbers: to sort them all would take longer than all else does. */
function highest(numbers: Float64Array, few: number): number[] {
  const high: number[] = []
  for (const x of numbers) {
    if (high.length === few && x <= high[0]!) continue
    if (high.length === few) high.shift()
    let at = high.length
    while (at > 0 && high[at - 1]! > x) at--
    high.splice(at, 0, x)
  }
  return high
}

/** 1 for what came today, a half after a month; nothing for a day that is not known. */
export function freshness(day: number, today: number): number {
  if (day === 0) return 0
  return 2 ** (-Math.max(0, daysBetween(day, today)) / freshFor)
}

const daysBetween = (from: number, to: number) => (instantOf(to) - instantOf(from)) / 86_400_000

const instantOf = (day: number) =>
  Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100 || 1) - 1, day % 100 || 1)
