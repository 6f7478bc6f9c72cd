import { holderHere, isGone } from './machine.ts'
import type { Store } from './store.ts'

/** The right to be the only one who does some work. Given back when it is disposed of. */
export type Lease = AsyncDisposable & {
  /** Aborted when the lease was lost: the clock jumped, or the database was away too long. */
  readonly signal: AbortSignal
}

const duration = 30_000

/**
 * Takes the lease of that name, or answers `undefined` while another process holds it. It is
 * renewed for as long as this process lives. After a crash another process of the same machine can
 * have it at once, one of another machine in half a minute.
 */
export async function takeLease(
  store: Store,
  name: string,
  now = () => new Date(),
): Promise<Lease | undefined> {
  const holder = holderHere()
  if (!(await claim(store, name, holder, now()))) return undefined

  const lost = new AbortController()
  const renewal = setInterval(() => {
    claim(store, name, holder, now()).then(
      (held) => held || lost.abort(new Error(`the lease “${name}” was lost`)),
      (error: unknown) => lost.abort(error),
    )
  }, duration / 3).unref()

  return {
    signal: lost.signal,
    async [Symbol.asyncDispose]() {
      clearInterval(renewal)
      await store
        .deleteFrom('leases')
        .where('name', '=', name)
        .where('holder', '=', holder)
        .execute()
    },
  }
}

/** Takes or prolongs a lease that is free, run out, ours already, or that of a process that is gone. */
async function claim(store: Store, name: string, holder: string, now: Date): Promise<boolean> {
  if (await claimIfFree(store, name, holder, now)) return true
  const held = await store
    .selectFrom('leases')
    .select('holder')
    .where('name', '=', name)
    .executeTakeFirst()
  if (held && !isGone(held.holder)) return false
  if (held) await store.deleteFrom('leases').where('holder', '=', held.holder).execute()
  return claimIfFree(store, name, holder, now)
}

async function claimIfFree(
  store: Store,
  name: string,
  holder: string,
  now: Date,
): Promise<boolean> {
  const until = new Date(now.getTime() + duration).toISOString()
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('leases')
    .values({ name, holder, until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until })
        .where((where) =>
          where.or([
            where('leases.holder', '=', holder),
            where('leases.until', '<', now.toISOString()),
          ]),
        ),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}
