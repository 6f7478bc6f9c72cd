import { randomBytes } from 'node:crypto'
import type { Reader } from '#accounts'
import { longestBody, notify } from '#discussion'
import { DomainError } from '#domain-error'
import { sentence } from '#mail'
import { addDays, instantAt, isDay, isZone } from '#paper'
import type { GroupId, Store } from '#store'
import { enterToWrite } from './enter.ts'
import type { MeetingRow } from './meeting.ts'
import { membersOf } from './members.ts'

/** When and where a group meets: what a clock on the wall of a zone shows. */
export type MeetingTerms = {
  readonly title: string
  readonly day: string
  /** `14:00` */
  readonly clock: string
  readonly zone: string
  readonly minutes: number
  readonly venue: string
}

export type MeetingIn = { readonly group: string; readonly meeting: string }

/** At most so many meetings are called at once, so many weeks apart. */
const series = { times: 26, every: 8 }

/**
 * Calls a meeting, or several so many weeks apart. Each is at the same hour of its zone, whatever the
 * clocks there do in between.
 */
export async function callMeetings(
  store: Store,
  owner: Reader,
  asked: MeetingTerms & {
    readonly group: string
    readonly times?: number
    readonly every?: number
  },
  now = new Date(),
): Promise<string[]> {
  const times = within(asked.times ?? 1, 1, series.times)
  const every = within(asked.every ?? 1, 1, series.every)
  const first = readTerms(asked)
  return store.transaction().execute(async (into) => {
    const { id } = await enterToWrite(into, asked.group, owner, 'owner')
    const ids: string[] = []
    for (let i = 0; i < times; i++) {
      const terms = readTerms({ ...asked, day: addDays(first.day, 7 * every * i) })
      const meeting = randomBytes(10).toString('hex')
      ids.push(meeting)
      await into
        .insertInto('meetings')
        .values({
          id: meeting,
          inGroup: id,
          ...terms,
          notes: '',
          notesBy: '',
          notesAt: null,
          changedAt: now.toISOString(),
          sequence: 0,
          cancelledAt: null,
        })
        .execute()
    }
    await tellMembers(into, id, owner, now)
    return ids
  })
}

/** Changes when and where a meeting is. */
export async function changeMeeting(
  store: Store,
  owner: Reader,
  where: MeetingIn,
  asked: MeetingTerms,
  now = new Date(),
): Promise<void> {
  const terms = readTerms(asked)
  await alter(store, owner, where, async (into, group, { id, sequence, ...before }) => {
    const same = Object.entries(terms).every(([name, value]) => Reflect.get(before, name) === value)
    if (same) return
    await into
      .updateTable('meetings')
      .set({ ...terms, sequence: sequence + 1, changedAt: now.toISOString() })
      .where('id', '=', id)
      .execute()
    await tellMembers(into, group, owner, now)
  })
}

/** Calls a meeting off, or lets it take place after all. Calendars are told of both. */
export async function setCancelled(
  store: Store,
  owner: Reader,
  where: MeetingIn,
  state: 'cancelled' | 'on',
  now = new Date(),
): Promise<void> {
  await alter(store, owner, where, async (into, group, { id, sequence, cancelledAt }) => {
    if ((cancelledAt !== null) === (state === 'cancelled')) return
    const at = now.toISOString()
    await into
      .updateTable('meetings')
      .set({
        cancelledAt: state === 'cancelled' ? at : null,
        sequence: sequence + 1,
        changedAt: at,
      })
      .where('id', '=', id)
      .execute()
    await tellMembers(into, group, owner, now)
  })
}

/** Writes what came of a meeting; `seen` as in `writeNote`. */
export async function writeMinutes(
  store: Store,
  reader: Reader,
  where: MeetingIn,
  { text, seen }: { readonly text: string; readonly seen: string },
  now = new Date(),
): Promise<void> {
  const notes = text.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n').trim()
  if (notes.length > longestBody) {
    throw new DomainError('invalid', `Notes have at most ${longestBody} characters.`)
  }
  await alter(
    store,
    reader,
    where,
    async (into, _group, before) => {
      if (before.notes === notes) return
      if (before.notes && (before.notesAt ?? '') !== seen) {
        throw new DomainError(
          'invalid',
          'Somebody changed these notes while you wrote. Go back, take your text along, and put both together.',
        )
      }
      await into
        .updateTable('meetings')
        .set({ notes, notesBy: notes ? reader.id : '', notesAt: now.toISOString() })
        .where('id', '=', before.id)
        .execute()
    },
    'member',
  )
}

/** Does something to a meeting of a group, for an owner, or for a member where told. */
export async function alter(
  store: Store,
  reader: Reader,
  { group, meeting }: MeetingIn,
  act: (into: Store, group: GroupId, meeting: MeetingRow, as: 'owner' | 'member') => Promise<void>,
  as: 'owner' | 'member' = 'owner',
): Promise<void> {
  await store.transaction().execute(async (into) => {
    const entered = await enterToWrite(into, group, reader, as)
    const found = await into
      .selectFrom('meetings')
      .selectAll()
      .where('id', '=', meeting)
      .where('inGroup', '=', entered.id)
      .executeTakeFirst()
    if (!found) throw new DomainError('missing', 'There is no such meeting of this group.')
    await act(into, entered.id, found, entered.as === 'owner' ? 'owner' : 'member')
  })
}

async function tellMembers(into: Store, group: GroupId, owner: Reader, now: Date): Promise<void> {
  const members = (await membersOf(into, group)).map(({ reader }) => reader)
  await notify(into, members, { kind: 'meeting', inGroup: group, actor: owner.id }, now)
}

function readTerms(asked: MeetingTerms) {
  const { day, clock, zone } = asked
  const [, hour = '', minute = ''] = clock.match(/^([01]\d|2[0-3]):([0-5]\d)$/) ?? []
  if (!isDay(day) || !hour) {
    throw new DomainError('invalid', 'Give the day as 2026-11-24 and the time as 14:00.')
  }
  if (!isZone(zone)) {
    throw new DomainError(
      'invalid',
      `“${zone.slice(0, 60)}” is not a time zone. They look like Europe/Berlin.`,
    )
  }
  const starts = instantAt(day, Number(hour) * 60 + Number(minute), zone)
  if (!starts) throw new DomainError('invalid', `There is no ${day} in ${zone}.`)
  const minutes = within(asked.minutes, 5, 24 * 60)
  return {
    title: sentence(asked.title, 120),
    day,
    clock: `${hour}:${minute}`,
    zone,
    minutes,
    venue: sentence(asked.venue, 500),
    startsAt: starts.toISOString(),
    endsAt: new Date(starts.getTime() + minutes * 60_000).toISOString(),
  }
}

const within = (number: number, least: number, most: number) =>
  Math.min(most, Math.max(least, Math.trunc(number) || least))
