/**
 * Terms in their order, each as a number: what is read by the hundred for each query is compared
 * without making text of it. Two terms of a library have the same number once in some thousand
 * libraries of ten thousand terms; then one is taken for the other.
 */
export type TermText = Uint32Array & { readonly brand: 'TermText' }

/** The number of a term: FNV-1a, its bits mixed as in MurmurHash3 so that the low ones tell as much. */
export function termNumber(term: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Terms that stand in a text with spaces between. */
export const termText = (terms: string): TermText => textOfTerms(terms.split(' ').filter(Boolean))

export const textOfTerms = (terms: readonly string[]): TermText =>
  textOfNumbers(Uint32Array.from(terms, termNumber))

export const textOfNumbers = (numbers: Uint32Array): TermText =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made right here
  numbers as TermText

/** Whether terms follow each other somewhere in a text; one term is a phrase of one. */
export function standIn(text: TermText, ...terms: readonly string[]): boolean {
  const [first, ...rest] = terms.map(termNumber)
  if (first === undefined) return false
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    if (rest.every((number, i) => text[at + 1 + i] === number)) return true
  }
  return false
}

/** How often a term stands in a text. */
export function countIn(text: TermText, term: string): number {
  const number = termNumber(term)
  let count = 0
  for (let i = 0; i < text.length; i++) if (text[i] === number) count++
  return count
}

/** How many terms a text has. */
export const lengthOf = (text: TermText): number => text.length
