import { randomBytes } from 'node:crypto'
import { DomainError } from '#domain-error'
import { sentence } from '#mail'
import type { ReaderId, Store } from '#store'
import { type Asking, hashOf } from './asking.ts'
import { newId, readerIn } from './reader.ts'

/** What a token may be used for. None allows more than its reader's role does. */
export const scopes = ['read', 'write', 'curate', 'keep'] as const

export type Scope = (typeof scopes)[number]

export type Token = {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly madeAt: string
  readonly usedAt: string
  /** The empty text for one that lasts. */
  readonly expiresAt: string
}

/** How many tokens a reader may hold. */
const atMost = 50

/** Noted as used at most this often, in milliseconds: reading must not write. */
const noteEvery = 60 * 60_000

/** Makes a token for a program. The secret is answered once, and kept nowhere. */
export async function makeToken(
  store: Store,
  reader: ReaderId,
  asked: { name: string; scopes: readonly Scope[]; days?: number },
  now = new Date(),
): Promise<{ id: string; secret: string }> {
  const held = await tokensOf(store, reader)
  if (held.length >= atMost) {
    throw new DomainError('invalid', 'Revoke a token first: fifty are the most that one may hold.')
  }
  const name = sentence(asked.name, 60)
  if (!name) throw new DomainError('invalid', 'Give the token a name, to know it by later.')
  if (asked.scopes.length === 0) {
    throw new DomainError('invalid', 'Choose at least one thing that the token may do.')
  }
  const id = newId()
  const secret = `bs_${randomBytes(32).toString('base64url')}`
  const { days } = asked
  await store
    .insertInto('tokens')
    .values({
      id,
      reader,
      name,
      tokenHash: hashOf(secret),
      scopes: scopes.filter((scope) => asked.scopes.includes(scope)).join(' '),
      madeAt: now.toISOString(),
      usedAt: '',
      expiresAt: days ? new Date(now.getTime() + days * 86_400_000).toISOString() : '',
    })
    .execute()
  return { id, secret }
}

/** The tokens of a reader, newest first. */
export async function tokensOf(store: Store, reader: ReaderId): Promise<Token[]> {
  const rows = await store
    .selectFrom('tokens')
    .select(['id', 'name', 'scopes', 'madeAt', 'usedAt', 'expiresAt'])
    .where('reader', '=', reader)
    .orderBy('madeAt', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, scopes: scopesIn(row.scopes) }))
}

/** Revokes a token of a reader's. One of somebody else's is not there. */
export async function revokeToken(store: Store, reader: ReaderId, token: string): Promise<void> {
  await store.deleteFrom('tokens').where('id', '=', token).where('reader', '=', reader).execute()
}

/** Who comes with this secret, if it is one and still good. */
export async function askingByToken(
  store: Store,
  secret: string,
  network: string,
  now: Date,
): Promise<Asking | undefined> {
  const row = await store
    .selectFrom('tokens')
    .innerJoin('readers', 'readers.id', 'tokens.reader')
    .selectAll('readers')
    .select(['tokens.id as token', 'scopes', 'usedAt'])
    .where('tokenHash', '=', hashOf(secret))
    .where((where) =>
      where.or([where('expiresAt', '=', ''), where('expiresAt', '>', now.toISOString())]),
    )
    .executeTakeFirst()
  if (!row) return undefined
  if (!row.usedAt || now.getTime() - Date.parse(row.usedAt) > noteEvery) {
    const usedAt = now.toISOString()
    await store.updateTable('tokens').set({ usedAt }).where('id', '=', row.token).execute()
  }
  return {
    by: 'token',
    reader: readerIn(row),
    door: row.token,
    scopes: scopesIn(row.scopes),
    key: `${row.token}.${row.acts}`,
    network,
  }
}

/** Refuses a program whose token is not for this; whoever needs none may. */
export function refuseBeyond({ by, scopes: granted = [] }: Asking, scope: Scope): void {
  if (by !== 'token' || granted.includes(scope)) return
  throw new DomainError(
    'forbidden',
    `This token may not do that: it needs the scope “${scope}”. Make one on the site, under /account/tokens.`,
  )
}

const scopesIn = (text: string): Scope[] => {
  const granted = new Set(text.split(' '))
  return scopes.filter((scope) => granted.has(scope))
}
