import { type Day, daysOfMonth, isDay, type PaperId } from '#paper'
import { isSource, type SourceName, sourceNames } from './sources.ts'
import { isField, type Name, type Token, tokens } from './tokens.ts'

/** Where a word is looked for. `any` is title, abstract and names. */
export type Field = 'any' | 'title' | 'names' | 'abstract' | 'comments' | 'journal'

/** A query as a tree. */
export type Node =
  | {
      readonly kind: 'word'
      readonly field: Field
      readonly text: string
      readonly phrase: boolean
    }
  | { readonly kind: 'meaning'; readonly text: string }
  | { readonly kind: 'category' | 'id' | 'doi'; readonly text: string }
  | { readonly kind: 'days'; readonly from: Day | ''; readonly to: Day | '' }
  | { readonly kind: 'source'; readonly name: SourceName }
  | { readonly kind: 'has'; readonly what: 'code' | 'abstract' | 'pick' }
  /** One of these papers; stands for what is looked up elsewhere, and is never typed. */
  | { readonly kind: 'among'; readonly papers: ReadonlySet<PaperId> }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Node[] }
  | { readonly kind: 'not'; readonly of: Node }

/** What is wrong with a query, where, and what to write instead. */
export type Fault = { readonly at: number; readonly message: string }

export type Parsed =
  | { readonly kind: 'query'; readonly tree: Node | undefined }
  | { readonly kind: 'fault'; readonly fault: Fault }

/**
 * Reads a query: words, "phrases", `ti: au: abs: co: jr: cat: id: doi: source:`, `before: after: on:`,
 * `submittedDate:[… TO …]`, `has: is:`, `~` before what counts for its meaning, and the operators
 * `AND OR ANDNOT NOT -` with brackets. AND binds before OR; words with nothing between are joined
 * by `between`: people mean AND, arXiv's interface OR. Takes time in proportion to its length.
 */
export function parse(text: string, between: 'and' | 'or' = 'and'): Parsed {
  const all = tokens(text)
  let place = 0
  let depth = 0

  try {
    const tree = choice('any')
    const rest = all[place]
    if (rest) fail(rest.at, 'This bracket closes nothing. Leave it out, or open one before it.')
    return { kind: 'query', tree }
  } catch (error) {
    if (error instanceof Misread) return { kind: 'fault', fault: error.fault }
    throw error
  }

  /** Parts joined by OR. */
  function choice(field: Field): Node | undefined {
    const parts = [conjunction(field)]
    for (;;) {
      const next = all[place]
      const loose = between === 'or' && startsPart(next)
      if (next?.kind !== 'or' && !loose) return joined('or', parts)
      if (next?.kind === 'or') operand(next)
      parts.push(conjunction(field))
    }
  }

  /** Parts joined by AND and ANDNOT. */
  function conjunction(field: Field): Node | undefined {
    const parts = [part(field)]
    for (;;) {
      const next = all[place]
      if (next?.kind === 'and') operand(next)
      else if (next?.kind !== 'not' && !(between === 'and' && startsPart(next))) break
      parts.push(part(field))
    }
    return joined('and', parts)
  }

  /** Steps over an operator that stands between two parts. */
  function operand(operator: Token): void {
    place++
    const next = all[place]
    if (
      place === 1 ||
      !next ||
      next.kind === 'and' ||
      next.kind === 'or' ||
      next.kind === 'close'
    ) {
      const name = operator.kind.toUpperCase()
      fail(operator.at, `${name} wants something on both sides. Write it small if it is a word.`)
    }
  }

  function part(field: Field): Node | undefined {
    const token = all[place]
    if (token?.kind === 'not') {
      let times = 0
      while (all[place]?.kind === 'not') {
        place++
        times++
      }
      if (!startsPart(all[place])) fail(token.at, 'There is nothing here to leave out.')
      const of = part(field)
      return of && times % 2 === 1 ? { kind: 'not', of } : of
    }
    if (token?.kind === 'open') return bracket(token, token.field ?? field)
    if (token?.kind === 'text') {
      place++
      return leaf(token, field)
    }
    if (token?.kind === 'and' || token?.kind === 'or') operand(token)
    return undefined
  }

  function bracket(token: Token, field: Field): Node | undefined {
    if (++depth > deepest) fail(token.at, `More than ${deepest} brackets inside each other.`)
    place++
    const inside = choice(field)
    if (all[place]?.kind !== 'close') fail(token.at, 'This bracket is not closed: add “)”.')
    place++
    depth--
    return inside
  }
}

