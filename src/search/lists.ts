import { crc32 } from 'node:zlib'
import type { Hit } from './find.ts'

/**
 * Lists of hits as they were, so that whoever turns the page of one goes on in it, whatever came in
 * meanwhile. A list is called by what stands in it; the ones longest unused are forgotten.
 */
export function keptLists<T extends { readonly all: readonly Hit[] }>(most = 60) {
  const lists = new Map<string, T>()
  return {
    recall(query: string, name: string): T | undefined {
      const list = lists.get(`${name} ${query}`)
      if (!list) return undefined
      lists.delete(`${name} ${query}`)
      lists.set(`${name} ${query}`, list)
      return list
    },
    keep(query: string, list: T): string {
      const name = crc32(list.all.map(({ id }) => id).join(' ')).toString(36)
      lists.delete(`${name} ${query}`)
      lists.set(`${name} ${query}`, list)
      const [oldest] = lists.keys()
      if (lists.size > most && oldest !== undefined) lists.delete(oldest)
      return name
    },
  }
}
