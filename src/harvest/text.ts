import { DomainError } from '#domain-error'
import { unmangled } from './mangled.ts'

/** A record of a source, before anything is known of its shape. */
export type Row = Readonly<Record<string, unknown>>

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** No abstract and no list of authors comes near this many characters. */
const longest = 100_000

/** The text of a field as one line; `undefined` where the field is absent or empty. */
export function lineIn(row: Row, field: string): string | undefined {
  const text = textIn(row, field)
  return text && folded(text)
}

/**
 * The text of a field with its paragraphs: a break within one is the width of somebody's screen,
 * but an empty line or an indented one begins the next.
 */
export function paragraphsIn(row: Row, field: string): string | undefined {
  const text = textIn(row, field)
  if (!text?.includes('\n')) return text && folded(text)
  return text
    .split(/\n\s*\n|\n(?=[ \t])/)
    .map(folded)
    .join('\n\n')
}

/** The texts of a list. A list that is not one of texts is refused. */
export function textsIn(row: Row, field: string): string[] {
  const list = row[field]
  if (list === undefined || list === null || list === '') return []
  if (!Array.isArray(list)) throw refusal(field, 'a list', list)
  return list.flatMap((one: unknown) => {
    if (typeof one !== 'string') throw refusal(field, 'a list of texts', one)
    return folded(proper(one)) || []
  })
}

/** What the record calls its paper. A record without a title is refused. */
export function titleIn(row: Row): string {
  const title = lineIn(row, 'title')
  if (title && /[\p{L}\p{N}]/u.test(title) && title.length <= 2000) return title
  if (title && title.length > 2000) throw new DomainError('invalid', tooLong('title', title.length))
  throw new DomainError('invalid', 'the record has no title: add one, or leave the record out')
}

function textIn(row: Row, field: string): string | undefined {
  const value = row[field]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') throw refusal(field, 'text', value)
  if (value.length > longest) throw new DomainError('invalid', tooLong(field, value.length))
  const text = proper(value).trim()
  return text === '' ? undefined : text
}

/** The text on one line, with one space where there were several. Most texts are so already. */
export const folded = (text: string): string =>
  (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text).trim()

const tooLong = (field: string, length: number) =>
  `“${field}” has ${length.toLocaleString('en')} characters, more than any paper’s: see whether something else slipped into it`

function refusal(field: string, wanted: string, value: unknown): DomainError {
  const found = Array.isArray(value) ? 'a list' : value === null ? 'nothing' : `a ${typeof value}`
  return new DomainError('invalid', `“${field}” must be ${wanted}, but is ${found}: correct it`)
}

/** Without what no text holds and no database takes: control characters and halves of characters. */
export function proper(text: string): string {
  const formed = unmangled(text.isWellFormed() ? text : text.toWellFormed())
  return unprintable.test(formed) ? formed.replace(new RegExp(unprintable, 'g'), ' ') : formed
}

// oxlint-disable-next-line no-control-regex -- these are what it is about
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
