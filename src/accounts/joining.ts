import { randomBytes } from 'node:crypto'
import { DomainError } from '#domain-error'
import { readMailAddress, sentence } from '#mail'
import type { Role, Store } from '#store'
import { hashOf } from './asking.ts'
import { addReader, newId, type Reader } from './reader.ts'

export type Newcomer = {
  readonly name: string
  /** Verified by whoever sent them, or none. */
  readonly email?: string
  /** The code of an invitation. */
  readonly invitation?: string
}

/** Whether anybody may join, or only those who were invited. */
export type SignUp = 'open' | 'invited'

export async function signUpRule(store: Store): Promise<SignUp> {
  const row = await store
    .selectFrom('houseRules')
    .select('value')
    .where('name', '=', 'sign-up')
    .executeTakeFirst()
  return row?.value === 'open' ? 'open' : 'invited'
}

export async function setSignUpRule(store: Store, value: SignUp): Promise<void> {
  await store
    .insertInto('houseRules')
    .values({ name: 'sign-up', value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}

/**
 * Takes in a new reader, or refuses. The first of a house is its keeper (or whoever the settings
 * name); whoever was invited has the role of the invitation, which is then used up.
 */
export async function join(
  within: Store,
  newcomer: Newcomer,
  { keeper, now }: { keeper?: string | undefined; now: Date },
): Promise<Reader> {
  const { name, email } = newcomer
  const add = (role: Role) =>
    addReader(
      within,
      {
        name: name || (email ?? '').split('@')[0] || 'Reader',
        role,
        ...(email && { email, emailVerified: true }),
      },
      now,
    )
  const named = keeper !== undefined && email?.toLowerCase() === keeper.toLowerCase()
  if (named || (keeper === undefined && (await isFirst(within)))) return add('keeper')

  const invitation = await invitationFor(within, newcomer, now)
  if (invitation) {
    const reader = await add(invitation.role)
    const { numUpdatedRows } = await within
      .updateTable('invitations')
      .set({ usedBy: reader.id, usedAt: now.toISOString() })
      .where('id', '=', invitation.id)
      .where('usedAt', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 1n) return reader
    throw new DomainError('forbidden', 'This invitation was used a moment ago.')
  }
  if ((await signUpRule(within)) === 'open') return add('reader')
  throw new DomainError(
    'forbidden',
    'New readers come by invitation here. Ask a keeper of this site for one.',
  )
}

/** Whether nobody keeps this house yet. Says yes once, however many ask at the same moment. */
async function isFirst(within: Store): Promise<boolean> {
  const keeper = await within
    .selectFrom('readers')
    .select('id')
    .where('role', '=', 'keeper')
    .executeTakeFirst()
  if (keeper) return false
  const { numInsertedOrUpdatedRows } = await within
    .insertInto('houseRules')
    .values({ name: 'first keeper', value: 'came' })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Whether a newcomer could join now: for links that would be sent in vain. */
export async function couldJoin(
  store: Store,
  newcomer: Newcomer,
  { keeper, now }: { keeper?: string | undefined; now: Date },
): Promise<boolean> {
  if (keeper !== undefined && newcomer.email?.toLowerCase() === keeper.toLowerCase()) return true
  if ((await signUpRule(store)) === 'open') return true
  if (await invitationFor(store, newcomer, now)) return true
  if (keeper !== undefined) return false
  const first = await store
    .selectFrom('houseRules')
    .select('name')
    .where('name', '=', 'first keeper')
    .union(store.selectFrom('readers').select('id as name').where('role', '=', 'keeper').limit(1))
    .executeTakeFirst()
  return first === undefined
}

export type Invitation = {
  readonly id: string
  readonly role: Role
  readonly email: string
  readonly note: string
  readonly madeAt: string
  readonly expiresAt: string
}

/** The invitation that a newcomer brings: by its code, or by the address that it was made for. */
export async function invitationFor(
  store: Store,
  { email, invitation }: Pick<Newcomer, 'email' | 'invitation'>,
  now: Date,
): Promise<Invitation | undefined> {
  const address = email?.toLowerCase() ?? ''
  const open = await store
    .selectFrom('invitations')
    .select(['id', 'role', 'email', 'note', 'madeAt', 'expiresAt', 'codeHash'])
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now.toISOString())
    .where((where) =>
      where.or([
        where('codeHash', '=', hashOf(invitation ?? '')),
        where.and([where('email', '=', address), where('email', '!=', '')]),
      ]),
    )
    .execute()
  // One for an address is for nobody else, whoever may have found its code.
  const theirs = open.filter((one) => one.email === '' || one.email === address)
  const [best] = theirs.toSorted((a, b) => rank(b.role) - rank(a.role))
  if (!best) return undefined
  const { codeHash: _, ...found } = best
  return found
}

/** The invitation of a code, to show what it is. */
export async function invitationOf(
  store: Store,
  code: string,
  now: Date,
): Promise<Invitation | undefined> {
  return store
    .selectFrom('invitations')
    .select(['id', 'role', 'email', 'note', 'madeAt', 'expiresAt'])
    .where('codeHash', '=', hashOf(code))
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now.toISOString())
    .executeTakeFirst()
}

const rank = (role: Role) => ['reader', 'curator', 'keeper'].indexOf(role)

/** How long an invitation stands, in milliseconds. */
const stands = 14 * 24 * 60 * 60_000

/** Makes an invitation and answers its code, which is kept nowhere. */
export async function invite(
  store: Store,
  by: Pick<Reader, 'id'> | undefined,
  asked: { role: Role; email?: string; note?: string },
  now = new Date(),
): Promise<{ id: string; code: string }> {
  const email = asked.email?.trim() ? readMailAddress(asked.email).toLowerCase() : ''
  const id = newId()
  const code = randomBytes(18).toString('base64url')
  await store
    .insertInto('invitations')
    .values({
      id,
      codeHash: hashOf(code),
      role: asked.role,
      email,
      note: sentence(asked.note ?? ''),
      madeBy: by?.id ?? null,
      madeAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + stands).toISOString(),
      usedBy: null,
      usedAt: null,
    })
    .execute()
  return { id, code }
}

/** The invitations that nobody used yet, newest first. */
export function openInvitations(store: Store, now: Date): Promise<Invitation[]> {
  return store
    .selectFrom('invitations')
    .select(['id', 'role', 'email', 'note', 'madeAt', 'expiresAt'])
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now.toISOString())
    .orderBy('madeAt', 'desc')
    .execute()
}

export async function withdraw(store: Store, invitation: string): Promise<void> {
  await store
    .deleteFrom('invitations')
    .where('id', '=', invitation)
    .where('usedAt', 'is', null)
    .execute()
}
