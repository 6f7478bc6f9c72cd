import { DomainError } from '#domain-error'
import { isDay } from '#paper'
import type { Row } from './text.ts'

/** A date as far as a record knows it: `2009`, `2009-01`, `2009-01-30`, or an instant. A wrong one is refused. */
export function dateIn(row: Row, field: string): string | undefined {
  const value = row[field]
  if (value === undefined || value === null || value === '') return undefined
  const date = typeof value === 'string' ? asDate(value.trim()) : undefined
  if (date) return date
  throw wrongDate(field, value)
}

/** An instant as mail has it: `Tue, 1 Nov 1994 18:57:48 GMT`. A wrong one is refused. */
export function instantIn(row: Row, field: string): string {
  const value = row[field]
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw wrongDate(field, value)
  return instant(new Date(at))
}

/** Instants are written to the second, always alike, so that as texts they sort. */
export const instant = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`

/** When arXiv gave out an identifier, to the month: `2405.14906` is of `2024-05`. */
export function monthOf(id: string): string | undefined {
  const [, year, month] = id.match(/^(?:.*\/)?(\d\d)(\d\d)/) ?? []
  if (!year || !month || month < '01' || month > '12') return undefined
  return `${id.includes('/') && year > '90' ? '19' : '20'}${year}-${month}`
}

function asDate(text: string): string | undefined {
  if (/^\d{4}$/.test(text)) return text > '1000' && text < '2200' ? text : undefined
  if (/^\d{4}-\d{2}$/.test(text)) return isDay(`${text}-01`) ? text : undefined
  if (isDay(text)) return text
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : instant(new Date(at))
}

function wrongDate(field: string, value: unknown): DomainError {
  const shown = (JSON.stringify(value) ?? '').slice(0, 60)
  return new DomainError('invalid', `“${field}” is no date: ${shown}. Write it as 2026-11-20`)
}
