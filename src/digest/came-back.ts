import type { MailEvent } from '#mail'
import { type Day, isDay } from '#paper'
import type { Store } from '#store'
import { noteBounce } from './addresses.ts'
import { messageIdOf } from './letter.ts'
import type { Links } from './links.ts'
import { subscriptionOf } from './subscription.ts'

/** A letter of ours that came back, or was taken for spam, and why. */
export type CameBack = {
  readonly subscription: string
  /** Of the digest that it held; empty where that is not known, or it was none. */
  readonly day: Day | ''
  readonly kind: 'bounce' | 'complaint'
  readonly fault: string
}

/** Notes that a letter came back. Of one letter that counts once, however often it is told. */
export async function noteCameBack(
  store: Store,
  { subscription, day, kind, fault }: CameBack,
  now: Date,
): Promise<boolean> {
  return store.transaction().execute(async (within) => {
    const known = await subscriptionOf(within, subscription)
    if (!known) return false
    const told = day === '' ? await lastSent(within, subscription) : day
    // A letter that asked whether digests are wanted has no row; nothing more goes there anyway.
    if (told === undefined) return false
    const noted = await within
      .updateTable('digests')
      .set({ bouncedAt: now.toISOString(), fault })
      .where('subscription', '=', subscription)
      .where('day', '=', told)
      .where('bouncedAt', '=', '')
      .executeTakeFirstOrThrow()
    if (noted.numUpdatedRows === 0n) return false
    await noteBounce(within, known.address, { kind, fault, late: true }, now)
    return true
  })
}

/** The last digest of a subscription that was taken, and did not come back yet. */
async function lastSent(within: Store, subscription: string): Promise<Day | undefined> {
  const row = await within
    .selectFrom('digests')
    .select('day')
    .where('subscription', '=', subscription)
    .where('state', 'in', ['sent', 'unclear', 'handing'])
    .where('bouncedAt', '=', '')
    .orderBy('day', 'desc')
    .executeTakeFirst()
  return row?.day
}

/** Notes what a service tells of letters to an address, and says of how many it was news. */
export async function noteEvents(
  store: Store,
  events: readonly MailEvent[],
  links: Links,
  now: Date,
): Promise<number> {
  let news = 0
  for (const { address, messageId, kind, fault } of events) {
    const subscriptions = await store
      .selectFrom('subscriptions')
      .select('id')
      .where('address', '=', withSmallDomain(address))
      .where('state', '=', 'on')
      .execute()
    const told = dayIn(messageId)
    const own = subscriptions.filter(
      ({ id }) => told !== '' && messageIdOf(id, told, links) === messageId,
    )
    // A service may call letters by names of its own: then it is about the last one to the address.
    const [whose] = own.length > 0 ? own : subscriptions
    if (!whose) continue
    const day = own.length > 0 ? told : ''
    const came = { subscription: whose.id, day, kind, fault: fault.slice(0, 300) }
    if (await noteCameBack(store, came, now)) news++
  }
  return news
}

/** The day of the digest that a Message-ID of ours is of. */
export function dayIn(messageId: string): Day | '' {
  const [, day = ''] = messageId.match(/^<digest\.(\d{4}-\d\d-\d\d)\.[\da-f]{24}@/) ?? []
  return isDay(day) ? day : ''
}

const withSmallDomain = (address: string) =>
  address.trim().replace(/@[^@]*$/, (domain) => domain.toLowerCase())
