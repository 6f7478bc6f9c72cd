import { hash } from 'node:crypto'
import { nameKey, type PaperId, titleKey } from '#paper'
import type { Store } from '#store'
import type { Item } from './item.ts'

/**
 * The papers that we hold of these items, by their place in the list: by id, by DOI, or else by a
 * title that is no mere word or two and by a name that both have.
 */
export async function matches(
  store: Store,
  items: readonly Item[],
): Promise<(PaperId | undefined)[]> {
  const [byId, byDoi, byTitle] = await Promise.all([
    heldById(store, items),
    heldByDoi(store, items),
    heldByTitle(store, items),
  ])
  return items.map(
    (item) =>
      (item.id ? byId.get(item.id) : undefined) ??
      (item.doi ? byDoi.get(item.doi.toLowerCase()) : undefined) ??
      byTitle(item),
  )
}

async function heldById(store: Store, items: readonly Item[]): Promise<Map<PaperId, PaperId>> {
  const ids = [...new Set(items.flatMap(({ id }) => id ?? []))]
  const found = new Map<PaperId, PaperId>()
  if (ids.length === 0) return found
  const rows = await store
    .selectFrom('papers')
    .select(['id', 'mergedInto'])
    .where('id', 'in', ids)
    .execute()
  for (const { id, mergedInto } of rows) found.set(id, await standing(store, mergedInto ?? id))
  return found
}

/** Where a paper went that turned out to be another. */
async function standing(store: Store, id: PaperId): Promise<PaperId> {
  const row = await store
    .selectFrom('papers')
    .select('mergedInto')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.mergedInto ? standing(store, row.mergedInto) : id
}

async function heldByDoi(store: Store, items: readonly Item[]): Promise<Map<string, PaperId>> {
  const dois = [...new Set(items.flatMap(({ doi }) => doi?.toLowerCase() ?? []))]
  if (dois.length === 0) return new Map()
  const rows = await store
    .selectFrom('papers')
    .select(['id', 'doi'])
    .where('doi', 'in', dois)
    .where('mergedInto', 'is', null)
    .execute()
  return new Map(rows.map(({ id, doi }) => [doi.toLowerCase(), id]))
}

const hashOf = (title: string) => hash('sha256', titleKey(title)).slice(0, 16)

async function heldByTitle(
  store: Store,
  items: readonly Item[],
): Promise<(item: Item) => PaperId | undefined> {
  const wanted = items.filter(({ title }) => saysEnough(title))
  const hashes = [...new Set(wanted.map(({ title }) => hashOf(title)))]
  if (hashes.length === 0) return () => undefined
  const rows = await store
    .selectFrom('papers')
    .select(['id', 'titleHash', 'authors'])
    .where('titleHash', 'in', hashes)
    .where('mergedInto', 'is', null)
    .execute()
  const byHash = Map.groupBy(rows, ({ titleHash }) => titleHash)
  return ({ title, authors }) => {
    if (!saysEnough(title)) return undefined
    const last = new Set(authors.map(lastKey))
    const same = (byHash.get(hashOf(title)) ?? []).filter((row) => {
      const theirs: unknown = JSON.parse(row.authors)
      const names = Array.isArray(theirs) ? theirs.map((name) => lastKey(String(name))) : []
      return last.size === 0 || names.length === 0 || names.some((name) => last.has(name))
    })
    return same.length === 1 ? same[0]?.id : undefined
  }
}

/** “Introduction” is many papers’ title. */
const saysEnough = (title: string) => title.trim().split(/\s+/).length >= 3

const lastKey = (name: string) =>
  nameKey(name.includes(',') ? (name.split(',')[0] ?? '') : (name.trim().split(/\s+/).at(-1) ?? ''))
