import { sql } from 'kysely'
import type { PaperId } from '#paper'
import type { Store } from '#store'
import type { Demand } from './demand.ts'
import { type ExactSources, idsOf, type Rows, rowsFor, rowsOf } from './exactly.ts'

/** How a list is wanted. */
export type ExactOrder = {
  readonly sort: 'relevance' | 'submitted' | 'updated'
  readonly order: 'descending' | 'ascending'
  readonly skip: number
  readonly count: number
}

export type ExactAnswer = { readonly ids: readonly PaperId[]; readonly total: number }

/** A demand that was answered of late, with as much of its lists as was asked for. */
type Answered = {
  readonly rows: Rows
  readonly lists: Map<string, { ids: PaperId[]; after: Cursor | undefined; whole: boolean }>
}

type Cursor = readonly [at: string, id: string]

/** So many of the latest are remembered, for whoever turns their pages. */
const most = 8

/** Up to so many, the dates of all of them are looked up; beyond, papers are gone through by date. */
const few = 4000
const atOnce = 2000

/** Answers demands, page by page. */
export function exactLists() {
  const answered = new Map<string, Answered>()

  return async (
    sources: ExactSources,
    demand: Demand,
    { sort, order, skip, count }: ExactOrder,
  ): Promise<ExactAnswer> => {
    const { table } = sources.index
    const key = `${sources.index.build} ${await table.version()} ${JSON.stringify(demand)}`
    const known = answered.get(key) ?? { rows: await rowsFor(sources, demand), lists: new Map() }
    answered.delete(key)
    answered.set(key, known)
    if (answered.size > most) answered.delete(answered.keys().next().value ?? '')

    const total = known.rows.size
    if (sort === 'relevance') {
      const sign = order === 'descending' ? 1 : -1
      const sorted = [...known.rows].toSorted((a, b) => sign * (b[1] - a[1] || b[0] - a[0]))
      const page = sorted.slice(skip, skip + count).map(([row]) => row)
      return { ids: await idsOf(sources.index, page), total }
    }
    const column = sort === 'submitted' ? 'publishedAt' : 'updatedAt'
    const name = `${column} ${order}`
    const list = known.lists.get(name) ?? { ids: [], after: undefined, whole: false }
    known.lists.set(name, list)
    if (total <= few && !list.whole) {
      list.ids = await byDate(sources, known.rows, column, order)
      list.whole = true
    }
    while (!list.whole && list.ids.length < Math.min(total, skip + count)) {
      const next = await datedAfter(sources.store, column, order, list.after)
      const last = next.at(-1)
      const rows = await rowsOf(
        sources.index,
        next.map(({ id }) => id),
      )
      const within = new Set(rows.flatMap(([row, id]) => (known.rows.has(row) ? id : [])))
      list.ids.push(...next.flatMap(({ id }) => (within.has(id) ? id : [])))
      list.after = last && [last.at, last.id]
      list.whole = next.length < atOnce
    }
    return { ids: list.ids.slice(skip, skip + count), total }
  }
}

async function byDate(
  { store, index }: ExactSources,
  rows: Rows,
  column: 'publishedAt' | 'updatedAt',
  order: ExactOrder['order'],
): Promise<PaperId[]> {
  const ids = await idsOf(index, [...rows.keys()])
  if (ids.length === 0) return []
  const dated = await store
    .selectFrom('papers')
    .select(['id', sql.ref<string>(column).as('at')])
    .where('id', 'in', ids)
    .execute()
  const sign = order === 'descending' ? -1 : 1
  return dated
    .toSorted((a, b) => sign * (a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1))
    .map(({ id }) => id)
}

async function datedAfter(
  store: Store,
  column: 'publishedAt' | 'updatedAt',
  order: ExactOrder['order'],
  after: Cursor | undefined,
): Promise<{ id: PaperId; at: string }[]> {
  const at = sql.ref<string>(column)
  const further = order === 'descending' ? sql.raw('<') : sql.raw('>')
  const direction = order === 'descending' ? 'desc' : 'asc'
  return store
    .selectFrom('papers')
    .select(['id', at.as('at')])
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(${at}, id) ${further} (${after![0]}, ${after![1]})`),
    )
    .orderBy(at, direction)
    .orderBy('id', direction)
    .limit(atOnce)
    .execute()
}
