import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { noteAct, type Reader, readerNamed, tally } from '#accounts'
import { notify } from '#discussion'
import { DomainError } from '#domain-error'
import { sentence } from '#mail'
import type { GroupId, ReaderId, Store } from '#store'
import { enter, enterToWrite, type Group, type GroupFound, groupFor, seatOf } from './enter.ts'
import { newSeat } from './group.ts'
import { membersOf } from './members.ts'

export type Ask = { readonly reader: ReaderId; readonly text: string; readonly at: string }

/** An invitation that stands: of one reader, or of whoever has the link. */
export type GroupInvitation = {
  readonly id: string
  readonly reader: ReaderId | ''
  readonly madeAt: string
  readonly expiresAt: string
}

const day = 24 * 60 * 60_000

/** How long an invitation stands, in milliseconds. */
const stands = 14 * day

/** How often one reader may ask to join, and invite. */
const paces = { ask: { times: 20, within: day }, invite: { times: 100, within: day } }

/** Who asks to join, for its owners. */
export const asksOf = (store: Store, group: GroupId): Promise<Ask[]> =>
  store
    .selectFrom('groupAsks')
    .select(['reader', 'text', 'at'])
    .where('inGroup', '=', group)
    .orderBy('at')
    .execute()

export const hasAsked = async (store: Store, group: GroupId, reader: ReaderId): Promise<boolean> =>
  (await asksOf(store, group)).some((ask) => ask.reader === reader)

export const invitationsOf = (
  store: Store,
  group: GroupId,
  now = new Date(),
): Promise<GroupInvitation[]> =>
  store
    .selectFrom('groupInvitations')
    .select(['id', 'reader', 'madeAt', 'expiresAt'])
    .where('inGroup', '=', group)
    .where('expiresAt', '>', now.toISOString())
    .orderBy('madeAt', 'desc')
    .execute()

/** Asks the owners of a group to be let in. */
export async function askToJoin(
  store: Store,
  reader: Reader,
  group: string,
  text: string,
  now = new Date(),
): Promise<void> {
  const found = await groupFor(store, group, reader)
  if (isIn(found)) return
  if (found.joining !== 'request' || found.closedAt) {
    throw new DomainError('forbidden', 'This group takes nobody in who was not invited.')
  }
  await tally(store, `asks of ${reader.id}`, paces.ask, now)
  await store.transaction().execute(async (within) => {
    const asked = await within
      .insertInto('groupAsks')
      .values({
        inGroup: found.id,
        reader: reader.id,
        text: sentence(text, 500),
        at: now.toISOString(),
      })
      .onConflict((conflict) => conflict.columns(['inGroup', 'reader']).doNothing())
      .executeTakeFirst()
    if (asked.numInsertedOrUpdatedRows === 0n) return
    const owners = (await membersOf(within, found.id)).filter(({ role }) => role === 'owner')
    const news = { kind: 'asked', inGroup: found.id, actor: reader.id } as const
    await notify(
      within,
      owners.map((owner) => owner.reader),
      news,
      now,
    )
  })
}

/** Lets in somebody who asked, or does not. */
export async function answerAsk(
  store: Store,
  owner: Reader,
  { group, reader }: { readonly group: string; readonly reader: string },
  answer: 'yes' | 'no',
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const { id } = await enterToWrite(within, group, owner, 'owner')
    const ask = (await asksOf(within, id)).find((one) => one.reader === reader)
    if (!ask) throw new DomainError('missing', 'Nobody like that asks to join any more.')
    await dropAsk(within, id, ask.reader)
    if (answer === 'yes') {
      await seat(within, id, ask.reader, now)
      const news = { kind: 'admitted', inGroup: id, actor: owner.id } as const
      await notify(within, [ask.reader], news, now)
    }
    await noteAct(within, ask.reader)
  })
}

/** Invites a reader by name, who is told. */
export async function invitePerson(
  store: Store,
  owner: Reader,
  group: string,
  handle: string,
  now = new Date(),
): Promise<void> {
  const { id } = await enterToWrite(store, group, owner, 'owner')
  const guest = await readerNamed(store, handle.trim().replace(/^@/, ''))
  if (!guest) {
    throw new DomainError('invalid', `Nobody here is called @${handle.trim().slice(0, 40)}.`)
  }
  if (await seatOf(store, id, guest.id)) return
  await tally(store, `group invitations of ${owner.id}`, paces.invite, now)
  await store.transaction().execute(async (within) => {
    await within
      .deleteFrom('groupInvitations')
      .where('inGroup', '=', id)
      .where('reader', '=', guest.id)
      .execute()
    await putInvitation(within, { group: id, reader: guest.id, codeHash: '', owner }, now)
    await notify(within, [guest.id], { kind: 'invited', inGroup: id, actor: owner.id }, now)
  })
}

