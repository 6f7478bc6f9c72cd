import { DomainError } from '#domain-error'
import { addDays, type Day, dayOf, isDay } from '#paper'

/** Where a reading is that goes day by day. */
export type DayPlace = {
  /** The day from which the reading was wanted. */
  readonly from: Day
  /** The day it is at; of a reading that is done, its last. */
  readonly day: Day
  /** Within the day, what is next. */
  readonly cursor?: number
  readonly done?: true
}

/**
 * Where to begin. A reading goes on where it was, unless another beginning is asked for; one that
 * was done begins again `overlap` days before its end, since days change after they are over; a
 * first one begins a week ago.
 */
export function beginning(
  wanted: string | undefined,
  after: string | undefined,
  { now, overlap }: { readonly now: Date; readonly overlap: number },
): DayPlace {
  if (wanted !== undefined && !isDay(wanted)) {
    throw new DomainError('invalid', `“${wanted}” is no day: write it as 2026-11-20`)
  }
  const last: DayPlace | undefined = after ? JSON.parse(after) : undefined
  if (last && !last.done && (!wanted || wanted === last.from)) return last
  const from = wanted ?? addDays(last?.day ?? dayOf(now), last ? -overlap : -7)
  return { from, day: from }
}

/** How far a reading is, from 0 to 1. */
export function shareOf({ from, day }: DayPlace, until: Day): number {
  const days = Date.parse(until) - Date.parse(from)
  return days > 0 ? Math.min(1, (Date.parse(day) - Date.parse(from)) / days) : 1
}
