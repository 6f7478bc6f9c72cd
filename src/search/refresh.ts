import { papersOf } from '#catalog'
import { type Change, follow, forgetBookmark, type Store } from '#store'
import type { Embedder } from './embedder.ts'
import { indexRow } from './index-rows.ts'
import {
  append,
  beginIndex,
  currentBuild,
  type Index,
  openIndex,
  remove,
  tend,
  upsert,
} from './lance.ts'

const follower = 'search'
const atOnce = 2000

/** The one that writes the index. Only one at a time may, in all processes: its caller sees to that. */
export type Writer = {
  refresh(signal?: AbortSignal, onProgress?: (read: number) => void): Promise<number>
  close(): void
}

export function openWriter(
  store: Store,
  folder: string,
  embedder: Embedder,
  reported: () => boolean,
): Writer {
  let index: Index | undefined
  let untended = 0
  let fresh = false

  /** The index that counts now; a new one where that is missing, damaged, or of another embedder. */
  async function current(): Promise<Index> {
    const build = await currentBuild(folder, embedder.name)
    const begun = await store
      .selectFrom('bookmarks')
      .select('place')
      .where('follower', '=', follower)
      .executeTakeFirst()
    if (index && index.build === build && begun && !reported()) return index
    index?.close()
    index = undefined
    if (build && begun && !reported())
      index = await openIndex(folder, build, embedder.dimension).catch(() => undefined)
    if (index) return index

    await forgetBookmark(store, follower)
    fresh = true
    return (index = await beginIndex(folder, embedder.name, embedder.dimension))
  }

  async function take(into: Index, changes: readonly Change[]): Promise<void> {
    const kinds = new Map(changes.map(({ paper, kind }) => [paper, kind]))
    const papers = await papersOf(store, [...kinds.keys()])
    const rows = papers.map((paper) => indexRow(paper, embedder))
    const held = new Set(papers.map(({ id }) => id))
    await remove(
      into,
      [...kinds.keys()].filter((id) => !held.has(id)),
    )
    // What a crash may have left from this very batch is possible in the first batch alone.
    const first = new Set(changes.filter(({ kind }) => kind === 'new').map(({ paper }) => paper))
    await upsert(
      into,
      rows.filter(({ id }) => !fresh || !first.has(id)),
    )
    await append(
      into,
      rows.filter(({ id }) => fresh && first.has(id)),
    )
    fresh = true
    untended += changes.length
  }

  return {
    async refresh(signal, onProgress) {
      const into = await current()
      let read = 0
      for (;;) {
        if (signal?.aborted) break
        const count = await follow(store, follower, atOnce, (changes) => take(into, changes))
        if (count === 0) break
        read += count
        onProgress?.(read)
        if (untended >= Math.max(20_000, read / 2)) await tended(into)
      }
      if (untended >= 500 && !signal?.aborted) await tended(into)
      return read
    },
    close() {
      index?.close()
      index = undefined
    },
  }

  async function tended(into: Index): Promise<void> {
    await tend(into)
    untended = 0
  }
}
