import { sql } from 'kysely'
import type { Stamp, Stamped } from '#catalog'
import type { PaperId } from '#paper'
import type { Store } from '#store'

const tables = [
  { table: 'scores', at: 'scoredAt' },
  { table: 'picks', at: 'pickedAt' },
] as const

/**
 * Papers that readers voted for, nominated or picked, in the order in which that last happened. A
 * paper stands where the later of its score and its picks puts it.
 */
export async function curatedPapers(
  store: Store,
  wanted: Stamped,
  count: number,
): Promise<Stamp[]> {
  const found: Stamp[] = []
  let { after } = wanted
  while (found.length < count) {
    const rows = (
      await Promise.all(tables.map((one) => rowsOf(store, one, { ...wanted, after }, count)))
    )
      .flat()
      .toSorted((a, b) => (a.at < b.at || (a.at === b.at && a.paper < b.paper) ? -1 : 1))
      .slice(0, count)
    const last = rows.at(-1)
    if (!last) break
    const latest = await latestOf(store, [...new Set(rows.map(({ paper }) => paper))])
    const seen = new Set<PaperId>()
    for (const { paper: id, at } of rows) {
      if (latest.get(id) !== at || seen.has(id)) continue
      seen.add(id)
      found.push({ id, at, gone: false })
    }
    after = { at: last.at, id: last.paper }
    if (rows.length < count) break
  }
  return found.slice(0, count)
}

/** How many there are of them altogether. */
export async function countCurated(store: Store, wanted: Stamped): Promise<number> {
  const [scored, picked] = await Promise.all(
    tables.map((one) => rowsOf(store, one, wanted, 1_000_000)),
  )
  return new Set([...(scored ?? []), ...(picked ?? [])].map(({ paper }) => paper)).size
}

/** When readers last did something with each of these. */
export async function latestOf(
  store: Store,
  ids: readonly PaperId[],
): Promise<ReadonlyMap<PaperId, string>> {
  const latest = new Map<PaperId, string>()
  if (ids.length === 0) return latest
  for (const { table, at } of tables) {
    const rows = await store
      .selectFrom(table)
      .select(['paper', sql.ref<string>(at).as('at')])
      .where('paper', 'in', ids)
      .execute()
    for (const row of rows) {
      if (row.at > (latest.get(row.paper) ?? '')) latest.set(row.paper, row.at)
    }
  }
  return latest
}

async function rowsOf(
  store: Store,
  { table, at }: (typeof tables)[number],
  { from, until, after, categories, ids }: Stamped,
  count: number,
): Promise<{ paper: PaperId; at: string }[]> {
  if (ids?.length === 0) return []
  const stamp = sql.ref<string>(at)
  return store
    .selectFrom(table)
    .select(['paper', stamp.as('at')])
    .$if(from !== undefined, (query) => query.where(stamp, '>=', from!))
    .$if(until !== undefined, (query) => query.where(stamp, '<=', until!))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(${stamp}, paper) > (${after!.at}, ${after!.id})`),
    )
    .$if(ids !== undefined, (query) => query.where('paper', 'in', ids!))
    .$if(categories !== undefined, (query) =>
      query.where('paper', 'in', ({ selectFrom }) =>
        selectFrom('listings').select('listings.paper').where('category', 'in', categories!),
      ),
    )
    .orderBy(stamp)
    .orderBy('paper')
    .limit(count)
    .execute()
}
