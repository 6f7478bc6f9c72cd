import { isAtLeast, type Reader } from '#accounts'
import type { GroupId, ReaderId, Store } from '#store'
import type { Viewer } from './comment.ts'

/** A place where people talk among themselves: what is said there is read there and nowhere else. */
export type Room = {
  readonly id: GroupId
  /** Who may say something, and is told of it. */
  readonly members: readonly ReaderId[]
  /** Who hides, locks and answers there. */
  readonly moderators: readonly ReaderId[]
  /** Nobody says anything any more. */
  readonly closed: boolean
}

/** A reader, and the room in which they stand; without one, before everybody. */
export type Speaker = Reader & { readonly room?: Room }

/** Whether somebody moderates where they stand: hides, locks, settles reports. */
export const moderates = ({ room, ...reader }: Speaker): boolean =>
  room ? room.moderators.includes(reader.id) : isAtLeast(reader, 'curator')

/** What a speaker may see. */
export const viewerOf = (speaker: Speaker): Viewer => ({
  id: speaker.id,
  moderates: moderates(speaker),
  ...(speaker.room && { room: speaker.room.id }),
})

/** The group in which a comment was said; the empty text for everybody's, undefined for none. */
export async function roomOf(store: Store, comment: string): Promise<GroupId | '' | undefined> {
  const row = await store
    .selectFrom('comments')
    .select('inGroup')
    .where('id', '=', comment)
    .executeTakeFirst()
  return row?.inGroup
}

/** The same of an appeal. */
export async function roomOfAppeal(store: Store, place: number): Promise<GroupId | '' | undefined> {
  const row = await store
    .selectFrom('appeals')
    .select('comment')
    .where('place', '=', place)
    .executeTakeFirst()
  return row && roomOf(store, row.comment)
}

/** Takes away all that was ever said in a room, when the room goes. */
export async function clearRoom(within: Store, room: GroupId): Promise<void> {
  const said = within.selectFrom('comments').select('id').where('inGroup', '=', room)
  await within.deleteFrom('notices').where('inGroup', '=', room).execute()
  for (const table of ['commentEdits', 'reactions', 'reports', 'rulings', 'appeals'] as const) {
    await within.deleteFrom(table).where('comment', 'in', said).execute()
  }
  // An answer goes before what it answers.
  await within.updateTable('comments').set({ parent: null }).where('inGroup', '=', room).execute()
  await within.deleteFrom('comments').where('inGroup', '=', room).execute()
}
