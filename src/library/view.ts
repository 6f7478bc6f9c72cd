import { papersOf } from '#catalog'
import { type Paper, type PaperId, plainText } from '#paper'
import type { Search } from '#search'
import type { ReadState, ReaderId, Store } from '#store'
import { type Stand, standsOf } from './stand.ts'

/** Which part of a library is looked at, and in which order. */
export type View = {
  readonly state?: ReadState | undefined
  readonly tag?: string | undefined
  /** The id of a collection. */
  readonly collection?: string | undefined
  /** What to look for among them, by words and meaning; also in notes. */
  readonly query?: string | undefined
  readonly sort?: ShelfSort | undefined
}

export const shelfSorts = ['saved', 'opened', 'interest', 'published', 'title'] as const
export type ShelfSort = (typeof shelfSorts)[number]

/** A paper as it stands in a library. */
export type Shelved = { readonly paper: PaperId; readonly stand: Stand }

/** What a view of a library shows, and how much there is in all. */
export type Viewed = {
  readonly shelved: readonly Shelved[]
  readonly states: Readonly<Record<ReadState, number>>
  readonly saved: number
}

/** The papers of a view, in its order. */
export async function viewed(
  { store, search }: { readonly store: Store; readonly search: Pick<Search, 'among'> },
  reader: ReaderId,
  view: View,
): Promise<Viewed> {
  const all = [...(await standsOf(store, reader))].map(([paper, stand]) => ({ paper, stand }))
  const states = { 'to-read': 0, reading: 0, read: 0 }
  for (const { stand } of all) states[stand.state]++
  const some = all.filter(({ stand }) => isIn(stand, view))
  const shelved = view.query
    ? await found({ store, search }, reader, some, view.query)
    : await sorted(store, some, view.sort ?? 'saved')
  return { shelved, states, saved: all.length }
}

const isIn = (stand: Stand, { state, tag, collection }: View) =>
  (state === undefined || stand.state === state) &&
  (tag === undefined || stand.tags.includes(tag)) &&
  (collection === undefined || stand.collections[collection] !== undefined)

async function sorted(
  store: Store,
  some: readonly Shelved[],
  sort: ShelfSort,
): Promise<readonly Shelved[]> {
  if (sort === 'saved') return some
  if (sort === 'interest') return some.toSorted((a, b) => b.stand.interest - a.stand.interest)
  if (sort === 'opened') return some.toSorted((a, b) => (opened(a) < opened(b) ? 1 : -1))
  const facts = await factsOf(
    store,
    some.map(({ paper }) => paper),
  )
  const key = ({ paper }: Shelved) => facts.get(paper)?.[sort] ?? ''
  return sort === 'title'
    ? some.toSorted((a, b) => key(a).localeCompare(key(b), 'en'))
    : some.toSorted((a, b) => (key(a) < key(b) ? 1 : -1))
}

const opened = ({ stand }: Shelved) => stand.openedAt ?? ''

async function factsOf(store: Store, ids: readonly PaperId[]) {
  const facts = new Map<PaperId, { title: string; published: string }>()
  for (let i = 0; i < ids.length; i += 500) {
    const rows = await store
      .selectFrom('papers')
      .select(['id', 'title', 'publishedAt'])
      .where('id', 'in', ids.slice(i, i + 500))
      .execute()
    for (const { id, title, publishedAt } of rows) {
      facts.set(id, { title: plainText(title), published: publishedAt })
    }
  }
  return facts
}

/** So many are looked through by meaning; of a larger library those that were saved last. */
const mostSearched = 5000

/** Those that answer a query, the best first, and those whose notes have all its words. */
async function found(
  { store, search }: { readonly store: Store; readonly search: Pick<Search, 'among'> },
  reader: ReaderId,
  some: readonly Shelved[],
  query: string,
): Promise<readonly Shelved[]> {
  const byId = new Map(some.map((one) => [one.paper, one]))
  const papers = await everyPaper(store, [...byId.keys()].slice(0, mostSearched))
  const hits = await (await search.among(papers)).find({ text: query })
  const noted = await notedWith(store, reader, query)
  const ids = new Set([...hits.map(({ id }) => id), ...noted])
  return [...ids].flatMap((id) => byId.get(id) ?? [])
}

async function everyPaper(store: Store, ids: readonly PaperId[]): Promise<Paper[]> {
  const papers: Paper[] = []
  for (let i = 0; i < ids.length; i += 500) {
    papers.push(...(await papersOf(store, ids.slice(i, i + 500))))
  }
  return papers
}

/** The papers of which some note has all these words. */
async function notedWith(store: Store, reader: ReaderId, query: string): Promise<PaperId[]> {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return []
  const notes = await store
    .selectFrom('notes')
    .select(['paper', 'body'])
    .where('reader', '=', reader)
    .execute()
  return notes
    .filter(({ body }) => words.every((word) => body.toLowerCase().includes(word)))
    .map(({ paper }) => paper)
}
