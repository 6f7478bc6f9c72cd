import { holderHere, isGone } from './machine.ts'
import type { Store } from './store.ts'

/** Time as a turn needs it. */
type Clock = {
  now(): Date
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** The right to make the next request to a host, of all processes on this store. */
export type Turn = {
  /** Aborted when the turn was lost, since this process was away too long. */
  readonly signal: AbortSignal
  /** Ends the turn. Nobody asks that host before so many milliseconds have passed. */
  end(rest: number): Promise<void>
}

/** A turn is held for so long without a word of its process, in milliseconds. */
const duration = 60_000

/** Nobody rests longer. A later instant was noted by a clock that has been set back since. */
const longestRest = 2 * 60 * 60 * 1000

/** How long to wait before looking again whether the one before is done. */
const glance = 500

/**
 * Waits for the turn to ask a host. Processes take turns by a row of the store, which also says
 * when the next request may be made; so that neither two of them nor one that was killed and
 * started again can break the pace. `pace` is the rest after a process that died in its turn.
 */
export async function takeTurn(
  store: Store,
  host: string,
  { clock, pace }: { readonly clock: Clock; readonly pace: number },
  signal: AbortSignal,
): Promise<Turn> {
  const holder = holderHere()
  while (!(await claim(store, host, holder, clock.now()))) {
    signal.throwIfAborted()
    await clock.sleep(await waitFor(store, host, clock.now(), pace), signal)
  }
  const lost = new AbortController()
  const renewal = setInterval(() => {
    prolong(store, host, holder, clock.now()).then(
      (held) => held || lost.abort(new Error(`the turn to ask ${host} was lost`)),
      (error: unknown) => lost.abort(error),
    )
  }, duration / 4).unref()
  return {
    signal: lost.signal,
    async end(rest) {
      clearInterval(renewal)
      const freeAt = later(clock.now(), rest)
      await store
        .updateTable('turns')
        .set({ holder: '', until: '', freeAt })
        .where('host', '=', host)
        .where('holder', '=', holder)
        .execute()
    },
  }
}

const later = (now: Date, by: number) => new Date(now.getTime() + by).toISOString()

async function claim(store: Store, host: string, holder: string, now: Date): Promise<boolean> {
  const until = later(now, duration)
  const at = now.toISOString()
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('turns')
    .values({ host, holder, until, freeAt: at })
    .onConflict((conflict) =>
      conflict
        .column('host')
        .doUpdateSet({ holder, until })
        .where((where) =>
          where.and([
            where.or([
              where('turns.until', '<', at),
              where('turns.until', '>', later(now, longestRest)),
            ]),
            where.or([
              where('turns.freeAt', '<=', at),
              where('turns.freeAt', '>', later(now, longestRest)),
            ]),
          ]),
        ),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

async function prolong(store: Store, host: string, holder: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('turns')
    .set({ until: later(now, duration) })
    .where('host', '=', host)
    .where('holder', '=', holder)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** How long to wait before trying again. The turn of a process that is gone ends here. */
async function waitFor(store: Store, host: string, now: Date, pace: number): Promise<number> {
  const turn = await store
    .selectFrom('turns')
    .select(['holder', 'freeAt'])
    .where('host', '=', host)
    .executeTakeFirst()
  if (!turn) return 0
  if (turn.holder && isGone(turn.holder)) {
    await store
      .updateTable('turns')
      .set({ holder: '', until: '', freeAt: later(now, pace) })
      .where('host', '=', host)
      .where('holder', '=', turn.holder)
      .execute()
    return pace
  }
  const rest = Date.parse(turn.freeAt) - now.getTime()
  return turn.holder ? Math.max(glance, rest) : Math.max(1, rest)
}
