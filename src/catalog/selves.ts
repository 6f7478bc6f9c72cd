import type { PaperId } from '#paper'
import { insertRows, type Store } from '#store'
import type { Known } from './merge.ts'
import { knownFrom, type PaperRow, toRow } from './row.ts'

/**
 * What is known of papers by themselves while they are one with others: of the one that stands and
 * of each that went. So the one that stands can be taken apart again, whatever came since.
 */
export async function selvesOf(
  store: Store,
  ids: readonly PaperId[],
): Promise<Map<PaperId, Known>> {
  if (ids.length === 0) return new Map()
  const rows = await store
    .selectFrom('selves')
    .selectAll()
    .where('paper', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map(({ paper, self }) => [paper, knownFrom(rowIn(self))]))
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written right below
const rowIn = (self: string) => JSON.parse(self) as PaperRow

export async function keepSelves(within: Store, selves: Iterable<Known>, now: Date): Promise<void> {
  const rows = [...selves].map((known) => ({
    paper: known.id,
    self: JSON.stringify(toRow(known, now)),
  }))
  await insertRows(within, 'selves', rows, { key: ['paper'], taken: ['self'] })
}

export async function dropSelves(within: Store, ids: readonly PaperId[]): Promise<void> {
  if (ids.length > 0) await within.deleteFrom('selves').where('paper', 'in', ids).execute()
}
