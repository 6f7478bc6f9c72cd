import { stem } from './stem.ts'

/** A word of a text: what it is indexed as, and where it stands. */
export type Word = { readonly term: string; readonly from: number; readonly to: number }

/**
 * The terms under which a text is found, in its order: stems of its words without case and accents,
 * stop words left out. A compound is found under its parts and under the whole, so that
 * “pre-training”, “pre training” and “pretraining” meet.
 */
export function termsOf(text: string): string[] {
  const terms: string[] = []
  for (const word of plain(text).match(shape) ?? []) addTerms(word, terms)
  return terms
}

/** The names of people as terms: not stemmed, for “Sanders” is not “Sander”. */
export function nameTerms(name: string): string[] {
  return plain(name).match(/[\p{L}\p{N}]+/gu) ?? []
}

/** Text in lower case, without accents, LaTeX commands and their braces. */
export function plain(text: string): string {
  const bare = text.includes('\\') ? withoutCommands(text) : text
  return (/[^\x20-\x7e]/.test(bare) ? folded(bare) : bare).toLowerCase()
}

const withoutCommands = (text: string) =>
  text
    .replace(/\\[`'^"~=.]\{?([a-zA-Z])\}?/g, '$1')
    .replace(/\\(?:text\w*|emph|math\w+|mbox|operatorname)\s*(?=[{$])/g, '')
    .replace(/\\([a-zA-Z]+)/g, ' $1 ')

const folded = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/ß/g, 'ss')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[’‘]/g, "'")

const shape = /[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu

function addTerms(word: string, terms: string[]): void {
  if (!word.includes('-') && !word.includes("'")) {
    if (!isStopWord(word)) terms.push(stem(word))
    return
  }
  const parts = word.replace(/'s\b/g, '').replaceAll("'", '').split('-')
  for (const part of parts) if (part && !isStopWord(part)) terms.push(stem(part))
  if (parts.length > 1 && word.length <= 40) terms.push(stem(parts.join('')))
}

/** Whether a word is too common to tell papers apart. */
export const isStopWord = (word: string): boolean => stopWords.has(word)

const stopWords = new Set(
  (
    'a an and are as at be been being but by can could did do does doing for from had has have ' +
    'having he her here hers him his how i if in into is it its itself just me more most my no ' +
    'nor not now of off on once only or other our ours out over own same she should so some such ' +
    'than that the their theirs them then there these they this those through to too under until ' +
    'up very was we were what when where which while who whom why will with would you your s t ' +
    'about also any both each et al e g eg ie etc may might must shall upon via within without am'
  ).split(' '),
)
