import { createHash } from 'node:crypto'
import { leapsOf, offsetAt, type PaperId } from '#paper'
import type { Meeting } from './meeting.ts'

/** What a calendar shows of a group. */
export type CalendarOf = {
  readonly name: string
  readonly meetings: readonly Meeting[]
  /** The titles of papers, as plain text, and the names of presenters. */
  readonly titleOf: (paper: PaperId) => string
  readonly nameOf: (reader: string) => string
  /** Where a meeting has its page. */
  readonly addressOf: (meeting: Meeting) => string
}

/** The meetings of a group as a calendar that programs subscribe to (RFC 5545, and 7986 for its name). */
export function calendarText(of: CalendarOf): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Broadsheet//Groups//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${text(of.name)}`,
    `X-WR-CALNAME:${text(of.name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...zonesOf(of.meetings),
    ...of.meetings.flatMap((meeting) => event(of, meeting)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function event(of: CalendarOf, meeting: Meeting): string[] {
  const { id, title, zone, venue, startsAt, endsAt, changedAt, sequence, cancelledAt } = meeting
  const agenda = meeting.agenda.map(({ paper, presenter }) => {
    const who = presenter && of.nameOf(presenter)
    return who ? `${of.titleOf(paper)} (${who})` : of.titleOf(paper)
  })
  const address = of.addressOf(meeting)
  return [
    'BEGIN:VEVENT',
    `UID:${uidOf(id)}`,
    `DTSTAMP:${inUtc(changedAt)}`,
    `LAST-MODIFIED:${inUtc(changedAt)}`,
    `SEQUENCE:${sequence}`,
    `DTSTART${instant(startsAt, zone)}`,
    `DTEND${instant(endsAt, zone)}`,
    `SUMMARY:${text(title ? `${of.name}: ${title}` : of.name)}`,
    `DESCRIPTION:${text([...agenda, address].join('\n'))}`,
    ...(venue ? [`LOCATION:${text(venue)}`] : []),
    `URL:${address}`,
    `STATUS:${cancelledAt ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ]
}

/** Shaped like a UUID, as RFC 7986 would have it; the same as long as the meeting is. */
function uidOf(meeting: string): string {
  const hash = createHash('sha256').update(`meeting ${meeting}`).digest('hex')
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')
}

/** An instant on the clocks of a zone; in UTC where the zone is that. */
const instant = (at: string, zone: string): string =>
  zone === 'UTC' ? `:${inUtc(at)}` : `;TZID=${zone}:${shown(Date.parse(at), zone)}`

const inUtc = (at: string) => `${compact(Date.parse(at))}Z`

const shown = (at: number, zone: string) => compact(at + offsetAt(at, zone))

const compact = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+Z$/g, '')

const year = 366 * 24 * 60 * 60 * 1000

/** The zones of these meetings, with each change of their clocks around them. */
function zonesOf(meetings: readonly Meeting[]): string[] {
  const zones = new Set(meetings.map(({ zone }) => zone).filter((zone) => zone !== 'UTC'))
  return [...zones].flatMap((zone) => {
    const own = meetings.filter((meeting) => meeting.zone === zone)
    const from = Math.min(...own.map(({ startsAt }) => Date.parse(startsAt))) - year
    const to = Math.max(...own.map(({ endsAt }) => Date.parse(endsAt))) + year
    const begins = Math.floor(from / 60_000) * 60_000
    const first = offsetAt(begins, zone)
    return [
      'BEGIN:VTIMEZONE',
      `TZID:${zone}`,
      ...observance(first, first, begins, usualOffset(zone, begins)),
      ...leapsOf(zone, begins, to).flatMap((at) =>
        observance(offsetAt(at - 1000, zone), offsetAt(at, zone), at, usualOffset(zone, at)),
      ),
      'END:VTIMEZONE',
    ]
  })
}

/** What the clocks show from an instant on: as they did before it, they show it (RFC 5545, 3.6.5). */
function observance(before: number, now: number, at: number, usual: number): string[] {
  const kind = now > usual ? 'DAYLIGHT' : 'STANDARD'
  return [
    `BEGIN:${kind}`,
    `DTSTART:${compact(at + before)}`,
    `TZOFFSETFROM:${offset(before)}`,
    `TZOFFSETTO:${offset(now)}`,
    `END:${kind}`,
  ]
}

/** What the clocks of a zone show in winter. */
const usualOffset = (zone: string, at: number) =>
  Math.min(offsetAt(at, zone), offsetAt(at + year / 2, zone))

function offset(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000)
  return `${milliseconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`
}

const two = (number: number) => String(number).padStart(2, '0')

/** A text as a value: what parts values is escaped, and what no calendar can hold left out. */
const text = (value: string) =>
  value
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')

/** A line of at most 75 bytes, and the rest on lines that begin with a blank; no letter is parted. */
function folded(line: string): string {
  const lines: string[] = []
  let current = ''
  let size = 0
  for (const letter of line) {
    const bytes = Buffer.byteLength(letter)
    if (size + bytes > 75) {
      lines.push(current)
      current = ' '
      size = 1
    }
    current += letter
    size += bytes
  }
  return [...lines, current].join('\r\n')
}
