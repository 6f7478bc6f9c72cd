import { randomBytes } from 'node:crypto'
import { addJobs } from '#jobs'
import { DomainError } from '#domain-error'
import { readMailAddress } from '#mail'
import type { ReaderId, Store } from '#store'
import { dropWatches } from '#watches'
import { isZone, nextDue } from './due.ts'

/** Somebody's wish for digests at an address. */
export type Subscription = {
  readonly id: string
  readonly reader: ReaderId | null
  readonly address: string
  readonly state: 'asked' | 'on' | 'ended' | 'stopped'
  readonly choices: Choices
  /** When the next one is due; empty for none. */
  readonly dueAt: string
  readonly seen: number
  readonly endReason: string
}

/** When digests come, and what stands in them beside what is watched. */
export type Choices = {
  readonly days: string
  readonly hour: number
  readonly zone: string
  readonly front: number
  readonly trending: number
  /** What a reader may like of what came in; nothing for somebody without an account. */
  readonly forYou: number
  readonly least: number
  /** What comes on a day without papers. */
  readonly ifNone: 'word' | 'nothing'
}

export const usualChoices: Choices = {
  days: '12345',
  hour: 7,
  zone: 'UTC',
  front: 10,
  trending: 0,
  forYou: 5,
  least: 0,
  ifNone: 'word',
}

/** Whose watches a subscription tells of: the reader's, or its own. */
export const ownerOf = ({ id, reader }: Pick<Subscription, 'id' | 'reader'>): string => reader ?? id

/** An address that asked lately is not written to again, in milliseconds. */
const rest = 10 * 60_000

/**
 * Notes that somebody wants digests at an address, and has a letter sent there that asks whether this
 * is so. Says nothing of whether the address is known.
 */
export async function askFor(
  store: Store,
  { address, ...wish }: Partial<Choices> & { readonly address: string },
  now = new Date(),
): Promise<string> {
  const at = readMailAddress(address)
  const choices = readChoices({ ...usualChoices, ...wish })
  return store.transaction().execute(async (within) => {
    const known = await within
      .selectFrom('subscriptions')
      .selectAll()
      .where('address', '=', at)
      .where('reader', 'is', null)
      .executeTakeFirst()
    const id = known?.id ?? randomBytes(10).toString('hex')
    const lately = known && now.getTime() - Date.parse(known.askedAt) < rest
    if (lately && known.state === 'asked') return id
    const askedAt = now.toISOString()
    if (!known) {
      await within
        .insertInto('subscriptions')
        .values({ ...blank, id, reader: null, address: at, ...choices, askedAt })
        .execute()
    } else {
      // What is on stays as it is until its owner says otherwise.
      const again = known.state === 'on' ? {} : { ...choices, state: 'asked' as const }
      await within
        .updateTable('subscriptions')
        .set({ ...again, askedAt })
        .where('id', '=', id)
        .execute()
    }
    await addJobs(within, [{ kind: 'confirm', key: id }], now)
    return id
  })
}

/** What a reader has chosen; the address is known to be theirs, so that nothing is left to confirm. */
export async function subscribe(
  store: Store,
  reader: { readonly id: ReaderId; readonly address: string },
  wish: Partial<Choices>,
  now = new Date(),
): Promise<Subscription> {
  const choices = readChoices({ ...usualChoices, ...wish })
  return store.transaction().execute(async (within) => {
    const known = await subscriptionOfReader(within, reader.id)
    if (known) {
      await change(within, known.id, { ...known.choices, ...wish }, now)
      await turnOn(within, known.id, now)
      await within
        .updateTable('subscriptions')
        .set({ address: readMailAddress(reader.address) })
        .where('id', '=', known.id)
        .execute()
      return must(await subscriptionOf(within, known.id))
    }
    const id = randomBytes(10).toString('hex')
    await within
      .insertInto('subscriptions')
      .values({
        ...blank,
        id,
        reader: reader.id,
        address: readMailAddress(reader.address),
        ...choices,
        askedAt: now.toISOString(),
      })
      .execute()
    await turnOn(within, id, now)
    return must(await subscriptionOf(within, id))
  })
}

