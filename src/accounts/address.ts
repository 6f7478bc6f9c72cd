import { createHmac, timingSafeEqual } from 'node:crypto'
import { DomainError } from '#domain-error'
import { readMailAddress } from '#mail'
import type { ReaderId, Store } from '#store'

/** How long a reader has to confirm a new address, in milliseconds. */
const lasts = 60 * 60_000

/** What a letter to a new address brings. It names the old one, so it works once. */
export async function addressToken(
  store: Store,
  secret: string,
  reader: ReaderId,
  address: string,
  now: Date,
): Promise<string> {
  const email = readMailAddress(address).toLowerCase()
  const until = now.getTime() + lasts
  const mac = await sign(store, secret, reader, email, until)
  return Buffer.from(JSON.stringify([email, until, mac])).toString('base64url')
}

/** Takes a new address that its reader has confirmed. */
export async function takeAddress(
  store: Store,
  secret: string,
  reader: ReaderId,
  token: string,
  now: Date,
): Promise<void> {
  const [email, until, mac] = readToken(token)
  const wanted = await sign(store, secret, reader, email, until)
  if (until < now.getTime() || !isSame(mac, wanted)) {
    throw new DomainError(
      'invalid',
      'This link is older than an hour, was used already, or is for another reader. Ask for another one.',
    )
  }
  await giveAddress(store, reader, email, now)
}

/** Gives a reader an address that is known to be theirs. */
export async function giveAddress(
  store: Store,
  reader: ReaderId,
  address: string,
  now: Date,
): Promise<void> {
  const email = readMailAddress(address).toLowerCase()
  const taken = await store
    .selectFrom('readers')
    .select('id')
    .where('email', '=', email)
    .where('id', '!=', reader)
    .executeTakeFirst()
  if (taken) throw new DomainError('invalid', 'Another reader has that address.')
  await store
    .updateTable('readers')
    .set({ email, emailVerified: 1, updatedAt: now.toISOString() })
    .where('id', '=', reader)
    .execute()
}

/** The address that a token is about, unproven. */
export const addressInToken = (token: string): string => readToken(token)[0]

function readToken(token: string): [email: string, until: number, mac: string] {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (Array.isArray(read)) return [String(read[0]), Number(read[1]), String(read[2])]
  } catch {
    // Not one of ours.
  }
  return ['', 0, '']
}

async function sign(
  store: Store,
  secret: string,
  reader: ReaderId,
  email: string,
  until: number,
): Promise<string> {
  const row = await store
    .selectFrom('readers')
    .select('email')
    .where('id', '=', reader)
    .executeTakeFirstOrThrow()
  return createHmac('sha256', secret)
    .update(JSON.stringify(['address', reader, row.email, email, until]))
    .digest('base64url')
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
