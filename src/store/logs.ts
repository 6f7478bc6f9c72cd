import type { PaperId } from '#paper'
import { insertRows } from './insert.ts'
import { lockLog } from './postgres.ts'
import type { ChangeKind } from './schema.ts'
import type { Store } from './store.ts'

export type Change = { readonly paper: PaperId; readonly kind: ChangeKind }

/** Notes what happened to papers. The last thing to do in the transaction that did it. */
export async function noteChanges(
  within: Store,
  changes: readonly Change[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return
  await lockLog(within, 'changes')
  const at = now.toISOString()
  const rows = changes.map(({ paper, kind }) => ({ paper, kind, at }))
  await insertRows(within, 'changes', rows)
}

/**
 * Reads the log of changes from where `follower` left off, at most `count` at a time, and says how
 * many there were. The bookmark moves after `read` has finished, so a crash repeats work and never
 * loses it; what `read` does must therefore bear repeating.
 */
export function follow(
  store: Store,
  follower: string,
  count: number,
  read: (changes: readonly Change[]) => Promise<void>,
): Promise<number> {
  const changes = (after: number) =>
    store
      .selectFrom('changes')
      .select(['place', 'paper', 'kind'])
      .where('place', '>', after)
      .orderBy('place')
      .limit(count)
      .execute()
  return advance(store, follower, changes, read)
}

/** Has a follower read what a log has after its bookmark, and moves the bookmark afterwards. */
export async function advance<Row extends { readonly place: number }>(
  store: Store,
  follower: string,
  rowsAfter: (place: number) => Promise<readonly Row[]>,
  read: (rows: readonly Row[]) => Promise<void>,
): Promise<number> {
  const bookmark = await store
    .selectFrom('bookmarks')
    .select('place')
    .where('follower', '=', follower)
    .executeTakeFirst()
  const rows = await rowsAfter(bookmark?.place ?? 0)
  const place = rows.at(-1)?.place
  if (place === undefined) return 0

  await read(rows)
  await store
    .insertInto('bookmarks')
    .values({ follower, place })
    .onConflict((conflict) => conflict.column('follower').doUpdateSet({ place }))
    .execute()
  return rows.length
}

/** How many changes `follower` has not read yet. */
export async function unread(store: Store, follower: string): Promise<number> {
  const { count } = await store
    .selectFrom('changes')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('place', '>', ({ selectFrom }) =>
      selectFrom('bookmarks')
        .select(({ fn, val }) => fn.coalesce(fn.max('place'), val(0)).as('place'))
        .where('follower', '=', follower),
    )
    .executeTakeFirstOrThrow()
  return count
}

/** Lets `follower` read everything from the start again. */
export async function forgetBookmark(store: Store, follower: string): Promise<void> {
  await store.deleteFrom('bookmarks').where('follower', '=', follower).execute()
}
