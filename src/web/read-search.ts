import { type Day, isCategory, isDay } from '#paper'
import { narrowed, type Sort } from '#search'
import { pageOf } from './parts/pager.tsx'
import { words } from './words/words.ts'

/** A search as its address has it, with what we had to change to understand it. */
export type Asked = {
  /** The query; days and categories that came in fields of their own are part of it. */
  readonly text: string
  readonly sort: Sort
  /** To be searched for as it was typed, though a word of it looks misspelt. */
  readonly exactly: boolean
  /** Also what is but loosely related. */
  readonly wide: boolean
  readonly page: number
  /** The list whose pages are turned. */
  readonly list: string | undefined
  readonly notes: readonly string[]
}

/** Nobody searches with more than this; it is rather a page that was pasted. */
const longest = 500

/** Reads the query of a search address. What makes no sense is left out and told, never a fault. */
export function readSearch(params: URLSearchParams): Asked {
  const notes: string[] = []
  const all = wellFormed(params.get('q') ?? '').trim()
  if (all.length > longest) notes.push(words.search.tooLong(longest))
  const text = all.slice(0, longest)
  const demands = demandsIn(params, notes)
  const sort = params.get('sort')
  return {
    text: text && demands.reduce(narrowed, text),
    sort: sort === 'newest' ? 'date' : sort === 'trending' ? 'trending' : 'relevance',
    exactly: params.get('as') === 'typed',
    wide: params.get('wide') === 'yes',
    page: pageOf(params.get('page') ?? undefined),
    list: params.get('list') ?? undefined,
    notes,
  }
}

/** What the fields of a form demand, as a query says it. */
function demandsIn(params: URLSearchParams, notes: string[]): string[] {
  const day = (name: string): Day | undefined => {
    const text = (params.get(name) ?? '').trim()
    if (isDay(text)) return text
    if (text) notes.push(words.search.notDay(text.slice(0, 40)))
    return undefined
  }
  let [from, to] = [day('from'), day('to')]
  if (from && to && from > to) {
    ;[from, to] = [to, from]
    notes.push(words.search.backwards)
  }
  const codes = params.getAll('category').filter((code) => code !== '')
  const categories = codes.filter((code) => isCategory(code))
  if (categories.length < codes.length) notes.push(words.search.notCategory)
  return [
    ...(from || to ? [`submittedDate:[${from ?? '*'} TO ${to ?? '*'}]`] : []),
    ...(categories.length > 0 ? [`(${categories.map((code) => `cat:${code}`).join(' OR ')})`] : []),
  ]
}

/** Without halves of characters and what controls a terminal. */
const wellFormed = (text: string) => text.toWellFormed().replace(/\p{Cc}+/gu, ' ')
