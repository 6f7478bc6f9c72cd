import { DomainError } from '#domain-error'
import type { Day } from '#paper'
import type { Store } from '#store'
import type { Chosen } from './choose.ts'
import { digestOf, recalled } from './deliver.ts'
import { fromRow, type Subscription } from './subscription.ts'

type Sent = {
  readonly day: Day
  readonly state: string
  readonly fault: string
  readonly chosen: Chosen
}

/** The subscription of somebody, however named, and its digest of a day, if that was written. */
export async function lastOf(
  store: Store,
  who: string,
  day?: Day,
): Promise<{ subscription: Subscription; sent?: Sent }> {
  const row = await store
    .selectFrom('subscriptions')
    .leftJoin('readers', 'readers.id', 'subscriptions.reader')
    .selectAll('subscriptions')
    .where((where) =>
      where.or([
        where('subscriptions.id', '=', who),
        where('subscriptions.address', '=', who),
        where('readers.handle', '=', who.replace(/^@/, '').toLowerCase()),
      ]),
    )
    .orderBy('subscriptions.state', 'desc')
    .executeTakeFirst()
  if (!row) throw new DomainError('missing', `Nobody called “${who}” has asked for digests.`)
  const subscription = fromRow(row)
  const known = day && (await digestOf(store, subscription.id, day))
  if (!known?.content) return { subscription }
  const { state, fault, content } = known
  return {
    subscription,
    sent: { day: known.day, state, fault, chosen: await recalled(store, content) },
  }
}
