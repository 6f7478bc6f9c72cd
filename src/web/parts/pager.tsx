import { words } from '../words/words.ts'

/** How many papers a page of a long list has. */
export const pageSize = 60

/** Which page of a list is asked for, from 1. */
export const pageOf = (text: string | undefined): number =>
  Math.min(Math.max(1, Math.trunc(Number(text)) || 1), 1_000_000)

export const sliceOf = (page: number, count = pageSize) => ({ skip: (page - 1) * count, count })

/** The address of a page of the list at `address`; the first has none of its own. */
export function pageAddress(address: string, page: number): string {
  return withQuery(address, { page: page > 1 ? String(page) : '' })
}

/** The address with other values in its query; an empty one goes. */
export function withQuery(address: string, values: Readonly<Record<string, string>>): string {
  const [path = '', query = ''] = address.split('?')
  const params = new URLSearchParams(query)
  for (const [name, value] of Object.entries(values)) {
    if (value) params.set(name, value)
    else params.delete(name)
  }
  return params.size > 0 ? `${path}?${params.toString()}` : path
}

/** Leads through the pages of a long list; nothing where there is one page. */
export function Pager(props: { address: string; page: number; total: number; size?: number }) {
  const { address, page, total, size = pageSize } = props
  const pages = Math.max(1, Math.ceil(total / size))
  if (pages === 1 && page === 1) return null
  return (
    <nav class="pager" aria-label={words.pages.label}>
      {page > 1 ? (
        <a href={pageAddress(address, Math.min(page - 1, pages))}>← {words.pages.before}</a>
      ) : (
        <span></span>
      )}
      <span class="place">
        {page > pages ? words.pages.beyond(pages) : words.pages.of(page, pages)}
      </span>
      {page < pages ? (
        <a href={pageAddress(address, page + 1)}>{words.pages.after} →</a>
      ) : (
        <span></span>
      )}
    </nav>
  )
}
