import { randomUUID } from 'node:crypto'
import type { Store } from './store.ts'

/** The right to be the only one who does some work. Given back when it is disposed of. */
export type Lease = AsyncDisposable & {
  /** Aborted when the lease was lost: the clock jumped, or the database was away too long. */
  readonly signal: AbortSignal
}

const duration = 30_000

/**
 * Takes the lease of that name, or answers `undefined` while another process holds it. It is
 * renewed for as long as this process lives; after a crash another one can have it in half a minute.
 */
export async function takeLease(store: Store, name: string): Promise<Lease | undefined> {
  const holder = randomUUID()
  if (!(await claim(store, name, holder))) return undefined

  const lost = new AbortController()
  const renewal = setInterval(() => {
    claim(store, name, holder).then(
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

/** Takes or prolongs a lease that is free, run out, or ours already. */
async function claim(store: Store, name: string, holder: string): Promise<boolean> {
  const now = Date.now()
  const until = new Date(now + duration).toISOString()
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
            where('leases.until', '<', new Date(now).toISOString()),
          ]),
        ),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}
