import type { PaperId } from '#paper'
import { insertRows } from './insert.ts'
import { advance } from './logs.ts'
import { lockLog } from './postgres.ts'
import type { ReaderId, SignalKind } from './schema.ts'
import type { Store } from './store.ts'

/** What a reader did with a paper, for those who follow it. */
export type Signal = {
  readonly reader: ReaderId
  readonly paper: PaperId
  readonly kind: SignalKind
}

/** A signal as it stands in the log. */
export type SignalAt = Signal & { readonly at: string }

/** Notes what readers did. The last thing to do in the transaction that did it. */
export async function noteSignals(
  within: Store,
  signals: readonly Signal[],
  now: Date,
): Promise<void> {
  if (signals.length === 0) return
  await lockLog(within, 'signals')
  const at = now.toISOString()
  const rows = signals.map(({ reader, paper, kind }) => ({ reader, paper, kind, at }))
  await insertRows(within, 'signals', rows)
}

/**
 * Reads the log of signals from where `follower` left off, as `follow` reads that of changes. A
 * follower of both logs needs a name for each.
 */
export function followSignals(
  store: Store,
  follower: string,
  count: number,
  read: (signals: readonly SignalAt[]) => Promise<void>,
): Promise<number> {
  const signals = (after: number) =>
    store
      .selectFrom('signals')
      .select(['place', 'reader', 'paper', 'kind', 'at'])
      .where('place', '>', after)
      .orderBy('place')
      .limit(count)
      .execute()
  return advance(store, follower, signals, read)
}
