/** A day of the calendar, `2026-11-20`. Days are text: they sort, compare and print as they are. */
export type Day = string & { readonly brand: 'Day' }

const milliseconds = 24 * 60 * 60 * 1000

/** Whether the text is a day that exists: `2026-02-30` is not one. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}

/** The day of an instant in a time zone, UTC unless told. */
export function dayOf(instant: Date, timeZone = 'UTC'): Day {
  if (timeZone === 'UTC') return asDay(instant.toISOString().slice(0, 10))
  const parts = partsIn(instant, timeZone)
  return asDay(`${parts.year}-${parts.month}-${parts.day}`)
}

/** The day so many days later, or earlier. */
export function addDays(day: Day, count: number): Day {
  return asDay(new Date(Date.parse(day) + count * milliseconds).toISOString().slice(0, 10))
}

/** The day of the week, Monday 1 to Sunday 7. */
export const weekday = (day: Day): number => new Date(day).getUTCDay() || 7

/** First and last day of a stretch of time. */
export type Span = { readonly from: Day; readonly to: Day }

/** The ISO week that holds a day, `2026-W47`. Its year is the year of its Thursday. */
export function weekOf(day: Day): string {
  const thursday = addDays(day, 4 - weekday(day))
  const first = Date.parse(`${thursday.slice(0, 4)}-01-01`)
  const week = Math.floor((Date.parse(thursday) - first) / milliseconds / 7) + 1
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`
}

/** Monday to Sunday of an ISO week, or `undefined` where there is no such week. */
export function daysOfWeek(week: string): Span | undefined {
  const [, year, number] = week.match(/^(\d{4})-W(\d{2})$/) ?? []
  if (!year || !number) return undefined
  const fourth = asDay(`${year}-01-04`) // always in week 1
  const from = addDays(fourth, 1 - weekday(fourth) + (Number(number) - 1) * 7)
  return weekOf(from) === week ? { from, to: addDays(from, 6) } : undefined
}

/** First to last day of a month `2026-11`, or `undefined` where there is no such month. */
export function daysOfMonth(month: string): Span | undefined {
  const first = `${month}-01`
  if (!/^\d{4}-\d{2}$/.test(month) || !isDay(first)) return undefined
  const next = addDays(first, 31)
  return { from: first, to: addDays(asDay(`${next.slice(0, 7)}-01`), -1) }
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made from a Date, so it is a day
const asDay = (text: string): Day => text as Day

/** The clock on the wall of a time zone, each part as two digits, the year as four. */
export function partsIn(instant: Date, timeZone: string): Record<string, string> {
  const parts = clockOf(timeZone).formatToParts(instant)
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]))
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    clocks.set(timeZone, clock)
  }
  return clock
}
