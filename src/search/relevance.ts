import type { Reading } from './query.ts'
import type { Ranked } from './rank.ts'

/**
 * How good a paper must be to be shown, as a share of the best one's score; to a short query, unless
 * it has all of its words; and how near in meaning where no word of the query is known. The shares
 * are measured: docs/search-quality.md.
 */
const enough = { score: 0.5, shortScore: 0.7, meaning: 0.4 }

/** Up to how many words a query is short: then each of them matters. */
const short = 4

/**
 * What answers the query, of papers of which the best stands first: what is about as good as the
 * best. A short query wants all of its words, or as many as any paper has; what has fewer must be
 * better otherwise. What the query demands outright has been seen to before.
 */
export function relevant(ranked: readonly Ranked[], reading: Reading): readonly Ranked[] {
  const wordless = reading.bare.length === 0
  if (wordless && reading.must) return ranked
  const most = Math.max(0, ...ranked.map(({ covered }) => covered))
  if (wordless || most === 0) return ranked.filter(({ meaning }) => meaning > enough.meaning)
  const brief = reading.bare.length <= short
  const best = ranked[0]?.score ?? 0
  return ranked.filter(({ covered, score, reasons }) => {
    const whole = covered >= most - 1e-6
    // Whoever asks for an author wants all that is theirs, whatever it is about.
    if (brief && whole && reasons.names > 0) return true
    return score >= best * (brief && !whole ? enough.shortScore : enough.score)
  })
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
