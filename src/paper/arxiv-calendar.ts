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

/** Whether arXiv announces papers on the evening of a day. */
function announcesOn(evening: Day): boolean {
  return weekday(evening) !== 5 && weekday(evening) !== 6 && !holidays.has(evening)
}
