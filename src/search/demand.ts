import type { FullTextQuery } from '@lancedb/lancedb'
import { understand } from '#paper'
import type { Index } from './lance.ts'
import { quoted } from './lance.ts'
import { nameTerms, plain, termsOf } from './words.ts'

/** Where a word is demanded. `any` is everywhere; what is searched of an abstract includes the title. */
export type Place = 'any' | 'title' | 'names' | 'abstract' | 'comments' | 'journal'

/** What a paper must fulfil, to the letter: nothing is guessed, nothing is left out. */
export type Demand =
  | {
      readonly kind: 'word'
      readonly place: Place
      readonly text: string
      readonly phrase: boolean
    }
  /** A word that begins so. */
  | { readonly kind: 'begins'; readonly place: Place; readonly text: string }
  | { readonly kind: 'category' | 'id' | 'doi'; readonly text: string }
  /** Instants, both included; the empty text is open. */
  | { readonly kind: 'submitted'; readonly from: string; readonly to: string }
  /** What no paper fulfils. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Demand[] }
  | { readonly kind: 'not'; readonly of: Demand }

export type Leaf = Exclude<Demand, { of: unknown }>

const columns: Record<Place, readonly (readonly [string, (text: string) => string[]])[]> = {
  any: [
    ['words', termsOf],
    ['names', nameTerms],
    ['comments', termsOf],
    ['journal', termsOf],
  ],
  abstract: [['words', termsOf]],
  names: [['names', nameTerms]],
  title: [['title', termsOf]],
  comments: [['comments', termsOf]],
  journal: [['journal', termsOf]],
}

/** So many words may begin as one that is cut short: the most written ones. */
export const mostEndings = 60

/** A word, a phrase or the beginning of a word, as Lance is asked for it; nothing where no term is left. */
export function textOfLeaf(
  { lance }: Pick<Index, 'lance'>,
  leaf: Demand & { kind: 'word' | 'begins' },
  endings: readonly string[],
): FullTextQuery | undefined {
  const { MatchQuery, PhraseQuery, BooleanQuery, Occur, Operator } = lance
  const parts = columns[leaf.place].flatMap(([column, terms]): FullTextQuery[] => {
    if (leaf.kind === 'begins') {
      const words = [...new Set(endings.flatMap(terms))]
      return words.length > 0 ? [new MatchQuery(words.join(' '), column)] : []
    }
    const sought = terms(leaf.text)
    if (sought.length === 0) return []
    return leaf.phrase && sought.length > 1
      ? [new PhraseQuery(sought.join(' '), column)]
      : [new MatchQuery(sought.join(' '), column, { operator: Operator.And })]
  })
  if (parts.length < 2) return parts[0]
  return new BooleanQuery(parts.map((part) => [Occur.Should, part]))
}

/** The beginning of a word as a filter that looks into every text: for a library of some thousand papers. */
export function filterOfBeginning({ place, text }: Demand & { kind: 'begins' }): string {
  const begin = plain(text).replace(/[^\p{L}\p{N}]/gu, '')
  const like = columns[place].flatMap(([column]) =>
    [`${begin}%`, `% ${begin}%`].map((shape) => `${column} like ${quoted(shape)}`),
  )
  return `(${like.join(' or ')})`
}

/** A demand as one of Lance's filters, where it is one. */
export function filterOfLeaf(leaf: Demand & { kind: 'category' | 'id' | 'doi' }): string {
  const text = leaf.text.trim()
  switch (leaf.kind) {
    case 'category': {
      const [archive = '', subject] = text
        .toLowerCase()
        .replace(/\.?\*$/, '')
        .split('.')
      const names = subject
        ? [`${archive}.${subject.toUpperCase()}`, `${archive}.${subject}`]
        : [archive]
      return `array_has_any(categories, [${names.map(quoted).join(', ')}])`
    }
    case 'id':
      return `id = ${quoted(understand(text) ?? text)}`
    case 'doi':
      break
  }
  const doi = text.toLowerCase()
  return `(doi = ${quoted(doi)} or id = ${quoted(`doi:${doi}`)})`
}
