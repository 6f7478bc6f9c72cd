import { addDays, dayOf, type Day, partsIn, weekday } from './day.ts'

/** arXiv keeps the time of Ithaca, New York. */
const eastern = 'America/New_York'

/** Days on whose evening arXiv announces nothing, beside Fridays and Saturdays (arXiv, “Availability of submissions”). */
const holidays = new Set([
  '2026-01-01',
  '2026-01-19',
  '2026-06-19',
  '2026-07-03',
  '2026-09-07',
  '2026-11-26',
  '2026-12-25',
  '2026-12-29',
  '2026-12-31',
])

/**
 * The day under which arXiv lists a paper submitted at an instant. Submissions close at 14:00
 * Eastern from Monday to Friday; what came before is announced at 20:00 of the next evening on
 * which arXiv announces (Sunday to Thursday, without holidays), and listed under the day after.
 */
export function listedOn(submitted: Date): Day {
  const late = Number(partsIn(submitted, eastern)['hour']) >= 14
  let evening = addDays(dayOf(submitted, eastern), late ? 1 : 0)
  while (weekday(evening) > 5) evening = addDays(evening, 1)
  while (!announcesOn(evening)) evening = addDays(evening, 1)
  return addDays(evening, 1)
}

/** Why arXiv lists nothing under a day, or `undefined` if it does. */
export function quietDay(day: Day): 'weekend' | 'holiday' | undefined {
  if (weekday(day) > 5) return 'weekend'
  return holidays.has(addDays(day, -1)) ? 'holiday' : undefined
}

/**
 * When arXiv last had a new day's papers to give to programs: at 22:30 Eastern on an evening of
 * announcement, two and a half hours after it (arXiv, “OAI-PMH”, of its updates).
 */
export function lastAnnounced(now: Date): Date {
  for (let evening = dayOf(now, eastern); ; evening = addDays(evening, -1)) {
    const at = announcesOn(evening) ? easternInstant(evening, 22, 30) : undefined
    if (at && at <= now) return at
  }
}

/** When arXiv announces the list of a day: at 20:00 Eastern of the evening before, if it has one. */
export function announcedAt(day: Day): Date | undefined {
  const evening = addDays(day, -1)
  return announcesOn(evening) ? easternInstant(evening, 20, 0) : undefined
}

/** The day of the list that arXiv announced last, if all went as the calendar has it. */
export function lastListed(now: Date): Day {
  for (let day = addDays(dayOf(now, eastern), 1); ; day = addDays(day, -1)) {
    const at = announcedAt(day)
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
function announcesOn(evening: Day): boolean {
  return weekday(evening) !== 5 && weekday(evening) !== 6 && !holidays.has(evening)
}