/** Makes a link that lets in whoever has it, and answers its code, which is kept nowhere. */
export async function inviteByLink(
  store: Store,
  owner: Reader,
  group: string,
  now = new Date(),
): Promise<string> {
  const { id } = await enterToWrite(store, group, owner, 'owner')
  await tally(store, `group invitations of ${owner.id}`, paces.invite, now)
  const code = randomBytes(18).toString('base64url')
  await putInvitation(store, { group: id, reader: '', codeHash: hashOf(code), owner }, now)
  return code
}

export async function withdrawInvitation(
  store: Store,
  owner: Reader,
  group: string,
  invitation: string,
): Promise<void> {
  const { id } = await enter(store, group, owner, 'owner')
  await store
    .deleteFrom('groupInvitations')
    .where('id', '=', invitation)
    .where('inGroup', '=', id)
    .execute()
}

/** The group that a link invites to, to show it before somebody joins. */
export async function groupOfCode(
  store: Store,
  group: string,
  code: string,
  now = new Date(),
): Promise<Group | undefined> {
  return store
    .selectFrom('groupInvitations')
    .innerJoin('groups', 'groups.id', 'groupInvitations.inGroup')
    .selectAll('groups')
    .where('codeHash', '=', hashOf(code))
    .where(sql<boolean>`groups.id = ${group}`)
    .where('closedAt', 'is', null)
    .where('expiresAt', '>', now.toISOString())
    .executeTakeFirst()
}

/** Joins a group: by the code of a link, or because one was invited by name. */
export async function joinGroup(
  store: Store,
  reader: Reader,
  { group, code = '' }: { readonly group: string; readonly code?: string },
  now = new Date(),
): Promise<GroupId> {
  return store.transaction().execute(async (within) => {
    const named = await within
      .selectFrom('groupInvitations')
      .innerJoin('groups', 'groups.id', 'groupInvitations.inGroup')
      .select('groups.id')
      .where(sql<boolean>`groups.id = ${group}`)
      .where('reader', '=', reader.id)
      .where('closedAt', 'is', null)
      .where('expiresAt', '>', now.toISOString())
      .executeTakeFirst()
    const found = named ?? (await groupOfCode(within, group, code, now))
    if (!found) {
      throw new DomainError('missing', 'This invitation has run out or was withdrawn. Ask for one.')
    }
    await seat(within, found.id, reader.id, now)
    await dropAsk(within, found.id, reader.id)
    await dropInvitation(within, found.id, reader.id)
    return found.id
  })
}

/** Says no to an invitation by name. */
export async function declineGroup(store: Store, reader: Reader, group: string): Promise<void> {
  const { id } = await groupFor(store, group, reader)
  await dropInvitation(store, id, reader.id)
}

const isIn = ({ as }: GroupFound) => as === 'owner' || as === 'member'

const hashOf = (code: string) => createHash('sha256').update(code).digest('base64url')

async function seat(within: Store, group: GroupId, reader: ReaderId, now: Date): Promise<void> {
  await within
    .insertInto('members')
    .values({
      inGroup: group,
      reader,
      role: 'member',
      joinedAt: now.toISOString(),
      seat: newSeat(),
    })
    .onConflict((conflict) => conflict.columns(['inGroup', 'reader']).doNothing())
    .execute()
}

async function putInvitation(
  within: Store,
  asked: { group: GroupId; reader: ReaderId | ''; codeHash: string; owner: Reader },
  now: Date,
): Promise<void> {
  const { group, reader, codeHash, owner } = asked
  await within
    .insertInto('groupInvitations')
    .values({
      id: newSeat(),
      inGroup: group,
      codeHash,
      reader,
      madeBy: owner.id,
      madeAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + stands).toISOString(),
    })
    .execute()
}

const dropAsk = (within: Store, group: GroupId, reader: ReaderId) =>
  within.deleteFrom('groupAsks').where('inGroup', '=', group).where('reader', '=', reader).execute()

const dropInvitation = (within: Store, group: GroupId, reader: ReaderId) =>
  within
    .deleteFrom('groupInvitations')
    .where('inGroup', '=', group)
    .where('reader', '=', reader)
    .execute()
