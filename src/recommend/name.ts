import { plainText } from '#paper'
import { termNumber, termsOf } from '#search'
import type { Interest } from './interests.ts'

const shape = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu

/**
 * Names an interest in the words of its papers' titles: the two phrases, of a word or two, that
 * weigh most in it. What stands in several titles weighs more than what one alone says.
 */
export function nameOf({ words }: Pick<Interest, 'words'>, titles: readonly string[]): string {
  const weights = new Map<number, number>()
  words.terms.forEach((term, i) => weights.set(term, words.weights[i]!))
  const weightOf = (word: string) => {
    const terms = termsOf(word)
    return terms.length === 0
      ? 0
      : terms.reduce((sum, term) => sum + (weights.get(termNumber(term)) ?? 0), 0) / terms.length
  }
  const phrases = new Map<string, { text: string; weight: number; titles: number }>()
  for (const title of titles) {
    const spelled = plainText(title).match(shape) ?? []
    const inTitle = new Set<string>()
    spelled.forEach((word, i) => {
      const next = spelled[i + 1]
      for (const text of next === undefined ? [word] : [word, `${word} ${next}`]) {
        const key = termsOf(text).join(' ')
        const parts = text.split(' ').map(weightOf)
        if (inTitle.has(key) || parts.some((part) => part < 0.05)) continue
        inTitle.add(key)
        const known = phrases.get(key) ?? { text: asName(text), weight: 0, titles: 0 }
        const weight = parts.reduce((sum, part) => sum + part, 0)
        phrases.set(key, { ...known, weight, titles: known.titles + 1 })
      }
    })
  }
  const best = [...phrases.values()].toSorted(
    (x, y) => y.weight * Math.sqrt(y.titles) - x.weight * Math.sqrt(x.titles),
  )
  const [first] = best
  if (!first) return titles[0] ? plainText(titles[0]) : ''
  const said = new Set(termsOf(first.text))
  const second = best.find(({ text }) => !termsOf(text).some((term) => said.has(term)))
  return second ? `${first.text}, ${second.text}` : first.text
}

/** A word of a title as a name has it: in lower case, unless it is written in a way of its own. */
const asName = (text: string) =>
  text
    .split(' ')
    .map((word) => (/^\p{Lu}[^\p{Lu}]*$/u.test(word) ? word.toLowerCase() : word))
    .join(' ')
