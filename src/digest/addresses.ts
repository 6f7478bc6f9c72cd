import type { Store } from '#store'
import { end } from './subscription.ts'

/** So many refusals in a row, and an address is left alone. */
const mostFaults = 3

/**
 * Notes that a server refused an address, or that somebody complained: after three refusals, or one
 * complaint, nothing more goes there, and its subscriptions say why.
 */
export async function noteBounce(
  within: Store,
  address: string,
  {
    fault,
    kind,
    late = false,
  }: {
    readonly fault: string
    readonly kind: 'bounce' | 'complaint'
    /** Whether the letter was taken first, and came back later. */
    readonly late?: boolean
  },
  now: Date,
): Promise<void> {
  const known = await within
    .selectFrom('addresses')
    .selectAll()
    .where('address', '=', address)
    .executeTakeFirst()
  const faults = (known?.faults ?? 0) + 1
  const stops = kind === 'complaint' || faults >= mostFaults
  const at = now.toISOString()
  const stoppedAt = known?.stoppedAt ?? (stops ? at : null)
  const cameBackAt = late ? at : (known?.cameBackAt ?? '')
  const row = { faults, fault: fault.slice(0, 500), at, cameBackAt, stoppedAt }
  await within
    .insertInto('addresses')
    .values({ address, ...row })
    .onConflict((conflict) => conflict.column('address').doUpdateSet(row))
    .execute()
  if (!stops) return
  const reason =
    kind === 'complaint'
      ? 'Somebody marked a letter as spam at this address.'
      : `The server of this address refused ${faults} letters in a row, the last one with: ${row.fault}`
  for (const { id } of await subscriptionsAt(within, address)) {
    await end(within, id, reason, now, 'stopped')
  }
}

/** For so long a letter that was taken may still come back, in milliseconds. */
const mayComeBack = 10 * 24 * 3_600_000

/**
 * Notes that an address took a letter: refusals before it do not count any more. Where letters were
 * taken and came back later, taking one says nothing until it has not come back.
 */
export async function noteTaken(within: Store, address: string, now: Date): Promise<void> {
  await within
    .deleteFrom('addresses')
    .where('address', '=', address)
    .where('stoppedAt', 'is', null)
    .where('cameBackAt', '<', new Date(now.getTime() - mayComeBack).toISOString())
    .execute()
}

/** Whether nothing may go to an address, and why. */
export async function stopped(store: Store, address: string): Promise<string | undefined> {
  const row = await store
    .selectFrom('addresses')
    .select('fault')
    .where('address', '=', address)
    .where('stoppedAt', 'is not', null)
    .executeTakeFirst()
  return row?.fault
}

/** Lets mail go to an address again: its owner said that it works. */
export async function release(within: Store, address: string): Promise<void> {
  await within.deleteFrom('addresses').where('address', '=', address).execute()
}

const subscriptionsAt = (within: Store, address: string) =>
  within
    .selectFrom('subscriptions')
    .select('id')
    .where('address', '=', address)
    .where('state', '=', 'on')
    .execute()
