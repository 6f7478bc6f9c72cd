import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sync, type VEvent } from 'node-ical'
import { calendarText, type Meeting } from '#groups'
import { instantAt, isDay, readPaperId } from '#paper'
import { allAttacks } from '../../test/attacks.ts'

/** A meeting at an hour of a zone. */
function meetingAt(day: string, clock: string, zone: string, more: Partial<Meeting> = {}): Meeting {
  assert.ok(isDay(day))
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  const starts = instantAt(day, hour * 60 + minute, zone)
  assert.ok(starts)
  return {
    id: `${day} ${clock} ${zone}`,
    title: 'Crumb',
    day,
    clock,
    zone,
    minutes: 60,
    venue: 'Kitchen',
    startsAt: starts.toISOString(),
    endsAt: new Date(starts.getTime() + 3_600_000).toISOString(),
    notes: '',
    notesBy: '',
    notesAt: null,
    changedAt: '2026-11-20T12:00:00.000Z',
    sequence: 0,
    cancelledAt: null,
    agenda: [],
    ...more,
  }
}

const written = (meetings: readonly Meeting[], name = 'Bread Club') =>
  calendarText({
    name,
    meetings,
    titleOf: (paper) => `On ${paper}`,
    nameOf: () => 'Ada Lovelace',
    addressOf: () => 'https://example.org/groups/x/meetings/y',
  })

const eventsIn = (text: string): VEvent[] =>
  Object.values(sync.parseICS(text)).filter((one): one is VEvent => one?.type === 'VEVENT')

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/St_Johns',
  'Europe/Dublin',
  'UTC',
]

test('a calendar program meets at the hour that the group meant, all year, in every zone', () => {
  const days = ['2026-03-28', '2026-03-29', '2026-07-01', '2026-10-25', '2026-11-01', '2027-01-05']
  const meetings = zones.flatMap((zone) => days.map((day) => meetingAt(day, '14:30', zone)))

  const events = eventsIn(written(meetings))

  assert.equal(events.length, meetings.length)
  for (const [i, event] of events.entries()) {
    const { startsAt, endsAt, zone, day } = meetings[i] ?? meetingAt('2026-01-01', '1:00', 'UTC')
    assert.equal(event.start.toISOString(), startsAt, `${zone} ${day}`)
    assert.equal(event.end?.toISOString(), endsAt, `${zone} ${day}`)
  }
})

test('the zones of a calendar say by themselves what their clocks show', () => {
  const meetings = zones.map((zone) => meetingAt('2026-07-01', '9:00', zone))
  const text = written(meetings)
  for (const { zone, startsAt } of meetings) {
    if (zone === 'UTC') continue
    const [, rules = ''] = text.split(`TZID:${zone}\r\n`)
    const shown = text.match(new RegExp(`DTSTART;TZID=${zone}:(\\d{8}T\\d{6})`))?.[1] ?? ''
    const onsets = [
      ...(rules.split('END:VTIMEZONE')[0] ?? '').matchAll(
        /DTSTART:(\w+)\r\nTZOFFSETFROM:[-+]\d+\r\nTZOFFSETTO:([-+])(\d\d)(\d\d)/g,
      ),
    ].map(([, at = '', sign, hours, minutes]) => ({
      at,
      offset: (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)),
    }))
    const last = onsets
      .filter(({ at }) => at <= shown)
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))[0]
    const iso = shown.replace(/^(....)(..)(..)T(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6.000Z')
    assert.equal(Date.parse(iso) - (last?.offset ?? 0) * 60_000, Date.parse(startsAt), zone)
    assert.ok(onsets.length === 1 || onsets.length >= 4, `${zone}: a year before and after`)
  }
})

test('a meeting keeps its name in calendars, counts its changes, and says when it is off', () => {
  const meeting = meetingAt('2026-11-24', '14:00', 'Europe/Berlin')
  const changed = {
    ...meetingAt('2026-11-25', '15:00', 'UTC', {
      sequence: 3,
      cancelledAt: '2026-11-21T00:00:00Z',
    }),
    id: meeting.id,
  }
  const [before] = eventsIn(written([meeting]))
  const [after] = eventsIn(written([changed]))

  assert.equal(before?.uid, after?.uid)
  assert.match(before?.uid ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  assert.deepEqual([before?.sequence, after?.sequence].map(Number), [0, 3])
  assert.deepEqual([before?.status, after?.status], ['CONFIRMED', 'CANCELLED'])
})

test('an agenda is told with who presents, whatever the papers are called', () => {
  const paper = readPaperId('2611.00001')
  const meeting = meetingAt('2026-11-24', '14:00', 'Europe/Berlin', {
    agenda: [
      { paper, presenter: 'gone' },
      { paper, presenter: '' },
    ],
  })
  const [event] = eventsIn(written([meeting]))
  const said =
    'On 2611.00001 (Ada Lovelace)\nOn 2611.00001\nhttps://example.org/groups/x/meetings/y'
  assert.equal(event?.description, said)
})

test('no line of a calendar is too long, parts a letter, or says what was not meant', () => {
  for (const attack of [...allAttacks, 'BEGIN:VEVENT\r\nEND:VCALENDAR', 'ünïcödé 🍞'.repeat(40)]) {
    const meeting = meetingAt('2026-11-24', '14:00', 'UTC', {
      title: attack,
      venue: `In ${attack}`,
    })
    const text = written([meeting], attack)

    assert.ok(text.endsWith('END:VCALENDAR\r\n'))
    const lines = text.split('\r\n')
    assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75))
    assert.ok(
      lines.every(
        (line) => !/[\r\n\uFFFD]/.test(line) || attack.includes('\uFFFD') || !attack.isWellFormed(),
      ),
    )
    assert.equal(lines.filter((line) => line === 'BEGIN:VEVENT').length, 1)
    assert.equal(eventsIn(text).length, 1)
    // Read as the standard says: node-ical takes a backslash before an n for the end of a line.
    const unfolded = text.replaceAll('\r\n ', '').split('\r\n')
    const location = unfolded.find((line) => line.startsWith('LOCATION:'))?.slice(9)
    const read = location?.replace(/\\(.)/g, (_, letter: string) =>
      letter === 'n' ? '\n' : letter,
    )
    const plain = `In ${attack}`
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      .replace(/[^\P{Cc}\n\t]/gu, '')
    assert.equal(read, plain)
  }
})
