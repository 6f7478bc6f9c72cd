import { addDays, type Day, daysOfMonth, type PaperId, paperPath, weekOf } from '#paper'
import type { Sort } from '#search'

export const dayPath = (day: Day): string => `/day/${day}`
export const weekPath = (week: string): string => `/week/${week}`
export const monthPath = (month: string): string => `/month/${month}`
export const categoryPath = (code: string): string => `/categories/${encodeURIComponent(code)}`
export const authorPath = (key: string): string => `/authors/${encodeURIComponent(key)}`
export const searchPath = (text: string): string =>
  `/search?${new URLSearchParams({ q: text }).toString()}`
/** A search in an order; the usual one has no name in its address. */
export const searchAddress = (text: string, sort: Sort = 'relevance'): string =>
  searchPath(text) +
  (sort === 'relevance' ? '' : sort === 'date' ? '&sort=newest' : '&sort=trending')
export const editionPath = (id: string): string => `/editions/${encodeURIComponent(id)}`

/** Where the score of a paper is taken apart. */
export const scorePath = (paper: PaperId): string => paperPath(paper).replace(/^\/papers/, '/score')

export const groupPath = (group: string): string => `/groups/${encodeURIComponent(group)}`

/** The page of a collection that its reader made public. */
export const listPath = (handle: string, publicAs: string): string =>
  `/people/${handle}/lists/${encodeURIComponent(publicAs)}`

export const monthOf = (day: Day): string => day.slice(0, 7)

/** The months before and after one. */
export function monthsBeside(month: string): { before: string; after: string } | undefined {
  const span = daysOfMonth(month)
  return span && { before: monthOf(addDays(span.from, -1)), after: monthOf(addDays(span.to, 1)) }
}

/** The weeks before and after the one that begins on a Monday. */
export const weeksBeside = (monday: Day): { before: string; after: string } => ({
  before: weekOf(addDays(monday, -7)),
  after: weekOf(addDays(monday, 7)),
})
