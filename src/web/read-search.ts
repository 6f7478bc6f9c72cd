import { type Day, isCategory, isDay } from '#paper'
import type { Query } from '#search'
import { pageOf } from './parts/pager.tsx'
import { words } from './words/words.ts'

/** A search as the fields of the page have it, with what we had to change to understand it. */
export type Asked = Query & { readonly page: number; readonly notes: readonly string[] }

/** Nobody searches with more than this; it is rather a page that was pasted. */
const longest = 500

/** Reads the query of a search address. What makes no sense is left out and told, never a fault. */
export function readSearch(params: URLSearchParams): Asked {
  const notes: string[] = []
  const all = wellFormed(params.get('q') ?? '').trim()
  if (all.length > longest) notes.push(words.search.tooLong(longest))

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
  return {
    text: all.slice(0, longest),
    ...(from && { from }),
    ...(to && { to }),
    ...(categories.length > 0 && { categories }),
    sort: params.get('sort') === 'newest' ? 'date' : 'relevance',
    page: pageOf(params.get('page') ?? undefined),
    notes,
  }
}

/** Without halves of characters and what controls a terminal. */
const wellFormed = (text: string) => text.toWellFormed().replace(/\p{Cc}+/gu, ' ')