const deepest = 100

class Misread extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.message)
    this.fault = fault
  }
}

function fail(at: number, message: string): never {
  throw new Misread({ at, message })
}

const startsPart = (token: Token | undefined) =>
  token?.kind === 'text' || token?.kind === 'open' || token?.kind === 'not'

/** Several parts as one, without the empty ones, and flat. */
function joined(kind: 'and' | 'or', parts: readonly (Node | undefined)[]): Node | undefined {
  const of = parts.flatMap((part) => (part?.kind === kind ? part.of : part ? [part] : []))
  return of.length > 1 ? { kind, of } : of[0]
}

function leaf(token: Token & { kind: 'text' }, field: Field): Node | undefined {
  const { text, phrase, name } = token
  if (token.meaning) return text === '' ? undefined : { kind: 'meaning', text }
  if (name === undefined) return word(field, text, phrase)
  return isField(name) ? word(name, text, phrase) : demand(token.at, name, text)
}

/** What is not a word but a demand on a paper. */
function demand(at: number, name: Name, text: string): Node {
  switch (name) {
    case 'cat':
      if (!/^[a-z-]+(\.[a-z-]+)?(\.?\*)?$/i.test(text))
        fail(at, `“${text}” is not a category like cs.LG.`)
      return { kind: 'category', text: text.replace(/\.?\*$/, '') }
    case 'id':
    case 'doi':
      return text === '' ? fail(at, `Write an identifier after ${name}:`) : { kind: name, text }
    case 'source': {
      const source = text.toLowerCase()
      if (isSource(source)) return { kind: 'source', name: source }
      return fail(at, `There is no source “${text}”. There are ${sourceNames.join(', ')}.`)
    }
    case 'has':
    case 'is': {
      const what = `${name}:${text.toLowerCase()}`
      if (what === 'has:code') return { kind: 'has', what: 'code' }
      if (what === 'has:abstract') return { kind: 'has', what: 'abstract' }
      if (what === 'is:picked') return { kind: 'has', what: 'pick' }
      return fail(at, `There is no ${what}. There are has:code, has:abstract and is:picked.`)
    }
    case 'before':
      return { kind: 'days', from: '', to: dayBefore(span(at, text)[0]) }
    case 'after':
      return { kind: 'days', from: dayAfter(span(at, text)[1]), to: '' }
    case 'on': {
      const [from, to] = span(at, text)
      return { kind: 'days', from, to }
    }
    case 'submittedDate':
      break
  }
  return submitted(at, text)
}

function word(field: Field, text: string, phrase: boolean): Node | undefined {
  return /[\p{L}\p{N}]/u.test(text) ? { kind: 'word', field, text, phrase } : undefined
}

/** First and last day of what is written as a day, a month or a year. */
function span(at: number, text: string): [Day, Day] {
  if (isDay(text)) return [text, text]
  const month = daysOfMonth(text)
  if (month) return [month.from, month.to]
  const [first, last] = [`${text}-01-01`, `${text}-12-31`]
  if (/^\d{4}$/.test(text) && isDay(first) && isDay(last)) return [first, last]
  return fail(at, `“${text}” is not a day like 2026-11-20, a month like 2026-11 or a year.`)
}

const dayBefore = (day: Day) => shifted(day, -1)
const dayAfter = (day: Day) => shifted(day, 1)

function shifted(day: Day, by: number): Day {
  const text = new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10)
  return isDay(text) ? text : day
}

/** arXiv's `[202301010600 TO 202401010600]`; days, months and years are understood as well, and `*`. */
function submitted(at: number, text: string): Node {
  const [, from = '', to = ''] = text.match(/^\[?\s*(\S+)\s+TO\s+(\S+?)\s*\]?$/) ?? []
  if (from === '' || to === '') fail(at, 'Write it like submittedDate:[20260101 TO 20261231].')
  return {
    kind: 'days',
    from: from === '*' ? '' : span(at, dashed(from))[0],
    to: to === '*' ? '' : span(at, dashed(to))[1],
  }
}

/** 202601310600 as 2026-01-31. */
const dashed = (part: string) =>
  part.replace(
    /^(\d{4})(\d{2})?(\d{2})?(?:\d{4,6})?$/,
    (_, year: string, month?: string, day?: string) => [year, month, day].filter(Boolean).join('-'),
  )
