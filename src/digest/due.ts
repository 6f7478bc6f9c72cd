import { addDays, type Day, dayOf, weekday } from '#paper'

/** When digests come: on days of the week (`12345`; Monday is 1), at an hour of a time zone. */
export type Rhythm = { readonly days: string; readonly hour: number; readonly zone: string }

/** A digest that is due: the subscriber's day, and the instant. */
export type Due = { readonly day: Day; readonly at: Date }

/** The first digest that is due after an instant. */
export function nextDue(rhythm: Rhythm, after: Date): Due | undefined {
  if (!/[1-7]/.test(rhythm.days)) return undefined
  for (
    let day = addDays(dayOf(after, rhythm.zone), -1), i = 0;
    i < 10;
    day = addDays(day, 1), i++
  ) {
    const at = dueOn(rhythm, day)
    if (at && at > after) return { day, at }
  }
  return undefined
}

/** The last digest that was due, up to an instant; none older than a week. */
export function lastDue(rhythm: Rhythm, upTo: Date): Due | undefined {
  for (let day = addDays(dayOf(upTo, rhythm.zone), 1), i = 0; i < 9; day = addDays(day, -1), i++) {
    const at = dueOn(rhythm, day)
    if (at && at <= upTo) return { day, at }
  }
  return undefined
}

const dueOn = ({ days, hour, zone }: Rhythm, day: Day): Date | undefined =>
  days.includes(String(weekday(day))) ? instantOf(day, hour, zone) : undefined

const hours = 60 * 60 * 1000

/**
 * The instant at which the clocks of a zone show an hour of a day. Where they show it twice it is the
 * first; where they leap over it, the moment after the leap; and none where the day itself is left out.
 */
export function instantOf(day: Day, hour: number, zone: string): Date | undefined {
  const shown = Date.parse(day) + hour * hours
  const offsets = [shown - 24 * hours, shown + 24 * hours].map((at) => offsetAt(at, zone))
  const [before = 0] = offsets
  const right = offsets
    .map((offset) => shown - offset)
    .filter((at) => at + offsetAt(at, zone) === shown)
  const at = new Date(right.length > 0 ? Math.min(...right) : shown - before)
  return dayOf(at, zone) === day ? at : undefined
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const shown = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(zone, clock)
  }
  return clock
}

/** Whether the text names a time zone that we know. */
export function isZone(text: string): boolean {
  if (text === '' || text.length > 60 || !/^[A-Za-z0-9_+/-]+$/.test(text)) return false
  try {
    clockOf(text)
    return true
  } catch {
    return false
  }
}
