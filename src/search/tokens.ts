import type { Field } from './language.ts'

/** A piece of a query. `at` is where it begins. */
export type Token =
  | { readonly kind: 'and' | 'or' | 'not' | 'close'; readonly at: number }
  | { readonly kind: 'open'; readonly at: number; readonly field?: Field }
  | {
      readonly kind: 'text'
      readonly at: number
      readonly text: string
      readonly phrase: boolean
      /** What stood before the colon. */
      readonly name?: Field | Name
      /** Whether it was marked to count for its meaning. */
      readonly meaning: boolean
    }

export type Name =
  | 'cat'
  | 'id'
  | 'doi'
  | 'source'
  | 'has'
  | 'is'
  | 'before'
  | 'after'
  | 'on'
  | 'submittedDate'

const names: Record<string, Field | Name> = {
  ti: 'title',
  title: 'title',
  au: 'names',
  author: 'names',
  abs: 'abstract',
  abstract: 'abstract',
  co: 'comments',
  jr: 'journal',
  all: 'any',
  cat: 'cat',
  category: 'cat',
  id: 'id',
  rn: 'id',
  doi: 'doi',
  source: 'source',
  has: 'has',
  is: 'is',
  before: 'before',
  after: 'after',
  on: 'on',
  submitteddate: 'submittedDate',
}

/** Whether what stands before a colon names a field. */
export const isLabel = (text: string): boolean => Object.hasOwn(names, text.toLowerCase())

const fields = new Set<string>(['any', 'title', 'names', 'abstract', 'comments', 'journal'])
export const isField = (name: string | undefined): name is Field =>
  name !== undefined && fields.has(name)

const operators: Record<string, readonly ('and' | 'or' | 'not')[]> = {
  AND: ['and'],
  OR: ['or'],
  NOT: ['not'],
  ANDNOT: ['not'],
}

/** Takes a query apart in one pass. Any text can be taken apart. */
export function tokens(text: string): Token[] {
  const found: Token[] = []
  let at = 0
  while (at < text.length) {
    const begin = at
    const c = text[at] ?? ''
    if (/[\s,;]/.test(c)) at++
    else if (c === '(') found.push({ kind: 'open', at: at++ })
    else if (c === ')') found.push({ kind: 'close', at: at++ })
    else if ((c === '-' || c === '−') && /[\p{L}\p{N}"“~(]/u.test(text[at + 1] ?? '')) {
      found.push({ kind: 'not', at: at++ })
    } else at = piece(begin)
  }
  return found

  /** A word, phrase or field from `begin` on; says where it ends. */
  function piece(begin: number): number {
    let from = begin
    let meaning = text[from] === '~'
    if (meaning) from++
    const [, label = ''] = ahead(/([A-Za-z]{2,13}):\s{0,3}/y, from) ?? []
    const name = isLabel(label) ? names[label.toLowerCase()] : undefined
    if (name !== undefined) {
      from += ahead(/[A-Za-z]{2,13}:\s{0,3}/y, from)?.[0].length ?? 0
      if (text[from] === '(' && isField(name)) {
        found.push({ kind: 'open', at: begin, field: name })
        return from + 1
      }
    }
    if (text[from] === '~') {
      meaning = true
      from++
    }
    const labelled = name !== undefined && name !== 'any' ? { name } : {}
    const quote = text[from]
    if (quote === '"' || quote === '“' || quote === '”') {
      const length = text.slice(from + 1).search(/["“”]/)
      // A quote that is never closed goes on to the end.
      const end = length < 0 ? text.length : from + 1 + length
      const phrase = text.slice(from + 1, end).trim()
      found.push({ kind: 'text', at: begin, text: phrase, phrase: true, meaning, ...labelled })
      return end + 1
    }
    const word =
      (name === 'submittedDate' ? ahead(/\[[^\]]{0,60}\]?/y, from)?.[0] : undefined) ??
      ahead(
        name === 'id' || name === 'doi' || meaning ? /[^\s"“”]+/y : /[^\s"“”(),;]+/y,
        from,
      )?.[0] ??
      ''
    const operator = from === begin && Object.hasOwn(operators, word) ? operators[word] : undefined
    if (operator) for (const kind of operator) found.push({ kind, at: begin })
    else found.push({ kind: 'text', at: begin, text: word, phrase: false, meaning, ...labelled })
    return Math.max(from + word.length, begin + 1)
  }

  function ahead(shape: RegExp, from: number): RegExpExecArray | null {
    shape.lastIndex = from
    return shape.exec(text)
  }
}
