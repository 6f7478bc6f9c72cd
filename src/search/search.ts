import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { papersOf } from '#catalog'
import type { PaperId } from '#paper'
import type { Store } from '#store'
import { candidates } from './candidates.ts'
import { type Embedder, openEmbedder } from './embedder.ts'
import { namedBy } from './exact.ts'
import { findInStore } from './fallback.ts'
import { currentBuild, type Index, openIndex, quoted } from './lance.ts'
import { type Query, type Reading, readQuery } from './query.ts'
import { rank, type Ranked, relevant } from './rank.ts'
import { openWriter } from './refresh.ts'
import { termsOf } from './words.ts'

export { markedIn, type Stretch } from './marks.ts'
export type { Query } from './query.ts'

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

export type Hit = { readonly id: PaperId; readonly score: number }

export type Found = {
  readonly hits: readonly Hit[]
  /** How many there are, of which `hits` is a part. */
  readonly total: number
  /** What to mark in titles and abstracts, for `markedIn`. */
  readonly marks: readonly string[]
  /** What was assumed or left out, in sentences. */
  readonly notes: readonly string[]
  /** False while the index is missing or being made: then the answer is from the store alone. */
  readonly ready: boolean
}

const depth = 200

/** Opens the index in `folder`. It need not exist yet. */
export async function openSearch(
  store: Store,
  { folder, embedder = openEmbedder() }: { folder: string; embedder?: Embedder },
): Promise<Search> {
  const broken = join(folder, 'broken')
  const writer = openWriter(store, folder, embedder, () => existsSync(broken))
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
      ask((open) => findInIndex(open, embedder, query, reading)),
    ])
    const first = (named?.papers ?? []).map((id): Hit => ({ id, score: 2 }))
    const rest = found ?? { hits: await findInStore(store, reading, depth), notes: [] }
    const ids = new Set(first.map(({ id }) => id))
    // Whoever asks for an author wants no one else.
    const others = named?.kind === 'author' && !query.loose ? [] : rest.hits
    const all = [...first, ...others.filter(({ id }) => !ids.has(id))]
    const ready = found !== undefined
    const notes = [...reading.notes, ...(first.length > 0 ? [] : rest.notes)]
    return {
      hits: all.slice(skip, skip + count),
      total: all.length,
      marks: [...new Set([...reading.terms, ...reading.names])],
      notes: ready
        ? notes
        : [...notes, 'The index is being made; until it is there, only titles are searched.'],
      ready,
    }
  }

  return {
    find,
    async near(paper, count) {
      const found = await ask((open) => nearest(open, store, embedder, paper, count))
      return found ?? []
    },
    refresh: (signal, onProgress) => writer.refresh(signal, onProgress),
    async [Symbol.asyncDispose]() {
      index?.close()
      writer.close()
    },
  }
}

async function findInIndex(
  index: Index,
  embedder: Embedder,
  query: Query,
  reading: Reading,
): Promise<{ hits: readonly Hit[]; notes: readonly string[] }> {
  if (reading.terms.length === 0 && reading.names.length === 0) {
    return { hits: reading.filter ? await latest(index, reading.filter) : [], notes: [] }
  }
  const vector = embedder.embed(reading.text)
  const ranked = rank(await candidates(index, reading, vector, depth), reading, vector)
  const shown = query.loose ? ranked : relevant(ranked, reading)
  return {
    hits: query.sort === 'date' ? shown.toSorted((a, b) => b.day - a.day) : shown,
    notes: dropped(shown, reading),
  }
}

/** Says which words of the query none of the papers shown has. */
function dropped(shown: readonly Ranked[], { text, terms }: Reading): string[] {
  const missing = new Set(terms.filter((term) => shown.every(({ lacks }) => lacks.includes(term))))
  const words = (text.match(/[\p{L}\p{N}'-]+/gu) ?? []).filter((word) =>
    termsOf(word).some((term) => missing.has(term)),
  )
  if (shown.length === 0 || words.length === 0) return []
  const listed = [...new Set(words)]
    .slice(0, 5)
    .map((word) => `“${word}”`)
    .join(', ')
  return [`No paper here has ${listed} together with the rest; these come nearest.`]
}

/** Everything that a filter lets through, the latest first. */
async function latest({ table }: Index, filter: string): Promise<Hit[]> {
  const rows: { id: PaperId }[] = await table
    .query()
    .where(filter)
    .select(['id', 'day'])
    .orderBy([
      { columnName: 'day', ascending: false },
      { columnName: 'id', ascending: false },
    ])
    .limit(1000)
    .toArray()
  return rows.map(({ id }) => ({ id, score: 0 }))
}

async function nearest(
  { table }: Index,
  store: Store,
  embedder: Embedder,
  id: PaperId,
  count: number,
): Promise<Hit[]> {
  const [row] = await table
    .query()
    .where(`id = ${quoted(id)}`)
    .select(['vector'])
    .limit(1)
    .toArray()
  const vector: Float32Array | undefined =
    row?.vector.toArray() ?? (await vectorOf(store, embedder, id))
  if (!vector) return []
  const rows: { id: PaperId; _distance: number }[] = await table
    .query()
    .nearestTo(vector)
    .distanceType('dot')
    .nprobes(30)
    .refineFactor(5)
    .select(['id', '_distance'])
    .limit(count + 1)
    .toArray()
  return rows
    .map(({ id: near, _distance: distance }) => ({ id: near, score: 1 - distance }))
    .filter((near) => near.id !== id)
    .slice(0, count)
}

async function vectorOf(store: Store, embedder: Embedder, id: PaperId) {
  const [paper] = await papersOf(store, [id])
  return paper && embedder.embed(`${paper.title}\n${paper.abstract || paper.summary}`)
}

/** The papers that appeared under a DOI, which the store has no index of. */
async function withDoi({ table }: Index, doi: string): Promise<PaperId[]> {
  const rows: { id: PaperId }[] = await table
    .query()
    .where(`doi = ${quoted(doi)}`)
    .select(['id'])
    .limit(10)
    .toArray()
  return rows.map(({ id }) => id)
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
