import { termsOf } from './words.ts'

/** A stretch of a text, from one character to before another. */
export type Stretch = { readonly from: number; readonly to: number }

/**
 * The words of a text that were searched for, to be marked on a page. `marks` are those of a search's
 * answer; “trained” is marked where “training” was searched for.
 */
export function markedIn(text: string, marks: readonly string[]): Stretch[] {
  if (marks.length === 0) return []
  const wanted = new Set(marks)
  const firsts = new Set(marks.map((mark) => mark.charCodeAt(0)))
  const stretches: Stretch[] = []
  for (let from = 0, to = 0; from < text.length; from = to) {
    to = from + 1
    if (!isInWord(text, from)) continue
    while (to < text.length && isInWord(text, to)) to++
    // A term begins as its word does, so most words need no closer look.
    const first = text.charCodeAt(from) | 32
    if (first < 128 && !firsts.has(first)) continue
    if (!termsOf(text.slice(from, to)).some((term) => wanted.has(term))) continue
    const before = stretches.at(-1)
    // Neighbours become one, so that a phrase is marked as a phrase.
    if (before && /^[\s-]+$/.test(text.slice(before.to, from))) {
      stretches[stretches.length - 1] = { from: before.from, to }
    } else stretches.push({ from, to })
  }
  return stretches
}

/** Whether what stands at a place is part of a word: a letter, a number, or a mark upon one. */
function isInWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 128) {
    return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)
  }
  // Half of a character beyond the first 65,536 is what the whole is.
  const whole = code >= 0xdc00 && code < 0xe000 && at > 0 ? at - 1 : at
  return /^[\p{L}\p{N}\p{M}]/u.test(text.slice(whole, whole + 2))
}
