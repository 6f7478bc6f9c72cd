import type { Paper, PaperId } from '#paper'
import type { Store } from '#store'
import { type Embedder, openEmbedder } from './embedder.ts'
import { among, type Among, emptyLexicon } from './among.ts'
import { cardsAround, cardsOfIds, type Spot } from './around.ts'
import type { Card } from './card.ts'
import type { Lexicon } from './lexicon.ts'
import { type Answer, answerTo } from './answer.ts'
import { type Hit, nearest } from './find.ts'
import { keepIndex } from './kept-index.ts'
import { lexiconReader } from './lexicon.ts'
import { namesReader } from './names-file.ts'
import { suggestFor, type Suggestions } from './suggest.ts'
import { spellingsReader } from './spellings.ts'
import { keptLists } from './lists.ts'
import type { Demand } from './demand.ts'
import { type ExactAnswer, exactLists, type ExactOrder } from './exact-list.ts'
import { canonicalOf } from './narrow.ts'
import type { Query, Sort } from './query.ts'
import type { Standings } from './standings.ts'

export type { Embedder } from './embedder.ts'
export { chosenEmbedder, type EmbedderChoice } from './embedder/choice.ts'
export type { Among } from './among.ts'
export type { Demand, Place } from './demand.ts'
export type { ExactAnswer, ExactOrder } from './exact-list.ts'
export type { Spot } from './around.ts'
export type { Card } from './card.ts'
export { type Lexicon, rarity } from './lexicon.ts'
export { type TermText, termNumber } from './term-text.ts'
export { termsOf } from './words.ts'
export type { Hit } from './find.ts'
export { demands, havingAny } from './having.ts'
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
  /**
   * The papers that fulfil a demand to the letter, in the order asked for, and how many there are of
   * them in all; `undefined` while there is no index.
   */
  exactly(demand: Demand, order: ExactOrder): Promise<ExactAnswer | undefined>
  /** A search that looks at some papers alone, for when many queries are put to a day's papers. */
  among(papers: readonly Paper[]): Promise<Among>
  /** Papers as ranking sees them, in no order; of those that nobody holds, nothing. */
  cards(papers: readonly PaperId[]): Promise<Card[]>
  /** The papers around a spot, about `count` of them in no order, for whoever ranks by their own lights. */
  around(spot: Spot, count: number): Promise<Card[]>
  /** How rare words are in this library. */
  lexicon(): Promise<Lexicon>
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

/**
 * Opens the index in `folder`. It need not exist yet. Where another embedder was chosen (`meaning`),
 * an index of its vectors is made beside it and takes its place once it is whole.
 */
export async function openSearch(
  store: Store,
  {
    folder,
    embedder = openEmbedder(),
    meaning,
    standings = {},
    onTrouble = () => {},
    now = () => new Date(),
  }: {
    folder: string
    embedder?: Embedder
    meaning?: Embedder | undefined
    standings?: Standings
    /** Is told when the vectors of the other embedder could not be had; that is tried again. */
    onTrouble?: (error: unknown) => void
    now?: () => Date
  },
): Promise<Search> {
  const own = keepIndex(store, folder, embedder, 'search')
  const other =
    meaning && keepIndex(store, beside(folder, meaning), meaning, `search ${meaning.name}`)
  const lexiconOf = lexiconReader()
  const spellingsOf = spellingsReader()
  const namesOf = namesReader()
  const lists = keptLists<Answer>()
  const exact = exactLists()
  let failures = 0
  let restsUntil = 0

  /** The index that is asked: that of the embedder that was chosen as soon as it is whole, else ours. */
  const chosen = () => (other?.isWhole() ? other : own)

  async function find(query: Query): Promise<Found> {
    const { sort = '', loose = '', as = '', exactly = '' } = query
    const key = [canonicalOf(query), sort, loose, as, exactly].join('\n')
    const before = query.list === undefined ? undefined : lists.recall(key, query.list)
    const answer =
      before ??
      (await answerTo({ store, ...chosen(), standings, lexiconOf, spellingsOf, now: now() }, query))
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
      const { ask, embedder: theirs } = chosen()
      const found = await ask((open) => nearest(open, { store, embedder: theirs }, paper, count))
      return found ?? []
    },
    exactly: (demand, order) =>
      own.ask(async (index) => {
        const isSmall = (await index.table.countRows()) < goneThrough
        const spellings = isSmall ? undefined : await spellingsOf(index.place)
        return exact({ store, index, spellings }, demand, order)
      }),
    async among(papers) {
      const lexicon = await own.ask((open) => lexiconOf(open.place))
      return among(papers, { store, embedder, lexicon: lexicon ?? emptyLexicon })
    },
    async cards(papers) {
      const { ask, embedder: theirs } = chosen()
      return theirs.elsewhere
        ? ((await ask((open) => cardsOfIds(store, theirs, open, papers))) ?? [])
        : cardsOfIds(store, theirs, undefined, papers)
    },
    async around(spot, count) {
      return (await chosen().ask((open) => cardsAround(open, spot, count))) ?? []
    },
    async lexicon() {
      return (await chosen().ask((open) => lexiconOf(open.place))) ?? emptyLexicon
    },
    async suggest(text) {
      return suggestFor({ store, ask: own.ask, spellingsOf, namesOf }, text)
    },
    async refresh(signal, onProgress) {
      const read = await own.refresh(signal, onProgress)
      // A part at a time, so that ours is never far behind.
      if (other && Date.now() >= restsUntil) {
        await other.refresh(signal).then(
          () => (failures = 0),
          (error: unknown) => {
            if (signal?.aborted) return
            restsUntil = Date.now() + Math.min(1000 * 2 ** failures++, 60_000)
            onTrouble(error)
          },
        )
      }
      return read
    },
    async [Symbol.asyncDispose]() {
      own.close()
      other?.close()
    },
  }
}

/** The texts of fewer papers than this can be gone through for a question. */
const goneThrough = 20_000

/** The folder of the index of another embedder. */
const beside = (folder: string, { name }: Embedder) =>
  `${folder}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
