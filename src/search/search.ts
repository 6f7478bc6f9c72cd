import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paper, PaperId } from '#paper'
import type { Store } from '#store'
import { type Embedder, openEmbedder } from './embedder.ts'
import { among, type Among, emptyLexicon } from './among.ts'
import { type Answer, answerTo } from './answer.ts'
import { type Hit, nearest } from './find.ts'
import { currentBuild, type Index, openIndex } from './lance.ts'
import { lexiconReader } from './lexicon.ts'
import { namesReader } from './names-file.ts'
import { suggestFor, type Suggestions } from './suggest.ts'
import { spellingsReader } from './spellings.ts'
import { keptLists } from './lists.ts'
import { canonicalOf } from './narrow.ts'
import type { Query, Sort } from './query.ts'
import type { Standings } from './standings.ts'
import { openWriter } from './refresh.ts'

export type { Among } from './among.ts'
export type { Hit } from './find.ts'
export { markedIn, type Stretch } from './marks.ts'
export type { Facet, Facets } from './facets.ts'
export type { Why } from './favour.ts'
export { canonicalOf, narrowed, type Narrowing, narrowingOf } from './narrow.ts'
export type { Query, Sort } from './query.ts'
export type { Suggestions } from './suggest.ts'
export type { Standings } from './standings.ts'

/** An index of the papers in a store. It is derived: damaged or deleted, it is made anew from the store. */
export type Search = AsyncDisposable & {
  /** The papers that answer a query, the best first. Any text is a query. */
  find(query: Query): Promise<Found>
  /** The papers most like one of them. */
  near(paper: PaperId, count: number): Promise<Hit[]>
  /** A search that looks at some papers alone, for when many queries are put to a day's papers. */
  among(papers: readonly Paper[]): Promise<Among>
  /** How a text that is being typed may go on. */
  suggest(text: string): Promise<Suggestions>
  /**
   * Reads the news of papers into the index and says how much there was. Stop it anywhere and call
   * it again. Only one may run at a time, in all processes.
   */
  refresh(signal?: AbortSignal, onProgress?: (read: number) => void): Promise<number>
}

export type Found = Omit<Answer, 'all'> & {
  readonly hits: readonly Hit[]
  /** How many there are, of which `hits` is a part. */
  readonly total: number
  /** The orders that can be asked for. */
  readonly sorts: readonly Sort[]
  /** Calls this list, for whoever turns to its next page: `Query.list`. */
  readonly list: string
}

/** Opens the index in `folder`. It need not exist yet. */
export async function openSearch(
  store: Store,
  {
    folder,
    embedder = openEmbedder(),
    standings = {},
    now = () => new Date(),
  }: { folder: string; embedder?: Embedder; standings?: Standings; now?: () => Date },
): Promise<Search> {
  const broken = join(folder, 'broken')
  const writer = openWriter(store, folder, embedder, () => existsSync(broken))
  const lexiconOf = lexiconReader()
  const spellingsOf = spellingsReader()
  const namesOf = namesReader()
  const lists = keptLists<Answer>()
  let index: Index | undefined

  /** The index that counts now, or `undefined` where there is none to read. */
  async function current(): Promise<Index | undefined> {
    const build = currentBuild(folder, embedder.name)
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
    const { sort = '', loose = '', as = '', exactly = '' } = query
    const key = [canonicalOf(query), sort, loose, as, exactly].join('\n')
    const before = query.list === undefined ? undefined : lists.recall(key, query.list)
    const answer =
      before ??
      (await answerTo(
        { store, embedder, standings, ask, lexiconOf, spellingsOf, now: now() },
        query,
      ))
    const { all, ...rest } = answer
    const skip = Math.max(0, Math.trunc(query.skip ?? 0))
    const count = Math.min(200, Math.max(0, Math.trunc(query.count ?? 20)))
    return {
      ...rest,
      sorts: standings.heat ? ['relevance', 'date', 'trending'] : ['relevance', 'date'],
      list: lists.keep(key, answer),
      hits: all.slice(skip, skip + count),
      total: all.length,
    }
  }

  return {
    find,
    async near(paper, count) {
      const found = await ask((open) => nearest(open, { store, embedder }, paper, count))
      return found ?? []
    },
    async among(papers) {
      const lexicon = await ask((open) => lexiconOf(open.place))
      return among(papers, { store, embedder, lexicon: lexicon ?? emptyLexicon })
    },
    async suggest(text) {
      return suggestFor({ store, ask, spellingsOf, namesOf }, text)
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
