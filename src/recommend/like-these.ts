import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { type PaperId, plainText } from '#paper'
import type { Card, Lexicon } from '#search'
import { type Means, spokenWords } from './candidates.ts'
import { interestOf, type Interest, likeness, type Liked } from './interests.ts'
import { likedOf } from './recommend-from.ts'
import { dot, likenessTo, type Traits, traitsOf } from './traits.ts'

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
 * A paper is held against the examples' middle, in meaning and in words. The score of 0.5 lies
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
  const { middle, width } = levelOf(liked, others)
  return {
    threshold: 0.5,
    spot,
    score: (cards) =>
      scored(cards, lexicon, (traits) => fit(traits, interest, unliked), {
        middle,
        width,
      }),
  }
}

const weighed = (some: readonly PaperId[]) => some.map((paper) => ({ paper, weight: 1 }))

function scored(
  cards: readonly Card[],
  lexicon: Lexicon,
  fitOf: (traits: Traits) => number,
  { middle, width }: { readonly middle: number; readonly width: number },
): Float64Array {
  return Float64Array.from(
    cards,
    (card) => 1 / (1 + Math.exp((middle - fitOf(traitsOf(card, lexicon))) / width)),
  )
}

/** How alike a paper is to the middle of the examples, less what it has of those to be unlike. */
function fit(traits: Traits, interest: Interest, unliked: readonly Liked[]): number {
  const own = alike(traits, interest)
  const off = Math.max(0, ...unliked.map((one) => likeness(traits, one.traits)))
  return off > own ? own - 2 * (off - own) : own
}

const alike = (traits: Traits, { vector, words }: Interest) =>
  0.5 * dot(traits.vector, vector) +
  0.5 * Math.sqrt(Math.max(0, likenessTo(words, [traits.words])[0] ?? 0))

/** Where 0.5 lies, and how fast it goes up from there. */
function levelOf(
  liked: readonly Liked[],
  others: readonly Traits[],
): { middle: number; width: number } {
  const whole = interestOf(liked)
  const away = others.map((traits) => alike(traits, whole)).toSorted((x, y) => y - x)
  // What is near the examples but among the last of four hundred is a stranger, as a rule.
  const far = mean(away.slice(-Math.ceil(away.length / 3)))
  if (liked.length < 2) {
    const high = away[Math.floor(away.length / 20)] ?? 0.5
    return { middle: high, width: Math.max(0.02, (high - far) / 4) }
  }
  const own = liked.map(({ traits }) =>
    alike(traits, interestOf(liked.filter((one) => one.traits.id !== traits.id))),
  )
  const middle = Math.max(far + 0.02, mean(own) - deviation(own))
  return { middle, width: Math.max(0.02, (mean(own) - far) / 4) }
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, x) => sum + x, 0) / values.length

function deviation(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(mean(values.map((x) => (x - middle) ** 2)))
}
