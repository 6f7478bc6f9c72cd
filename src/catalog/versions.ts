import { sql } from 'kysely'
import type { PaperId } from '#paper'
import { insertRows, type Store } from '#store'
import type { Known } from './merge.ts'
import type { Told } from './shelf.ts'

/** A version of a paper, with its words where they are known. Those of the current one are the paper's. */
export type Version = {
  readonly number: number
  readonly at: string
  readonly withdrawn: boolean
  readonly title: string
  readonly abstract: string
}

/**
 * Keeps, within a transaction, which versions papers have. A paper of one version needs no rows.
 * The words of a version are kept once another takes its place: those that we held, if they were of
 * that version, or those of a record that comes late.
 */
export async function keepVersions(
  within: Store,
  tellings: readonly Told[],
  before: ReadonlyMap<PaperId, Known>,
  now: Date,
): Promise<void> {
  const told = tellings.filter(({ id, record }) => id && (record.versions?.length ?? 0) > 0)
  if (told.length === 0) return
  const known = await rowsOf(within, [...new Set(told.flatMap(({ id }) => id ?? []))])
  const written = new Map<string, Row>()
  for (const { id, record } of told) {
    if (!id) continue
    const { versions = [], title, abstract = '' } = record
    const rows = known.get(id) ?? new Map<number, Row>()
    known.set(id, rows)
    const own = versions.at(-1)?.number ?? 0
    const top = Math.max(own, ...rows.keys())
    if (top < 2 && !versions.some(({ standing }) => standing === 'withdrawn')) continue
    const held = before.get(id)
    for (const { number, at, standing } of versions) {
      const row = rows.get(number)
      const words = () => {
        if (row?.title) return { title: row.title, abstract: row.abstract }
        if (number < top && number === own) return { title, abstract }
        if (number < top && held?.updatedAt === at && held.title) {
          return { title: held.title, abstract: held.abstract }
        }
        return { title: '', abstract: '' }
      }
      const next: Row = {
        paper: id,
        number,
        at,
        standing: standing ?? row?.standing ?? '',
        ...words(),
        seenAt: row?.seenAt ?? now.toISOString(),
      }
      if (row && JSON.stringify(row) === JSON.stringify(next)) continue
      rows.set(number, next)
      written.set(`${id} ${number}`, next)
    }
  }
  await insertRows(within, 'versions', [...written.values()], {
    key: ['paper', 'number'],
    taken: ['at', 'standing', 'title', 'abstract'],
  })
}

type Row = {
  paper: PaperId
  number: number
  at: string
  standing: 'stands' | 'withdrawn' | ''
  title: string
  abstract: string
  seenAt: string
}

async function rowsOf(
  store: Store,
  ids: readonly PaperId[],
): Promise<Map<PaperId, Map<number, Row>>> {
  const rows = await store
    .selectFrom('versions')
    .select(['paper', 'number', 'at', 'standing', 'title', 'abstract', 'seenAt'])
    .where('paper', 'in', ids)
    .orderBy('number')
    .execute()
  const byPaper = Map.groupBy(rows, ({ paper }) => paper)
  return new Map(
    [...byPaper].map(([id, some]) => [id, new Map(some.map((row) => [row.number, row]))]),
  )
}

/** The versions of a paper, the first one first. None are noted of a paper that has only one. */
export async function versionsOf(store: Store, id: PaperId): Promise<Version[]> {
  const rows = (await rowsOf(store, [id])).get(id) ?? new Map<number, Row>()
  return [...rows.values()].map(({ number, at, standing, title, abstract }) => ({
    number,
    at,
    withdrawn: standing === 'withdrawn',
    title,
    abstract,
  }))
}

/** Versions before the current one whose words are not known and were not asked for, the latest first. */
export async function versionsWithoutWords(
  store: Store,
  since: string,
  count: number,
): Promise<{ paper: PaperId; number: number }[]> {
  return store
    .selectFrom('versions as earlier')
    .innerJoin('versions as later', (join) =>
      join
        .onRef('later.paper', '=', 'earlier.paper')
        .on((on) => on(sql`later.number`, '=', sql`earlier.number + 1`)),
    )
    .select(['earlier.paper as paper', 'earlier.number as number'])
    .where('earlier.title', '=', '')
    .where('earlier.seenAt', '!=', asked)
    .where('earlier.standing', '!=', 'withdrawn')
    .where('later.at', '>=', since)
    .orderBy('later.at', 'desc')
    .limit(count)
    .execute()
}

/** In the place of when a version was seen: it was asked for, and nobody knew it. */
const asked = 'asked'

/** Keeps, within a transaction, words of versions; of those that nobody knew, that they were asked for. */
export async function keepWords(
  within: Store,
  words: readonly Pick<Row, 'paper' | 'number' | 'title' | 'abstract'>[],
  now: Date,
): Promise<void> {
  for (const { paper, number, title, abstract } of words) {
    await within
      .updateTable('versions')
      .set({ title, abstract, seenAt: title ? now.toISOString() : asked })
      .where('paper', '=', paper)
      .where('number', '=', number)
      .where('title', '=', '')
      .execute()
  }
}
