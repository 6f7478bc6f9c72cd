import type { Reader } from '#accounts'
import type { Store } from '#store'
import { enter, type Group, seatOf } from './enter.ts'
import { newSeat } from './group.ts'

/**
 * The seat of a member, of which the address of their calendar is made: a program that subscribes to
 * it has no session. Whoever leaves loses the seat, and with it the calendar.
 */
export async function seatIn(store: Store, reader: Reader, group: string): Promise<string> {
  const { id } = await enter(store, group, reader, 'member')
  return (await seatOf(store, id, reader.id))?.seat ?? ''
}

/** Gives a member another seat: the address of the calendar that went about leads nowhere any more. */
export async function renewSeat(store: Store, reader: Reader, group: string): Promise<void> {
  const { id } = await enter(store, group, reader, 'member')
  await store
    .updateTable('members')
    .set({ seat: newSeat() })
    .where('inGroup', '=', id)
    .where('reader', '=', reader.id)
    .execute()
}

/** The group in which somebody has that seat. */
export const groupOfSeat = (store: Store, seat: string): Promise<Group | undefined> =>
  store
    .selectFrom('members')
    .innerJoin('groups', 'groups.id', 'members.inGroup')
    .selectAll('groups')
    .where('seat', '=', seat)
    .executeTakeFirst()
