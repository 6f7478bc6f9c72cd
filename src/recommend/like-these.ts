import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { type PaperId, plainText } from '#paper'
import type { Card } from '#search'
import { type Means, spokenWords } from './candidates.ts'
import { interestOf, type Interest, likeness, type Liked } from './interests.ts'
import { likedOf } from './recommend-from.ts'
import type { Rule } from './separate.ts'
import { topicRule } from './topic-rule.ts'
import { type Traits, traitsOf } from './traits.ts'

/** Says how well papers fit some examples. */
export type Scorer = {
  /** How well each fits, from 0 to 1; from `threshold` on it is taken to be one of them. */
  score(cards: readonly Card[]): Float64Array
  readonly threshold: number
  /** Where such papers are: for `search.around`. */
  readonly spot: { readonly vector: Float32Array; readonly terms: readonly string[] }
}

export type Examples = {
  readonly like: readonly PaperId[]
  /** Papers that came in by mistake. */
  readonly unlike?: readonly PaperId[]
}

/** How many of the papers around the examples are taken for strangers when the threshold is set. */
const strangers = 400

/**
 * A scorer of papers that are like some examples, three to five of them or more, and unlike others.
 * A paper is held against the rule that the examples give (`topicRule`). The score of 0.5 lies
 * where an example would stand that is a little farther from the others than they are from each
 * other. Refuses where we hold none of the examples.
 */
export async function likeThese(means: Means, { like, unlike = [] }: Examples): Promise<Scorer> {
  const [liked, unliked, lexicon] = await Promise.all([
    likedOf(means, weighed(like)),
    likedOf(means, weighed(unlike)),
    means.search.lexicon(),
  ])
  if (liked.length === 0) {
    throw new DomainError('invalid', 'Name at least one example that is held here.')
  }
  const interest = interestOf(liked)
  const texts = (await papersOf(means.store, interest.members.slice(0, 20))).map(
    ({ title, abstract, summary }) => plainText(`${title} ${abstract || summary}`),
  )
  const spot = { vector: interest.vector, terms: spokenWords(interest, texts).slice(0, 12) }
  const around = await means.search.around(spot, strangers)
  const given = new Set([...like, ...unlike])
  const others = around.filter(({ id }) => !given.has(id)).map((card) => traitsOf(card, lexicon))
  const rule = topicRule(
    liked.map(({ traits }) => traits),
    others,
    { random: inTurn() },
  )
  const { middle, width } = levelOf(liked, others, rule)
  const fit = (card: Card) => {
    const traits = traitsOf(card, lexicon)
    return (rule(traits) - middle) / width - excess(traits, interest, unliked)
  }
  return {
    threshold: 0.5,
    spot,
    score: (cards) => Float64Array.from(cards, (card) => 1 / (1 + Math.exp(-fit(card)))),
  }
}

const weighed = (some: readonly PaperId[]) => some.map((paper) => ({ paper, weight: 1 }))

/** The same order of samples each time, so that a topic is the same each time it is asked. */
function inTurn(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

/** By how much a paper is more like one that came in by mistake than like the examples, in widths. */
function excess(traits: Traits, interest: Interest, unliked: readonly Liked[]): number {
  const off = Math.max(0, ...unliked.map((one) => likeness(traits, one.traits)))
  return off === 0 ? 0 : Math.max(0, 20 * (off - likeness(traits, interest)))
}

/** Where 0.5 lies, and how fast it goes up from there. */
function levelOf(
  liked: readonly Liked[],
  others: readonly Traits[],
  rule: Rule,
): { middle: number; width: number } {
  const away = others.map(rule).toSorted((x, y) => y - x)
  // What is near the examples but among the last of four hundred is a stranger, as a rule.
  const far = mean(away.slice(-Math.ceil(away.length / 3)))
  if (liked.length < 2) {
    const high = away[Math.floor(away.length / 20)] ?? 0.5
    return { middle: high, width: Math.max(0.02, (high - far) / 4) }
  }
  const own = withoutItself(liked, others)
  const middle = Math.max(far + 0.02, mean(own) - deviation(own))
  return { middle, width: Math.max(0.02, (mean(own) - far) / 4) }
}

/** How well each example fits a rule made of the others; of many, of ten parts of them in turn. */
function withoutItself(liked: readonly Liked[], others: readonly Traits[]): number[] {
  const parts = Math.min(liked.length, 10)
  return Array.from({ length: parts }, (_, part) => {
    const left = liked.filter((_one, i) => i % parts !== part).map(({ traits }) => traits)
    const out = liked.filter((_one, i) => i % parts === part)
    const rule = topicRule(left, others, { random: inTurn() })
    return out.map(({ traits }) => rule(traits))
  }).flat()
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, x) => sum + x, 0) / values.length

function deviation(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(mean(values.map((x) => (x - middle) ** 2)))
}
