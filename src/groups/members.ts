import { noteAct, type Reader } from '#accounts'
import { DomainError } from '#domain-error'
import type { GroupId, MemberRole, ReaderId, Store } from '#store'
import { enter, enterToWrite, type Group } from './enter.ts'

export type Member = {
  readonly reader: ReaderId
  readonly role: MemberRole
  readonly joinedAt: string
}

/** The members of a group, its owners first. */
export async function membersOf(store: Store, group: GroupId): Promise<Member[]> {
  const rows = await store
    .selectFrom('members')
    .select(['reader', 'role', 'joinedAt'])
    .where('inGroup', '=', group)
    .orderBy('joinedAt')
    .orderBy('reader')
    .execute()
  return rows.toSorted((a, b) => Number(b.role === 'owner') - Number(a.role === 'owner'))
}

/** The groups that a reader is in, and those that invite them. */
export async function groupsOf(
  store: Store,
  reader: ReaderId,
): Promise<{ member: (Group & { role: MemberRole })[]; invited: Group[] }> {
  const [member, invited] = await Promise.all([
    store
      .selectFrom('members')
      .innerJoin('groups', 'groups.id', 'members.inGroup')
      .selectAll('groups')
      .select('role')
      .where('reader', '=', reader)
      .orderBy('name')
      .execute(),
    store
      .selectFrom('groupInvitations')
      .innerJoin('groups', 'groups.id', 'groupInvitations.inGroup')
      .selectAll('groups')
      .where('reader', '=', reader)
      .orderBy('name')
      .execute(),
  ])
  return { member, invited }
}

/** Makes a member an owner, or an owner a member. A group keeps one owner at least. */
export async function setMemberRole(
  store: Store,
  owner: Reader,
  { group, reader }: { readonly group: string; readonly reader: string },
  role: MemberRole,
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const { id } = await enterToWrite(within, group, owner, 'owner')
    await hold(within, id)
    const member = await memberIn(within, id, reader)
    await within
      .updateTable('members')
      .set({ role })
      .where('inGroup', '=', id)
      .where('reader', '=', member)
      .execute()
    await refuseWithoutOwner(within, id)
    await noteAct(within, member)
  })
}

/** Shows a member the door, or leaves: what they said and nominated stays. */
export async function endMembership(
  store: Store,
  by: Reader,
  { group, reader }: { readonly group: string; readonly reader: string },
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const { id } = await enter(within, group, by, reader === by.id ? 'member' : 'owner')
    await hold(within, id)
    const member = await memberIn(within, id, reader)
    await within
      .deleteFrom('members')
      .where('inGroup', '=', id)
      .where('reader', '=', member)
      .execute()
    await within
      .deleteFrom('groupVotes')
      .where('inGroup', '=', id)
      .where('reader', '=', member)
      .execute()
    await refuseWithoutOwner(within, id)
    await noteAct(within, member)
  })
}

/** Lets two who change who owns a group take turns, until the transaction ends. */
const hold = (within: Store, group: GroupId) =>
  within
    .updateTable('groups')
    .set((row) => ({ name: row.ref('name') }))
    .where('id', '=', group)
    .execute()

async function memberIn(within: Store, group: GroupId, reader: string): Promise<ReaderId> {
  const found = (await membersOf(within, group)).find((member) => member.reader === reader)
  if (!found) throw new DomainError('missing', 'Nobody like that is in this group.')
  return found.reader
}

async function refuseWithoutOwner(within: Store, group: GroupId): Promise<void> {
  if ((await membersOf(within, group)).some(({ role }) => role === 'owner')) return
  throw new DomainError(
    'invalid',
    'That would leave the group without an owner. Make another member one first, or delete the group.',
  )
}
