import type { PaperId } from '#paper'
import type { Store } from '#store'
import { namesCode } from './index-rows.ts'
import { type SourceName, sourceOf } from './sources.ts'

/** What a list of hits is counted and folded by, of one of them. */
export type Facts = {
  readonly id: PaperId
  readonly year: string
  readonly categories: readonly string[]
  readonly source: SourceName
  readonly hasCode: boolean
  readonly title: string
  readonly abstract: string
  readonly authors: readonly string[]
}

/** The facts of papers, by id: one question to the store, a millisecond for a hundred and fifty. */
export async function factsOf(
  store: Store,
  ids: readonly PaperId[],
): Promise<ReadonlyMap<PaperId, Facts>> {
  if (ids.length === 0) return new Map()
  const rows = await store
    .selectFrom('papers')
    .select(['id', 'title', 'abstract', 'authors', 'categories', 'day', 'publishedAt', 'comments'])
    .where('id', 'in', ids)
    .execute()
  return new Map(
    rows.map((row): [PaperId, Facts] => [
      row.id,
      {
        id: row.id,
        year: (row.day || row.publishedAt).slice(0, 4),
        categories: JSON.parse(row.categories),
        source: sourceOf(row.id),
        hasCode: namesCode(row),
        title: row.title,
        abstract: row.abstract,
        authors: JSON.parse(row.authors),
      },
    ]),
  )
}
