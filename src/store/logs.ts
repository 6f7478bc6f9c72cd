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
  await lockLog(within)
  const at = now.toISOString()
  const rows = changes.map(({ paper, kind }) => ({ paper, kind, at }))
  await insertRows(within, 'changes', rows)
}

/**
 * Reads the log of changes from where `follower` left off, at most `count` at a time, and says how
 * many there were. The bookmark moves after `read` has finished, so a crash repeats work and never
 * loses it; what `read` does must therefore bear repeating.
 */
export async function follow(
  store: Store,
  follower: string,
  count: number,
  read: (changes: readonly Change[]) => Promise<void>,
): Promise<number> {
  const bookmark = await store
    .selectFrom('bookmarks')
    .select('place')
    .where('follower', '=', follower)
    .executeTakeFirst()
  const changes = await store
    .selectFrom('changes')
    .select(['place', 'paper', 'kind'])
    .where('place', '>', bookmark?.place ?? 0)
    .orderBy('place')
    .limit(count)
    .execute()
  const place = changes.at(-1)?.place
  if (place === undefined) return 0

  await read(changes)
  await store
    .insertInto('bookmarks')
    .values({ follower, place })
    .onConflict((conflict) => conflict.column('follower').doUpdateSet({ place }))
    .execute()
  return changes.length
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
