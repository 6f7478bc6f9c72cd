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
  const stretches: Stretch[] = []
  for (const { 0: word, index } of text.matchAll(words)) {
    if (!termsIn(word).some((term) => wanted.has(term))) continue
    const before = stretches.at(-1)
    // Neighbours become one, so that a phrase is marked as a phrase.
    if (before && /^[\s-]+$/.test(text.slice(before.to, index))) {
      stretches[stretches.length - 1] = { from: before.from, to: index + word.length }
    } else stretches.push({ from: index, to: index + word.length })
  }
  return stretches
}

/** The terms of a word. Text has few distinct words and many rare ones, and a page has thousands. */
function termsIn(word: string): readonly string[] {
  let terms = remembered.get(word)
  if (!terms) {
    terms = termsOf(word)
    if (remembered.size >= 50_000) remembered.clear()
    if (word.length <= 40) remembered.set(word, terms)
  }
  return terms
}

const remembered = new Map<string, readonly string[]>()

const words = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu
