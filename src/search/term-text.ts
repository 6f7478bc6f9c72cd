/**
 * Terms in their order as one text, a space before, between and after them: what is read by the
 * hundred for each query is looked into without being taken apart.
 */
export type TermText = string & { readonly brand: 'TermText' }

export const termText = (terms: string): TermText =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made right here
  (terms === '' ? ' ' : ` ${terms.trim()} `) as TermText

/** Whether terms follow each other somewhere in a text; one term is a phrase of one. */
export const standIn = (text: TermText, ...terms: readonly string[]): boolean =>
  text.includes(` ${terms.join(' ')} `)

/** How often a term stands in a text. */
export function countIn(text: TermText, term: string): number {
  const sought = ` ${term} `
  let count = 0
  // The space after one term is the one before the next.
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length - 1)) {
    count++
  }
  return count
}

/** How many terms a text has. */
export function lengthOf(text: TermText): number {
  let spaces = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 32) spaces++
  return spaces - 1
}

export const listOf = (text: TermText): string[] => text.split(' ').filter(Boolean)
