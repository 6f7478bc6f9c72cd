import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PaperId } from '#paper'
import type { Store } from '#store'
import { type Embedder, openEmbedder } from './embedder.ts'
import { namedBy } from './exact.ts'
import { findInStore } from './fallback.ts'
import { findInIndex, type Hit, nearest, withDoi } from './find.ts'
import { currentBuild, type Index, openIndex } from './lance.ts'
import { lexiconReader } from './lexicon.ts'
import { type Query, readQuery } from './query.ts'
import { openWriter } from './refresh.ts'

export type { Hit } from './find.ts'
export { markedIn, type Stretch } from './marks.ts'
export type { Query } from './query.ts'
export type { Reasons } from './rank.ts'

/** An index of the papers in a store. It is derived: damaged or deleted, it is made anew from the store. */
export type Search = AsyncDisposable & {
  /** The papers that answer a query, the best first. Any text is a query. */
  find(query: Query): Promise<Found>
  /** The papers most like one of them. */
  near(paper: PaperId, count: number): Promise<Hit[]>
  /**
   * Reads the news of papers into the index and says how much there was. Stop it anywhere and call
   * it again. Only one may run at a time, in all processes.
   */
  refresh(signal?: AbortSignal, onProgress?: (read: number) => void): Promise<number>
}

export type Found = {
  readonly hits: readonly Hit[]
  /** How many there are, of which `hits` is a part. */
  readonly total: number
  /** What to mark in titles and abstracts, for `markedIn`. */
  readonly marks: readonly string[]
  /** The one way to write this query: two that mean the same have the same. */
  readonly canonical: string
  /** What was assumed or left out, in sentences. */
  readonly notes: readonly string[]
  /** False while the index is missing or being made: then the answer is from the store alone. */
  readonly ready: boolean
}

/** How many are named while there is no index. */
const few = 200

/** Opens the index in `folder`. It need not exist yet. */
export async function openSearch(
  store: Store,
  { folder, embedder = openEmbedder() }: { folder: string; embedder?: Embedder },
): Promise<Search> {
  const broken = join(folder, 'broken')
  const writer = openWriter(store, folder, embedder, () => existsSync(broken))
  const lexiconOf = lexiconReader()
  let index: Index | undefined

  /** The index that counts now, or `undefined` where there is none to read. */
  async function current(): Promise<Index | undefined> {
    const build = await currentBuild(folder, embedder.name)
    if (index?.build === build) return index
    index?.close()
    index = undefined
    if (build) index = await openIndex(folder, build, embedder.dimension)
    return index
  }

  /** Asks the index; where it is missing or damaged, has it made anew and answers `undefined`. */
  async function ask<T>(question: (index: Index) => Promise<T>): Promise<T | undefined> {
    try {
      const open = await current()
      return open && (await question(open))
    } catch (error) {
      if (index && existsSync(index.place) && (await healthy(index))) throw error
      index?.close()
      index = undefined
      await mkdir(folder, { recursive: true })
      await writeFile(broken, String(error))
      return undefined
    }
  }

  async function find(query: Query): Promise<Found> {
    const reading = readQuery(query)
    const skip = Math.max(0, Math.trunc(query.skip ?? 0))
    const count = Math.min(200, Math.max(0, Math.trunc(query.count ?? 20)))
    const [named, found] = await Promise.all([
      reading.filter
        ? undefined
        : namedBy(store, reading.text, (doi) => ask((open) => withDoi(open, doi))),
      ask(async (open) =>
        findInIndex(
          open,
          { store, embedder, lexicon: await lexiconOf(open.place) },
          query,
          reading,
        ),
      ),
    ])
    const first = (named?.papers ?? []).map((id): Hit => ({ id, score: 2 }))
    const rest = found ?? { hits: await findInStore(store, reading, few), notes: [] }
    const ids = new Set(first.map(({ id }) => id))
    // Whoever asks for an author wants no one else.
    const others = named?.kind === 'author' && !query.loose ? [] : rest.hits
    const all = [...first, ...others.filter(({ id }) => !ids.has(id))]
    const ready = found !== undefined
    const notes = [...reading.notes, ...(first.length > 0 ? [] : rest.notes)]
    return {
      hits: all.slice(skip, skip + count),
      total: all.length,
      canonical: reading.canonical,
      marks: [...new Set([...reading.terms, ...reading.spelled.values()])],
      notes: ready
        ? notes
        : [...notes, 'The index is being made; until it is there, only titles are searched.'],
      ready,
    }
  }

  return {
    find,
    async near(paper, count) {
      const found = await ask((open) => nearest(open, { store, embedder }, paper, count))
      return found ?? []
    },
    refresh: (signal, onProgress) => writer.refresh(signal, onProgress),
    async [Symbol.asyncDispose]() {
      index?.close()
      writer.close()
    },
  }
}

/** Whether the index answers at all, so that a fault lies with the question. */
async function healthy({ table }: Index): Promise<boolean> {
  return table
    .query()
    .limit(10)
    .toArray()
    .then(
      () => true,
      () => false,
    )
}
