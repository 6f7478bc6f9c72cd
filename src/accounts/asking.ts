import { createHash, createHmac } from 'node:crypto'
import type { ReaderId, Store } from '#store'
import { type Reader, readerIn } from './reader.ts'
import type { Scope } from './tokens.ts'

/** Who is asking, and how we know. */
export type Asking = {
  /**
   * `nobody` signed in; `here`: whoever sits at a machine that serves one person; `session`: a
   * browser; `token`: a program.
   */
  readonly by: 'nobody' | 'here' | 'session' | 'token'
  readonly reader?: Reader
  /** Which session or token. */
  readonly door?: string
  readonly scopes?: readonly Scope[]
  /** Two who are told apart by nothing else see the same pages. Empty for nobody. */
  readonly key: string
  /** From which part of the network, as a keyed hash: tells rings of voters, and nothing else. */
  readonly network: string
}

/** How long a session lasts that is not used, in milliseconds. */
export const sessionLasts = 30 * 24 * 60 * 60_000

/** A session is noted as used at most this often, in milliseconds: reading must not write. */
const noteEvery = 60 * 60_000

export const hashOf = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url')

/** Who comes with this token of a session. */
export async function askingBySession(
  store: Store,
  token: string,
  network: string,
  now: Date,
): Promise<Asking | undefined> {
  const row = await store
    .selectFrom('sessions')
    .innerJoin('readers', 'readers.id', 'sessions.reader')
    .selectAll('readers')
    .select(['sessions.id as session', 'usedAt'])
    .where('tokenHash', '=', hashOf(token))
    .where('expiresAt', '>', now.toISOString())
    .executeTakeFirst()
  if (!row) return undefined
  if (now.getTime() - Date.parse(row.usedAt) > noteEvery) {
    const expiresAt = new Date(now.getTime() + sessionLasts).toISOString()
    await store
      .updateTable('sessions')
      .set({ usedAt: now.toISOString(), expiresAt })
      .where('id', '=', row.session)
      .execute()
  }
  return {
    by: 'session',
    reader: readerIn(row),
    door: row.session,
    key: `${row.session}.${row.acts}`,
    network,
  }
}

/** The reader of a machine that serves one person. */
export async function askingHere(
  store: Store,
  id: ReaderId,
  network: string,
): Promise<Asking | undefined> {
  const row = await store.selectFrom('readers').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  return { by: 'here', reader: readerIn(row), door: 'here', key: `here.${row.acts}`, network }
}

/** The neighbourhood of an address, /24 or /48, hashed with our secret so that it names nobody. */
export function networkOf(address: string | undefined, secret: string): string {
  if (!address) return ''
  const v4 = address.replace(/^::ffff:/i, '')
  const near = /^\d+\.\d+\.\d+\.\d+$/.test(v4)
    ? v4.split('.').slice(0, 3).join('.')
    : expanded(v4).slice(0, 3).join(':')
  return createHmac('sha256', secret).update(`network ${near}`).digest('base64url').slice(0, 16)
}

/** The eight parts of an IPv6 address. */
function expanded(address: string): string[] {
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? []
  const front = head.split(':').filter(Boolean)
  const back = (tail ?? '').split(':').filter(Boolean)
  const between = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  return [...front, ...Array<string>(between).fill('0'), ...back].map((part) =>
    part.replace(/^0+(?=.)/, ''),
  )
}
