import { centreOf, dot, likenessTo, sumOf, type Traits } from './traits.ts'
import { type Rule, separate } from './separate.ts'

/** From so many examples on it pays to learn what tells them from others. */
export const enoughToLearn = 8

/** What the middle of the examples counts beside what was learned, each in deviations among strangers. */
const middleCounts = 0.4

/**
 * How much papers are like some examples. Of a few examples their middle is the rule, in words and
 * in meaning. Of more, a linear rule is learned that tells them from strangers, and the middle counts
 * beside it. Each part is in units of its deviation among the strangers.
 */
export function topicRule(
  examples: readonly Traits[],
  strangers: readonly Traits[],
  { random = Math.random }: { readonly random?: () => number } = {},
): Rule {
  const vector = centreOf(examples.map((one) => ({ vector: one.vector, factor: 1 })))
  const words = sumOf(
    examples.map((one) => ({ words: one.words, factor: 1 })),
    2000,
  )
  const said: Rule = (one) => Math.sqrt(Math.max(0, likenessTo(words, [one.words])[0] ?? 0))
  const meant: Rule = (one) => dot(vector, one.vector)
  if (examples.length < enoughToLearn || strangers.length < enoughToLearn) {
    return (one) => 0.5 * Math.max(0, meant(one)) + 0.5 * said(one)
  }
  const learned = inDeviations(separate(examples, strangers, { random }), strangers)
  const middle = inDeviations(meant, strangers)
  return (one) => learned(one) + middleCounts * middle(one)
}

function inDeviations(rule: Rule, strangers: readonly Traits[]): Rule {
  const values = strangers.map(rule)
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length
  const factor = square > 0 ? 1 / Math.sqrt(square) : 1
  return (one) => (rule(one) - mean) * factor
}
