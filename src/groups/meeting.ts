import { type Day, isDay, type PaperId } from '#paper'
import type { Actor, GroupId, Store } from '#store'

export type Meeting = {
  readonly id: string
  readonly title: string
  readonly day: Day
  readonly clock: string
  readonly zone: string
  readonly minutes: number
  readonly venue: string
  readonly startsAt: string
  readonly endsAt: string
  /** What came of it, markdown, and who wrote it last. */
  readonly notes: string
  readonly notesBy: Actor
  readonly notesAt: string | null
  readonly changedAt: string
  readonly sequence: number
  readonly cancelledAt: string | null
  readonly agenda: readonly Point[]
}

/** A paper on the agenda of a meeting. */
export type Point = { readonly paper: PaperId; readonly presenter: Actor }

/** The meetings of a group that are to come, the next one first; or those that were, the last first. */
export async function meetingsOf(
  store: Store,
  group: GroupId,
  which: 'to come' | 'past',
  { now, skip = 0, count }: { readonly now: Date; readonly skip?: number; readonly count: number },
): Promise<Meeting[]> {
  const at = now.toISOString()
  const rows = await store
    .selectFrom('meetings')
    .selectAll()
    .where('inGroup', '=', group)
    .where('endsAt', which === 'past' ? '<' : '>=', at)
    .orderBy('startsAt', which === 'past' ? 'desc' : 'asc')
    .orderBy('id')
    .offset(skip)
    .limit(count)
    .execute()
  return withAgendas(store, rows)
}

export async function countPast(store: Store, group: GroupId, now: Date): Promise<number> {
  const { count } = await store
    .selectFrom('meetings')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('inGroup', '=', group)
    .where('endsAt', '<', now.toISOString())
    .executeTakeFirstOrThrow()
  return count
}

/** The meetings of a group that began or will begin after an instant, in their order. */
export async function meetingsSince(
  store: Store,
  group: GroupId,
  since: Date,
  count = 500,
): Promise<Meeting[]> {
  const rows = await store
    .selectFrom('meetings')
    .selectAll()
    .where('inGroup', '=', group)
    .where('startsAt', '>=', since.toISOString())
    .orderBy('startsAt')
    .orderBy('id')
    .limit(count)
    .execute()
  return withAgendas(store, rows)
}

export async function meetingOf(
  store: Store,
  group: GroupId,
  meeting: string,
): Promise<Meeting | undefined> {
  const rows = await store
    .selectFrom('meetings')
    .selectAll()
    .where('id', '=', meeting)
    .where('inGroup', '=', group)
    .execute()
  const [found] = await withAgendas(store, rows)
  return found
}

/** A meeting as its table has it. */
export type MeetingRow = Omit<Meeting, 'agenda' | 'day'> & { inGroup: GroupId; day: string }

async function withAgendas(store: Store, rows: readonly MeetingRow[]): Promise<Meeting[]> {
  if (rows.length === 0) return []
  const points = await store
    .selectFrom('meetingPapers')
    .selectAll()
    .where(
      'meeting',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('position')
    .orderBy('paper')
    .execute()
  const agendas = Map.groupBy(points, ({ meeting }) => meeting)
  return rows.flatMap(({ inGroup: _inGroup, day, ...row }) => {
    const agenda = (agendas.get(row.id) ?? []).map(({ paper, presenter }) => ({ paper, presenter }))
    return isDay(day) ? [{ ...row, day, agenda }] : []
  })
}
