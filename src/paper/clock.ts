import { type Day, dayOf } from './day.ts'

const minute = 60 * 1000
const dayLong = 24 * 60 * minute

/**
 * The instant at which the clocks of a zone show so many minutes of a day. Where they show it twice
 * it is the first; where they leap over it, the moment after the leap; and none where the day itself
 * is left out.
 */
export function instantAt(day: Day, minutes: number, zone: string): Date | undefined {
  const shown = Date.parse(day) + minutes * minute
  const offsets = [shown - dayLong, shown + dayLong].map((at) => offsetAt(at, zone))
  const [before = 0] = offsets
  const right = offsets
    .map((offset) => shown - offset)
    .filter((at) => at + offsetAt(at, zone) === shown)
  const at = new Date(right.length > 0 ? Math.min(...right) : shown - before)
  return dayOf(at, zone) === day ? at : undefined
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
export function offsetAt(at: number, zone: string): number {
  const shown = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute: past = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, past, second) - Math.floor(at / 1000) * 1000
}

/** The instants from one to another at which the clocks of a zone are set forward or back. */
export function leapsOf(zone: string, from: number, to: number): number[] {
  const leaps: number[] = []
  // No clock is set twice in a week.
  const step = 7 * dayLong
  for (let start = from; start < to; start += step) {
    const end = Math.min(start + step, to)
    if (offsetAt(start, zone) === offsetAt(end, zone)) continue
    let [before, after] = [start, end]
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000
      if (offsetAt(middle, zone) === offsetAt(start, zone)) before = middle
      else after = middle
    }
    leaps.push(after)
  }
  return leaps
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
