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
  for (const word of wordsIn(plain(text))) {
    const known = remembered.get(word) ?? remember(word)
    if (typeof known === 'string') terms.push(known)
    else for (const term of known) terms.push(term)
  }
  return terms
}

/** Most words of a text are few words: what each becomes is worth remembering. */
const remembered = new Map<string, string | readonly string[]>()

function remember(word: string): string | readonly string[] {
  const terms = termsOfWord(word)
  const known = terms.length === 1 ? terms[0]! : terms
  if (remembered.size > 100_000) remembered.clear()
  // A word that is part of a text would keep the whole text.
  remembered.set(Buffer.from(word).toString(), known)
  return known
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

/** The words of a plain text: letters and numbers, with hyphens and apostrophes between them. */
const wordsIn = (text: string): readonly string[] =>
  text.match(/[^\s\x20-\x7e]/.test(text) ? shape : asciiShape) ?? []

const shape = /[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu
const asciiShape = /[a-z0-9]+(?:['-][a-z0-9]+)*/g

function termsOfWord(word: string): readonly string[] {
  if (!word.includes('-') && !word.includes("'")) return isStopWord(word) ? [] : [stem(word)]
  const parts = word.replace(/'s\b/g, '').replaceAll("'", '').split('-')
  const terms = parts.filter((part) => part && !isStopWord(part)).map(stem)
  return parts.length > 1 && word.length <= 40 ? [...terms, stem(parts.join(''))] : terms
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