/** Begins to send. Doing it twice is doing it once. */
export async function turnOn(within: Store, id: string, now = new Date()): Promise<void> {
  const known = await subscriptionOf(within, id)
  if (!known || known.state === 'on') return
  await within
    .updateTable('subscriptions')
    .set({
      state: 'on',
      confirmedAt: now.toISOString(),
      endedAt: null,
      endReason: '',
      dueAt: nextDue(known.choices, now)?.at.toISOString() ?? '',
    })
    .where('id', '=', id)
    .execute()
}

export async function change(
  within: Store,
  id: string,
  wish: Partial<Choices>,
  now = new Date(),
): Promise<void> {
  const known = await subscriptionOf(within, id)
  if (!known) return
  const choices = readChoices({ ...known.choices, ...wish })
  const dueAt = known.state === 'on' ? (nextDue(choices, now)?.at.toISOString() ?? '') : ''
  await within
    .updateTable('subscriptions')
    .set({ ...choices, dueAt })
    .where('id', '=', id)
    .execute()
}

/** Ends a subscription; what was chosen is kept, should somebody think better of it. */
export async function end(
  within: Store,
  id: string,
  reason: string,
  now = new Date(),
  state: 'ended' | 'stopped' = 'ended',
): Promise<void> {
  await within
    .updateTable('subscriptions')
    .set({ state, endedAt: now.toISOString(), endReason: reason, dueAt: '' })
    .where('id', '=', id)
    .where('state', '!=', 'ended')
    .execute()
}

/** Forgets a subscription, what it watched, and what it was sent. */
export async function forget(within: Store, id: string): Promise<void> {
  await dropWatches(within, id)
  await within.deleteFrom('digests').where('subscription', '=', id).execute()
  await within.deleteFrom('subscriptions').where('id', '=', id).execute()
}

export async function subscriptionOf(store: Store, id: string): Promise<Subscription | undefined> {
  const row = await store
    .selectFrom('subscriptions')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

export async function subscriptionOfReader(
  store: Store,
  reader: ReaderId,
): Promise<Subscription | undefined> {
  const row = await store
    .selectFrom('subscriptions')
    .selectAll()
    .where('reader', '=', reader)
    .executeTakeFirst()
  return row && fromRow(row)
}

type Row = Omit<Subscription, 'choices'> & Choices

export function fromRow(row: Row): Subscription {
  const { id, reader, address, state, dueAt, seen, endReason, ...rest_ } = row
  const { days, hour, zone, front, trending, forYou, least, ifNone } = rest_
  const choices = { days, hour, zone, front, trending, forYou, least, ifNone }
  return { id, reader, address, state, choices, dueAt, seen, endReason }
}

const blank = {
  state: 'asked' as const,
  dueAt: '',
  seen: 0,
  confirmedAt: null,
  endedAt: null,
  endReason: '',
}

/** Choices as they can be kept, or a refusal that says what is wrong. */
export function readChoices(wish: Choices): Choices {
  const days = '1234567'.replace(/./g, (day) => (wish.days.includes(day) ? day : ''))
  if (days === '') throw new DomainError('invalid', 'Choose at least one day of the week.')
  if (!isZone(wish.zone)) {
    throw new DomainError(
      'invalid',
      `“${wish.zone.slice(0, 60)}” is not a time zone. They look like Europe/Berlin.`,
    )
  }
  return {
    days,
    zone: wish.zone,
    hour: whole(wish.hour, 0, 23),
    front: whole(wish.front, 0, 50),
    trending: whole(wish.trending, 0, 50),
    forYou: whole(wish.forYou, 0, 50),
    least: Number.isFinite(wish.least) ? Math.max(0, wish.least) : 0,
    ifNone: wish.ifNone === 'nothing' ? 'nothing' : 'word',
  }
}

const whole = (number: number, from: number, to: number) =>
  Math.min(to, Math.max(from, Math.trunc(number) || 0))

function must(subscription: Subscription | undefined): Subscription {
  if (!subscription) throw new Error('a subscription that was just written is gone')
  return subscription
}
