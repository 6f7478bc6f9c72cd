import type { Reading } from './query.ts'
import type { Ranked } from './rank.ts'

/** How near a paper must be to be shown for its meaning alone. Chosen by looking: see docs/search.md. */
const near = { alone: 0.6, withHalfTheWords: 0.45, whereNoWordIsKnown: 0.4 }

/** Up to how many words a query is short: then each of them matters. */
const short = 4

/**
 * What answers the query. A short query wants all of its words, or as many as any paper has; of a
 * long one most will do; and a paper whose meaning is near enough may have fewer. What the query
 * demands outright has been seen to before.
 */
export function relevant(ranked: readonly Ranked[], reading: Reading): readonly Ranked[] {
  if (reading.bare.length === 0) {
    return reading.must ? ranked : ranked.filter(({ meaning }) => meaning > near.whereNoWordIsKnown)
  }
  const most = Math.max(0, ...ranked.map(({ covered }) => covered))
  if (most === 0) return ranked.filter(({ meaning }) => meaning > near.whereNoWordIsKnown)
  const wanted = (reading.bare.length <= short ? most : most * 0.6) - 1e-6
  return ranked.filter(
    ({ covered, meaning }) =>
      covered >= wanted ||
      (covered >= wanted / 2 && meaning > near.withHalfTheWords) ||
      meaning > near.alone,
  )
}

/** Says which words of the query none of the papers shown has. */
export function dropped(shown: readonly Ranked[], { bare, spelled }: Reading): string[] {
  if (shown.length === 0) return []
  const missing = bare.filter((term) => shown.every(({ lacks }) => lacks.includes(term)))
  const words = missing.map((term) => spelled.get(term) ?? term).slice(0, 5)
  if (words.length === 0) return []
  const listed = words.map((word) => `“${word}”`).join(', ')
  return [`No paper here has ${listed} together with the rest; these come nearest.`]
}
