import { addDays, type Day, dayOf, instantAt, weekday } from '#paper'

export { isZone } from '#paper'

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

/** The instant at which the clocks of a zone show an hour of a day; see `instantAt`. */
export const instantOf = (day: Day, hour: number, zone: string): Date | undefined =>
  instantAt(day, hour * 60, zone)
