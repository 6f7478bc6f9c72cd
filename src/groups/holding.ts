import type { Holding } from '#accounts'
import type { Actor, GroupId, ReaderId, Store } from '#store'
import { membersOf } from './members.ts'
import { erase } from './group.ts'

/** What we hold of a reader in groups. */
export const groupsHolding: Holding = {
  name: 'groups',
  kept: 'The groups you are in and since when, what you nominated, voted for and wrote there, what you ask to join, and who invited you. Members of a group see it; what happens in a private group nobody else sees. When you leave, your votes and memberships go, what the group keeps stays without your name, the member who has been there longest becomes its owner where you were the only one, and a group that nobody is in any more is deleted.',
  async tell(store, reader) {
    const [memberships, asks, nominated, votes, notes, presents] = await Promise.all([
      store
        .selectFrom('members')
        .innerJoin('groups', 'groups.id', 'members.inGroup')
        .select(['groups.id', 'name', 'role', 'joinedAt'])
        .where('reader', '=', reader)
        .execute(),
      store
        .selectFrom('groupAsks')
        .select(['inGroup', 'text', 'at'])
        .where('reader', '=', reader)
        .execute(),
      store
        .selectFrom('groupPapers')
        .select(['inGroup', 'paper', 'line', 'nominatedAt'])
        .where('nominatedBy', '=', reader)
        .execute(),
      store
        .selectFrom('groupVotes')
        .select(['inGroup', 'paper', 'castAt'])
        .where('reader', '=', reader)
        .execute(),
      store
        .selectFrom('groupPapers')
        .select(['inGroup', 'paper', 'note', 'noteAt'])
        .where('noteBy', '=', reader)
        .execute(),
      store
        .selectFrom('meetingPapers')
        .innerJoin('meetings', 'meetings.id', 'meetingPapers.meeting')
        .select(['inGroup', 'title', 'startsAt', 'paper'])
        .where('presenter', '=', reader)
        .execute(),
    ])
    return { memberships, asks, nominated, votes, notes, presents }
  },
  erase: (within, reader) => forget(within, reader),
}

/** Stands where a reader was who left. */
const gone: Actor = 'gone'

async function forget(within: Store, reader: ReaderId): Promise<void> {
  const seats = await within
    .selectFrom('members')
    .select(['inGroup', 'role'])
    .where('reader', '=', reader)
    .execute()
  for (const table of ['members', 'groupAsks', 'groupVotes', 'groupInvitations'] as const) {
    await within.deleteFrom(table).where('reader', '=', reader).execute()
  }
  await within
    .updateTable('groupInvitations')
    .set({ madeBy: gone })
    .where('madeBy', '=', reader)
    .execute()
  for (const column of ['nominatedBy', 'lineBy', 'noteBy'] as const) {
    await within
      .updateTable('groupPapers')
      .set({ [column]: gone })
      .where(column, '=', reader)
      .execute()
  }
  await within
    .updateTable('meetings')
    .set({ notesBy: gone })
    .where('notesBy', '=', reader)
    .execute()
  await within
    .updateTable('meetingPapers')
    .set({ presenter: gone })
    .where('presenter', '=', reader)
    .execute()
  for (const { inGroup, role } of seats) if (role === 'owner') await passOn(within, inGroup)
}

/** Gives a group that lost an owner another one where it has none, and ends it where nobody is left. */
async function passOn(within: Store, group: GroupId): Promise<void> {
  const left = await membersOf(within, group)
  const [heir] = left
  if (!heir) return erase(within, group)
  if (heir.role === 'owner') return
  await within
    .updateTable('members')
    .set({ role: 'owner' })
    .where('inGroup', '=', group)
    .where('reader', '=', heir.reader)
    .execute()
}
