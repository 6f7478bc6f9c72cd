import { sql } from 'kysely'
import type { Reader } from '#accounts'
import type { Room } from '#discussion'
import { DomainError } from '#domain-error'
import type { GroupId, Joining, MemberRole, Openness, ReaderId, Store } from '#store'

export type Group = {
  readonly id: GroupId
  readonly name: string
  readonly about: string
  readonly openness: Openness
  readonly joining: Joining
  readonly madeAt: string
  readonly closedAt: string | null
}

/**
 * A group as one finds it: its `owner`, a `member`, a `guest` who reads a public one, or somebody at
 * the `door` of a private one that takes requests, who sees its name and what it says of itself.
 */
export type GroupFound = Group & { readonly as: MemberRole | 'guest' | 'door' }

const ranks: readonly GroupFound['as'][] = ['door', 'guest', 'member', 'owner']

/** The group of an id, as this reader finds it. A private one is not there for those outside. */
export async function groupFor(
  store: Store,
  id: string,
  reader: Pick<Reader, 'id'> | undefined,
): Promise<GroupFound> {
  const group = await store
    .selectFrom('groups')
    .selectAll()
    .where(sql<boolean>`id = ${id}`)
    .executeTakeFirst()
  if (!group) throw notThere()
  const seat = reader && (await seatOf(store, group.id, reader.id))
  if (seat) return { ...group, as: seat.role }
  if (group.openness === 'public') return { ...group, as: 'guest' }
  const asks = group.joining === 'request' && !group.closedAt
  if (asks || (reader && (await isInvited(store, group.id, reader.id)))) {
    return { ...group, as: 'door' }
  }
  throw notThere()
}

/** The same, where it takes to be that much in it. */
export async function enter(
  store: Store,
  id: string,
  reader: Pick<Reader, 'id'> | undefined,
  as: 'guest' | 'member' | 'owner',
): Promise<GroupFound> {
  const group = await groupFor(store, id, reader)
  if (ranks.indexOf(group.as) >= ranks.indexOf(as)) return group
  if (group.as === 'door') throw notThere()
  throw new DomainError(
    'forbidden',
    as === 'owner'
      ? 'Only owners of the group do that. Ask one of them.'
      : 'Only members of the group do that. Ask to join it.',
  )
}

/** The same for somebody who changes something, which nobody does in a group that is closed. */
export async function enterToWrite(
  store: Store,
  id: string,
  reader: Pick<Reader, 'id'>,
  as: 'member' | 'owner' = 'member',
): Promise<GroupFound> {
  const group = await enter(store, id, reader, as)
  if (!group.closedAt) return group
  throw new DomainError('forbidden', 'This group is closed: it is only read.')
}

/**
 * A group as a room to talk in. Its owners moderate it, and in a public one the curators as well,
 * since everybody reads it.
 */
export async function roomIn(
  store: Store,
  { id, openness, closedAt }: Pick<Group, 'id' | 'openness' | 'closedAt'>,
): Promise<Room> {
  const seats = await store
    .selectFrom('members')
    .select(['reader', 'role'])
    .where('inGroup', '=', id)
    .execute()
  const owners = seats.filter(({ role }) => role === 'owner').map(({ reader }) => reader)
  const curators =
    openness === 'private'
      ? []
      : await store
          .selectFrom('readers')
          .select('id')
          .where('role', 'in', ['curator', 'keeper'])
          .where('bannedAt', 'is', null)
          .execute()
  return {
    id,
    members: seats.map(({ reader }) => reader),
    moderators: [...new Set([...owners, ...curators.map((curator) => curator.id)])],
    closed: closedAt !== null,
  }
}

export const seatOf = (store: Store, group: GroupId, reader: ReaderId) =>
  store
    .selectFrom('members')
    .select(['role', 'joinedAt', 'seat'])
    .where('inGroup', '=', group)
    .where('reader', '=', reader)
    .executeTakeFirst()

const isInvited = async (store: Store, group: GroupId, reader: ReaderId): Promise<boolean> =>
  (await store
    .selectFrom('groupInvitations')
    .select('id')
    .where('inGroup', '=', group)
    .where('reader', '=', reader)
    .executeTakeFirst()) !== undefined

const notThere = () => new DomainError('missing', 'There is no such group, or it is not for you.')
