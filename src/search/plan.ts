import type { FullTextQuery } from '@lancedb/lancedb'
import { understand } from '#paper'
import { dayNumber } from './index-rows.ts'
import { type Index, quoted } from './lance.ts'
import type { Field, Node } from './language.ts'
import { nameTerms, termsOf } from './words.ts'

/** One way to get at the papers of a query: a search in the text, within a filter of Lance's. */
export type Plan = { readonly text?: FullTextQuery | undefined; readonly filter: string }

/**
 * How to ask Lance for the papers that fulfil a query, as narrowly as it can be asked; what comes
 * is to be checked with `holds`, for Lance joins text and filters by AND alone.
 */
export function plans(index: Index, must: Node | undefined): Plan[] {
  if (!must) return [{ filter: '' }]
  const filter = asFilter(must)
  if (isFilter(must)) return [{ filter }]
  if (must.kind === 'or' && must.of.some((part) => !hasText(part))) {
    return must.of.flatMap((part) => plans(index, part))
  }
  return [{ text: asText(index, must), filter }]
}

/** A query as one of Lance's filters, as far as that goes: never narrower than the query. */
export function asFilter(node: Node): string {
  switch (node.kind) {
    case 'and':
      return allOf(node.of.map(asFilter))
    case 'or':
      return node.of.every(isFilter) ? `(${node.of.map(asFilter).join(' or ')})` : ''
    case 'not':
      return isFilter(node.of) ? `not (${asFilter(node.of)})` : ''
    case 'category':
      return `array_has_any(categories, [${spellings(node.text).map(quoted).join(', ')}])`
    case 'id':
      return `id = ${quoted(understand(node.text) ?? node.text)}`
    case 'doi':
      return `(doi = ${quoted(node.text.toLowerCase())} or id = ${quoted(`doi:${node.text.toLowerCase()}`)})`
    case 'days':
      return allOf([
        'day > 0',
        node.from === '' ? '' : `day >= ${dayNumber(node.from)}`,
        node.to === '' ? '' : `day <= ${dayNumber(node.to)}`,
      ])
    case 'source':
      return node.name === 'arxiv' ? "id not like '%:%'" : `id like '${node.name}:%'`
    case 'among':
      return node.papers.size === 0 ? 'false' : `id in (${[...node.papers].map(quoted).join(', ')})`
    case 'has':
      return node.what === 'pick' ? 'false' : node.what === 'code' ? '`hasCode`' : '`hasAbstract`'
    case 'word':
    case 'meaning':
      break
  }
  return ''
}

/** Several filters as one, without the empty ones. */
export const allOf = (filters: readonly string[]): string => filters.filter(Boolean).join(' and ')

/** arXiv writes an archive small and a subject class large, but some classes small. */
function spellings(name: string): string[] {
  const [archive = '', subject] = name.toLowerCase().split('.')
  if (subject === undefined) return [archive]
  return [`${archive}.${subject.toUpperCase()}`, `${archive}.${subject}`, name]
}

/** Whether Lance's filters say all of it. */
export function isFilter(node: Node): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.of.every(isFilter)
  if (node.kind === 'not') return isFilter(node.of)
  return node.kind !== 'word' && node.kind !== 'meaning'
}

/** Whether every paper that fulfils it has some word that can be looked up. */
function hasText(node: Node): boolean {
  if (node.kind === 'and') return node.of.some(hasText)
  if (node.kind === 'or') return node.of.every(hasText)
  return node.kind === 'word'
}

function asText(index: Index, node: Node): FullTextQuery | undefined {
  const { lance } = index
  if (node.kind === 'word') return asWord(index, node)
  if (node.kind !== 'and' && node.kind !== 'or') return undefined
  const occur = node.kind === 'and' ? lance.Occur.Must : lance.Occur.Should
  const parts = node.of.flatMap((part) => asText(index, part) ?? [])
  if (parts.length < 2) return parts[0]
  return new lance.BooleanQuery(parts.map((part) => [occur, part]))
}

/** A word or phrase in its field. */
function asWord({ lance }: Index, node: Node & { kind: 'word' }): FullTextQuery | undefined {
  const parts = columnsOf(node.field).flatMap(([column, termsIn]) => {
    const terms = termsIn(node.text)
    if (terms.length === 0) return []
    // A compound may stand in its parts or as a whole: `holds` tells which will do.
    const phrase = node.phrase && terms.length > 1
    const text = terms.join(' ')
    return [phrase ? new lance.PhraseQuery(text, column) : new lance.MatchQuery(text, column)]
  })
  if (parts.length < 2) return parts[0]
  return new lance.BooleanQuery(parts.map((part) => [lance.Occur.Should, part]))
}

function columnsOf(field: Field): [string, (text: string) => string[]][] {
  switch (field) {
    case 'any':
      return [
        ['words', termsOf],
        ['names', nameTerms],
      ]
    case 'abstract':
      return [['words', termsOf]]
    case 'names':
      return [['names', nameTerms]]
    case 'title':
    case 'comments':
    case 'journal':
      break
  }
  return [[field, termsOf]]
}

/**
 * Any of some terms, the more the better, in text or names; those of the title more. As one query of
 * several columns it takes a third of the time that a query for each of them does.
 */
export function asTerms(
  { lance }: Pick<Index, 'lance'>,
  terms: readonly string[],
  names: readonly string[],
): FullTextQuery | undefined {
  if (terms.length === 0) return undefined
  const text = [...terms, ...new Set(names).difference(new Set(terms))].join(' ')
  return new lance.MultiMatchQuery(text, ['words', 'title', 'names'], { boosts: [1, 0.3, 0.6] })
}
