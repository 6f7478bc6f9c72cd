import { type Day, dayOf, isDay } from '#paper'
import type { PageEntry, WrittenDay } from './saved-page-read.ts'

/** The day of a page, and what had to be assumed to know its year. */
export type PageDay = { readonly day: Day; readonly assumed: string | undefined }

/**
 * In which year a page was made that says “Jan 5” and no more. Such pages leave out the year of
 * days of their own year, so that year comes after every year they name: it is taken to be the next.
 * Where none is named, or that would be out of all proportion, it is the last such day before the
 * page was saved. `undefined` where there is no such day at all.
 */
export function dayOfPage(
  written: WrittenDay,
  entries: readonly PageEntry[],
  { year, savedAt }: { readonly year?: number | undefined; readonly savedAt: Date },
): PageDay | undefined {
  if (year !== undefined || written.year !== undefined) {
    const day = inYear(written, written.year ?? year ?? 0)
    return day && { day, assumed: undefined }
  }
  const lastBefore = lastDayBefore(written, dayOf(savedAt))
  if (!lastBefore) return undefined
  const named = entries.flatMap(({ written: day }) => day?.year ?? [])
  const latest = Math.max(...named)
  const next = inYear(written, latest + 1)
  const latestPossible = Number(lastBefore.slice(0, 4))

  if (next && latest + 1 <= latestPossible && latest + 1 >= latestPossible - mostYearsKept) {
    return {
      day: next,
      assumed: because(next, `its papers name years up to ${latest}, and leave out their own`),
    }
  }
  return {
    day: lastBefore,
    assumed: because(lastBefore, 'that was the last such day before the file was saved'),
  }
}

/** Of a page that lay about longer than this, the file's date tells nothing. */
const mostYearsKept = 5

const because = (day: Day, reason: string) =>
  `The page does not say its year: it is taken to be ${day.slice(0, 4)}, because ${reason}.`

/**
 * The day of an entry; without a year it is of the page's own. One that would be after the page, or
 * that no calendar has, is not known.
 */
export function dayOfEntry(written: WrittenDay | undefined, page: Day): Day | undefined {
  if (!written) return undefined
  const day = inYear(written, written.year ?? Number(page.slice(0, 4)))
  return day && day <= page ? day : undefined
}

function lastDayBefore(written: WrittenDay, saved: Day): Day | undefined {
  const latest = Number(saved.slice(0, 4))
  // A page of 29 February was saved at most eight years after one.
  for (let year = latest; year >= latest - 8; year--) {
    const day = inYear(written, year)
    if (day && day <= saved) return day
  }
  return undefined
}

function inYear({ month, day }: WrittenDay, year: number): Day | undefined {
  const text = `${year}-${two(month)}-${two(day)}`
  return isDay(text) ? text : undefined
}

const two = (number: number) => String(number).padStart(2, '0')
