import type { Demand, Place } from '#search'

/**
 * arXiv's query language, as its user's manual and its own parser have it: `ti: au: abs: co: jr: cat:
 * rn: id: doi: all:`, phrases, brackets before which a field may stand, `AND`, `OR`, `ANDNOT` and
 * `submittedDate:[… TO …]`. AND binds before OR; words with nothing between are joined by OR; `and`
 * written small is a word; ANDNOT may stand before its one operand. What does not fit is mended
 * unless `strict`, as arXiv does.
 */
export function readArxivQuery(
  text: string,
  { strict = false }: { readonly strict?: boolean } = {},
): { readonly demand: Demand; readonly written: string } {
  const tokens = tokensIn(text.slice(0, longest), strict)
  let at = 0
  let depth = 0

  const tree = either('all')
  while (at < tokens.length) {
    if (strict) throw new Misread('unbalanced parentheses in the query')
    at++ // a bracket that closes nothing
    const more = either('all')
    if (more) tree?.of.push(more)
  }
  return { demand: demandOf(tree), written: written(tree) }

  function either(field: string): Group | undefined {
    const of: Part[] = []
    for (;;) {
      const part = both(field)
      if (part) of.push(part)
      const next = tokens[at]
      if (next?.kind === 'or') {
        at++
        mustFollow('OR')
      } else if (!part || next === undefined || next.kind === 'close') break
    }
    return of.length === 0 ? undefined : { kind: 'or', of }
  }

  function both(field: string): Part | undefined {
    const of: Part[] = []
    for (;;) {
      const operator = tokens[at]?.kind
      const not = operator === 'andnot'
      if (not || (operator === 'and' && (of.length > 0 || !strict))) at++
      else if (operator === 'and') throw new Misread('AND must stand between two terms')
      else if (of.length > 0) break
      const part = operand(field)
      if (part) of.push(not ? { kind: 'not', of: part } : part)
      else if ((not || operator === 'and') && strict)
        throw new Misread(`nothing follows ${operator.toUpperCase()}`)
      if (!part) break
    }
    return of.length < 2 ? of[0] : { kind: 'and', of }
  }

  function operand(field: string): Part | undefined {
    const token = tokens[at]
    if (token?.kind === 'text') {
      at++
      return { ...token, field: token.field ?? field }
    }
    if (token?.kind !== 'open') return undefined
    if (++depth > deepest) throw new Misread(`more than ${deepest} parentheses inside each other`)
    at++
    const inside = either(token.field ?? field)
    if (tokens[at]?.kind === 'close') at++
    else if (strict) throw new Misread('unbalanced parentheses in the query')
    depth--
    return inside
  }

  function mustFollow(operator: string): void {
    const next = tokens[at]?.kind
    if (strict && (next === undefined || next === 'close'))
      throw new Misread(`nothing follows ${operator}`)
  }
}

/** A query that cannot be read, where it is not to be mended. */
export class Misread extends Error {
  override readonly name = 'Misread'
}

const longest = 4000
const deepest = 50

type Token =
  | { readonly kind: 'and' | 'or' | 'andnot' | 'close' }
  | { readonly kind: 'open'; readonly field?: string }
  | Text

type Text = {
  readonly kind: 'text'
  readonly text: string
  readonly phrase: boolean
  readonly field?: string
}

type Part =
  | (Text & { readonly field: string })
  | Group
  | { readonly kind: 'and'; readonly of: Part[] }
  | { readonly kind: 'not'; readonly of: Part }
type Group = { readonly kind: 'or'; readonly of: Part[] }

const fields = new Set([
  'ti',
  'au',
  'abs',
  'co',
  'jr',
  'cat',
  'rn',
  'id',
  'doi',
  'all',
  'submittedDate',
])

const operators: Record<string, 'and' | 'or' | 'andnot'> = {
  AND: 'and',
  OR: 'or',
  ANDNOT: 'andnot',
}

