import { addDays, dayOf, type Day, partsIn, weekday } from './day.ts'

/** arXiv keeps the time of Ithaca, New York. */
const eastern = 'America/New_York'

/** On which evenings arXiv announces nothing, beside Fridays and Saturdays. */
export type Calendar = { isHoliday(evening: Day): boolean }

/**
 * arXiv's calendar as far as it is known. For 2026 it is what arXiv published (“Availability of
 * submissions”); for other years the days that it keeps every year, since Juneteenth became one. It
 * adds some evenings at the end of a year, which is what corrections are for.
 */
export const arxivCalendar: Calendar = {
  isHoliday: (evening) => published.has(evening) || isYearly(evening),
}

/** The calendar with what its keeper knows better. */
export const calendarWith = (corrections: ReadonlyMap<Day, 'quiet' | 'announces'>): Calendar => ({
  isHoliday(evening) {
    const corrected = corrections.get(evening)
    return corrected ? corrected === 'quiet' : arxivCalendar.isHoliday(evening)
  },
})

/** The evenings of a year on which arXiv announces nothing, Fridays and Saturdays apart. */
export function holidaysOf(year: number, calendar = arxivCalendar): Day[] {
  const first = dayOf(new Date(Date.UTC(year, 0, 1)))
  return Array.from({ length: 366 }, (_, i) => addDays(first, i)).filter(
    (day) => day.startsWith(String(year)) && !isWeekendEvening(day) && calendar.isHoliday(day),
  )
}

const published = new Set(['2026-12-29', '2026-12-31'])

/** Days that arXiv keeps every year: from 2022, when Juneteenth was first among them. */
function isYearly(day: Day): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  if (year < 2022) return false
  const on = weekday(day)
  const nth = Math.ceil(date / 7)
  return (
    /-(01-01|06-19|12-25)$/.test(day) ||
    (month === 1 && on === 1 && nth === 3) ||
    // Independence Day; of a weekend the working day beside it.
    (month === 7 &&
      ((date === 4 && on < 6) || (date === 3 && on === 5) || (date === 5 && on === 1))) ||
    (month === 9 && on === 1 && nth === 1) ||
    (month === 11 && on === 4 && nth === 4)
  )
}

const isWeekendEvening = (evening: Day): boolean => weekday(evening) === 5 || weekday(evening) === 6

/**
 * The day under which arXiv lists a paper submitted at an instant. Submissions close at 14:00
 * Eastern from Monday to Friday; what came before is announced at 20:00 of the next evening on
 * which arXiv announces (Sunday to Thursday, without holidays), and listed under the day after.
 */
export function listedOn(submitted: Date, calendar = arxivCalendar): Day {
  const late = Number(partsIn(submitted, eastern)['hour']) >= 14
  let evening = addDays(dayOf(submitted, eastern), late ? 1 : 0)
  while (weekday(evening) > 5) evening = addDays(evening, 1)
  while (!announcesOn(evening, calendar)) evening = addDays(evening, 1)
  return addDays(evening, 1)
}

/** Why arXiv lists nothing under a day, or `undefined` if it does. */
export function quietDay(day: Day, calendar = arxivCalendar): 'weekend' | 'holiday' | undefined {
  if (weekday(day) > 5) return 'weekend'
  return calendar.isHoliday(addDays(day, -1)) ? 'holiday' : undefined
}

/**
 * When arXiv last had a new day's papers to give to programs: at 22:30 Eastern on an evening of
 * announcement, two and a half hours after it (arXiv, “OAI-PMH”, of its updates).
 */
export function lastAnnounced(now: Date, calendar = arxivCalendar): Date {
  for (let evening = dayOf(now, eastern); ; evening = addDays(evening, -1)) {
    const at = announcesOn(evening, calendar) ? easternInstant(evening, 22, 30) : undefined
    if (at && at <= now) return at
  }
}

/** When arXiv announces the list of a day: at 20:00 Eastern of the evening before, if it has one. */
export function announcedAt(day: Day, calendar = arxivCalendar): Date | undefined {
  const evening = addDays(day, -1)
  return announcesOn(evening, calendar) ? easternInstant(evening, 20, 0) : undefined
}

/** The day of the list that arXiv announced last, if all went as the calendar has it. */
export function lastListed(now: Date, calendar = arxivCalendar): Day {
  for (let day = addDays(dayOf(now, eastern), 1); ; day = addDays(day, -1)) {
    const at = announcedAt(day, calendar)
    if (at && at <= now) return day
  }
}

/** The instant at which the clocks of Ithaca show a time. They are four or five hours behind UTC. */
function easternInstant(day: Day, hour: number, minute: number): Date {
  const inSummer = new Date(Date.parse(day) + ((hour + 4) * 60 + minute) * 60_000)
  const shown = Number(partsIn(inSummer, eastern)['hour'])
  return shown === hour ? inSummer : new Date(inSummer.getTime() + 60 * 60_000)
}

/** Whether arXiv announces papers on the evening of a day. */
function announcesOn(evening: Day, calendar: Calendar): boolean {
  return !isWeekendEvening(evening) && !calendar.isHoliday(evening)
}
