import { plainText } from '#paper'
import { isLabel } from './tokens.ts'
import { type Node, parse } from './language.ts'

/** The query as a tree; what is not in the language is read as plain words, and that is said. */
export function treeOf(text: string, notes: string[] = []): Node | undefined {
  const parsed = parse(isProse(text) ? bareWords(text) : plainQuery(text))
  if (parsed.kind === 'query') return parsed.tree
  const { at, message } = parsed.fault
  notes.push(`At character ${at + 1}: ${message} Searched for the words instead.`)
  const words = parse(bareWords(text))
  return words.kind === 'query' ? words.tree : undefined
}

/**
 * Whether a query is a text whose like is wanted rather than an expression: then its quotes, dashes
 * and brackets are punctuation.
 */
export const isProse = (text: string) =>
  (text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) >= 12 &&
  !/\b(AND|OR|ANDNOT|NOT)\b|~/.test(text) &&
  ![...text.matchAll(/\b([A-Za-z]{2,13}):\S/g)].some(([, label = '']) => isLabel(label))

const bareWords = (text: string) =>
  plainQuery(text).replace(/[()~:"“”[\]]|(?<!\w)-|\b(AND|OR|NOT|ANDNOT)\b/g, ' ')

/** LaTeX in a query reads as it does in the index. */
const plainQuery = (text: string) => {
  const formulas =
    /[_^]/.test(text) && !text.includes('$') ? text.replace(indexed, inDollars) : text
  return /[\\$]/.test(formulas) ? plainText(formulas) : formulas
}

/** A letter or sign with an index, as in `\\ell_1`, `H_0` and `x_{ij}`, outside of dollars. */
const indexed =
  /(?<![\w:$\\])(\\[a-zA-Z]{1,20}|ell|[a-zA-Z]{1,2})([_^](?:\{[^{}\s]{1,9}\}|\w{1,2}))(?![\w.])/g

const inDollars = (_: string, sign: string, index: string) =>
  `$${sign === 'ell' ? '\\ell' : sign}${index}$`