function tokensIn(text: string, strict: boolean): Token[] {
  const found: Token[] = []
  const shape =
    /\s*(?:(\()|(\))|(?:([A-Za-z]{2,13}):)?(?:(\()|"([^"]*)("?)|(\[[^\]]*\]?)|([^\s()"]+)))/gy
  while (shape.lastIndex < text.length) {
    const from = shape.lastIndex
    const match = shape.exec(text)
    if (!match) {
      // A field before nothing, or spaces at the end.
      shape.lastIndex = from + 1
      continue
    }
    const [, open, close, name, fieldOpen, phrase, closed, range, word] = match
    const field = name !== undefined && fields.has(name) ? name : undefined
    if (name !== undefined && field === undefined && strict)
      throw new Misread(`unknown field ${name}`)
    // What looks like a field and is none is a word.
    if (name !== undefined && field === undefined)
      found.push({ kind: 'text', text: name, phrase: false })
    if (open !== undefined) found.push({ kind: 'open' })
    else if (close !== undefined) found.push({ kind: 'close' })
    else if (fieldOpen !== undefined) found.push({ kind: 'open', ...(field && { field }) })
    else if (phrase !== undefined) {
      if (closed === '' && strict) throw new Misread('unbalanced quotes in the query')
      found.push({ kind: 'text', text: phrase, phrase: true, ...(field && { field }) })
    } else if (range !== undefined)
      found.push({ kind: 'text', text: range, phrase: false, ...(field && { field }) })
    else if (word !== undefined) {
      const operator =
        name === undefined && Object.hasOwn(operators, word) ? operators[word] : undefined
      found.push(
        operator
          ? { kind: operator }
          : { kind: 'text', text: word, phrase: false, ...(field && { field }) },
      )
    }
  }
  return found
}

const places: Record<string, Place> = {
  ti: 'title',
  au: 'names',
  abs: 'abstract',
  co: 'comments',
  jr: 'journal',
  all: 'any',
}

function demandOf(part: Part | undefined): Demand {
  if (!part) return { kind: 'nothing' }
  if (part.kind === 'not') return { kind: 'not', of: demandOf(part.of) }
  if (part.kind === 'text') return leaf(part)
  const [only, ...others] = part.of
  return others.length === 0 ? demandOf(only) : { kind: part.kind, of: part.of.map(demandOf) }
}

function leaf({ field, text, phrase }: Text & { readonly field: string }): Demand {
  switch (field) {
    case 'cat':
      return /^[\w.-]+\*?$/.test(text) ? { kind: 'category', text } : { kind: 'nothing' }
    case 'id':
    case 'doi':
      return { kind: field, text }
    case 'rn': // report numbers are not held
      return { kind: 'nothing' }
    case 'submittedDate':
      return span(text)
    default:
      break
  }
  const place = places[field] ?? 'any'
  const [, begin] = text.match(/^([\p{L}\p{N}'-]{2,})[*?]+$/u) ?? []
  if (begin !== undefined && !phrase) return { kind: 'begins', place, text: begin }
  // `del_maestro` is a name of two words, in this order.
  return {
    kind: 'word',
    place,
    text: text.replaceAll('_', ' '),
    phrase: phrase || text.includes('_'),
  }
}

/** `[202301010600 TO 202401010600]` in GMT; less than minutes will do, and a star for what is open. */
function span(text: string): Demand {
  const [, from = '', to = ''] =
    text.match(/^\[?\s*(\*|\d{4,14})\s+TO\s+(\*|\d{4,14})\s*\]?$/) ?? []
  if (from === '' || to === '') return { kind: 'nothing' }
  return {
    kind: 'submitted',
    from: from === '*' ? '' : instant(from, 'begin'),
    to: to === '*' ? '' : instant(to, 'end'),
  }
}

function instant(digits: string, which: 'begin' | 'end'): string {
  const rest = which === 'begin' ? '00000101000000' : '00001231235959'
  const whole = digits + rest.slice(digits.length)
  const [, year, month, day, hour, minute, second] =
    whole.match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/) ?? []
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}

/** The query as it was understood, as arXiv repeats it. */
function written(part: Part | undefined): string {
  if (!part) return ''
  if (part.kind === 'text') {
    return `${part.field}:${part.phrase ? `"${part.text}"` : part.text}`
  }
  if (part.kind === 'not') return `ANDNOT ${inBrackets(part.of)}`
  if (part.of.length === 1) return written(part.of[0])
  const between = part.kind === 'and' ? ' AND ' : ' OR '
  return part.of.map(inBrackets).join(between).replaceAll(' AND ANDNOT ', ' ANDNOT ')
}

const inBrackets = (part: Part): string =>
  part.kind !== 'text' && part.kind !== 'not' && part.of.length > 1
    ? `(${written(part)})`
    : written(part)
