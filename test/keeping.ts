import { entriesOf, keep, keepEdition } from '#catalog'
import { isDay, type PaperId, type PaperRecord } from '#paper'
import type { Store } from '#store'

/** Keeps records as a harvest does. */
export const keepAll = (store: Store, origin: string, records: readonly PaperRecord[]) =>
  store
    .transaction()
    .execute((within) => keep(within, origin, records, new Date('2026-11-20T12:00:00Z')))

/** An edition that lists these papers … */
export async function edition(store: Store, papers: readonly PaperId[]) {
  const day = '2026-11-20'
  if (!isDay(day)) return
  const entries = papers.map((paper) => ({ paper, section: '', shown: {} }))
  await keepEdition(store, { id: 'page', name: 'A page', day, note: '' }, 'saved-page', entries)
}

/** … and what it lists now. */
export const listed = async (store: Store) =>
  (await entriesOf(store, 'page')).map(({ paper }) => paper)

/** All news of papers so far. */
export async function newsOf(store: Store) {
  const rows = await store
    .selectFrom('changes')
    .select(['paper', 'kind'])
    .orderBy('place')
    .execute()
  return rows.map(({ paper, kind }) => [paper, kind])
}

/** All rows that keeping writes. */
export const everything = async (store: Store) =>
  Promise.all([
    store.selectFrom('papers').selectAll().orderBy('id').execute(),
    store.selectFrom('authorships').selectAll().orderBy('paper').orderBy('position').execute(),
    store.selectFrom('listings').selectAll().orderBy('paper').orderBy('category').execute(),
    store.selectFrom('changes').selectAll().orderBy('place').execute(),
  ])
