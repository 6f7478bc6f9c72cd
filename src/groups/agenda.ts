import type { Reader } from '#accounts'
import { notify } from '#discussion'
import { DomainError } from '#domain-error'
import type { PaperId } from '#paper'
import type { Store } from '#store'
import { alter, type MeetingIn } from './meetings.ts'
import { membersOf } from './members.ts'

/** A paper, and the meeting on whose agenda it is to stand. */
export type OnAgenda = MeetingIn & { readonly paper: PaperId }

/** Puts one of the group's papers on the agenda of a meeting, at the end. */
export async function putOnAgenda(
  store: Store,
  owner: Reader,
  where: OnAgenda,
  now = new Date(),
): Promise<void> {
  await alter(store, owner, where, async (within, group, { id }) => {
    const shelved = await within
      .selectFrom('groupPapers')
      .select('paper')
      .where('inGroup', '=', group)
      .where('paper', '=', where.paper)
      .executeTakeFirst()
    if (!shelved) {
      throw new DomainError('missing', 'This group has no such paper. Nominate it first.')
    }
    const { length } = await orderOf(within, id)
    await within
      .insertInto('meetingPapers')
      .values({ meeting: id, paper: where.paper, position: length, presenter: '' })
      .onConflict((conflict) => conflict.columns(['meeting', 'paper']).doNothing())
      .execute()
    await touch(within, id, now)
  })
}

/** Takes a paper off the agenda; it stays in the group. */
export async function takeOffAgenda(
  store: Store,
  owner: Reader,
  where: OnAgenda,
  now = new Date(),
): Promise<void> {
  await alter(store, owner, where, async (within, _group, { id }) => {
    await within
      .deleteFrom('meetingPapers')
      .where('meeting', '=', id)
      .where('paper', '=', where.paper)
      .execute()
    await renumber(within, id, await orderOf(within, id))
    await touch(within, id, now)
  })
}

/** Puts a paper at another place of the agenda, from 0. */
export async function moveOnAgenda(
  store: Store,
  owner: Reader,
  where: OnAgenda,
  to: number,
  now = new Date(),
): Promise<void> {
  await alter(store, owner, where, async (within, _group, { id }) => {
    await mustStand(within, id, where.paper)
    const others = (await orderOf(within, id)).filter((paper) => paper !== where.paper)
    const place = Math.max(0, Math.min(others.length, Math.trunc(to)))
    await renumber(within, id, others.toSpliced(place, 0, where.paper))
    await touch(within, id, now)
  })
}

/**
 * Says who presents a paper: a member of the group, or nobody. Members say it of themselves, and step
 * back; owners say it of everybody, who is told.
 */
export async function setPresenter(
  store: Store,
  reader: Reader,
  where: OnAgenda,
  presenter: string,
  now = new Date(),
): Promise<void> {
  const act = async (
    within: Store,
    group: Parameters<Parameters<typeof alter>[3]>[1],
    { id }: { id: string },
    as: 'owner' | 'member',
  ) => {
    const before = await mustStand(within, id, where.paper)
    const found = (await membersOf(within, group)).find((member) => member.reader === presenter)
    if (presenter !== '' && !found) {
      throw new DomainError('invalid', 'Only members of the group present.')
    }
    const own = presenter === '' ? before === reader.id : before === '' && presenter === reader.id
    if (as !== 'owner' && !own) {
      throw new DomainError('forbidden', 'Members offer themselves; an owner asks others.')
    }
    await within
      .updateTable('meetingPapers')
      .set({ presenter: found?.reader ?? '' })
      .where('meeting', '=', id)
      .where('paper', '=', where.paper)
      .execute()
    await touch(within, id, now)
    if (!found || found.reader === before) return
    const news = { kind: 'presents', inGroup: group, paper: where.paper, actor: reader.id } as const
    await notify(within, [found.reader], news, now)
  }
  await alter(store, reader, where, act, 'member')
}

async function mustStand(within: Store, meeting: string, paper: PaperId) {
  const point = await within
    .selectFrom('meetingPapers')
    .select('presenter')
    .where('meeting', '=', meeting)
    .where('paper', '=', paper)
    .executeTakeFirst()
  if (point) return point.presenter
  throw new DomainError('missing', 'That paper is not on the agenda any more.')
}

async function orderOf(within: Store, meeting: string): Promise<PaperId[]> {
  const rows = await within
    .selectFrom('meetingPapers')
    .select('paper')
    .where('meeting', '=', meeting)
    .orderBy('position')
    .orderBy('paper')
    .execute()
  return rows.map(({ paper }) => paper)
}

async function renumber(within: Store, meeting: string, order: readonly PaperId[]): Promise<void> {
  for (const [position, paper] of order.entries()) {
    await within
      .updateTable('meetingPapers')
      .set({ position })
      .where('meeting', '=', meeting)
      .where('paper', '=', paper)
      .execute()
  }
}

/** Says that calendars should have another look. It is the same appointment, so its number stays. */
const touch = (within: Store, meeting: string, now: Date) =>
  within
    .updateTable('meetings')
    .set({ changedAt: now.toISOString() })
    .where('id', '=', meeting)
    .execute()
