import type { Context } from 'hono'
import { z } from 'zod'
import { DomainError } from '#domain-error'
import { type Day, dayOf, daysOfMonth, daysOfWeek, isDay, type Span } from '#paper'

const Whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** A whole number of the query within bounds, as the service takes it: anything else is refused. */
export function numberIn(
  c: Context,
  name: string,
  { from, to, usual }: { readonly from: number; readonly to: number; readonly usual: number },
): number {
  const asked = c.req.query(name)
  if (asked === undefined || asked === '') return usual
  const read = Whole.safeParse(asked)
  if (read.success && read.data >= from && read.data <= to) return read.data
  throw new DomainError('invalid', `“${name}” must be a whole number from ${from} to ${to}.`)
}

/** The days that a list is asked for: one, those of a week, or those of a month. */
export type Asked = { readonly kind: 'day' | 'span'; readonly span: Span }

/** Which days the query names, if any. What is no day, and days to come, are refused. */
export function daysIn(c: Context, now: Date): Asked | undefined {
  const { date, week, month } = c.req.query()
  const today = dayOf(now)
  if (date !== undefined) {
    if (!isDay(date)) throw new DomainError('invalid', 'Write “date” as 2026-11-20.')
    refuseFuture('date', date, today)
    return { kind: 'day', span: { from: date, to: date } }
  }
  const [name, span, how] =
    week !== undefined
      ? (['week', daysOfWeek(week), '2026-W47'] as const)
      : (['month', month === undefined ? undefined : daysOfMonth(month), '2026-11'] as const)
  if (week === undefined && month === undefined) return undefined
  if (!span) throw new DomainError('invalid', `Write “${name}” as ${how}.`)
  refuseFuture(name, span.from, today)
  return { kind: 'span', span }
}

function refuseFuture(name: string, day: Day, today: Day): void {
  if (day <= today) return
  throw new DomainError('invalid', `“${name}” must not be after today, which is ${today}.`)
}
