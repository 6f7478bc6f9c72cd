import { DomainError } from '#domain-error'
import {
  addDays,
  type Calendar,
  calendarWith,
  type Day,
  isArxivId,
  listedOn,
  type PaperId,
} from '#paper'
import { lockPapers, noteChanges, type Store } from '#store'
import { knownFrom } from './row.ts'

/** What the keeper knows better of arXiv's calendar: an evening without an announcement, or with one. */
export type Correction = {
  readonly evening: Day
  readonly kind: 'quiet' | 'announces'
  readonly note: string
}

/** arXiv's calendar, as corrected here. */
export async function calendarOf(store: Store): Promise<Calendar> {
  const all = await corrections(store)
  return calendarWith(new Map(all.map(({ evening, kind }) => [evening, kind])))
}

export async function corrections(store: Store): Promise<Correction[]> {
  return store
    .selectFrom('calendar')
    .select(['evening', 'kind', 'note'])
    .orderBy('evening')
    .execute()
}

/** Corrects the calendar, or forgets a correction; papers whose day was reckoned by it move over. */
export async function correctCalendar(
  store: Store,
  correction: Correction | { readonly evening: Day; readonly kind: 'forget' },
  now = new Date(),
): Promise<number> {
  return store.transaction().execute(async (within) => {
    const { evening } = correction
    if (correction.kind === 'forget') {
      const { numDeletedRows } = await within
        .deleteFrom('calendar')
        .where('evening', '=', evening)
        .executeTakeFirstOrThrow()
      if (numDeletedRows === 0n) {
        throw new DomainError('missing', `nothing is corrected on the evening of ${evening}`)
      }
    } else {
      const row = { ...correction, at: now.toISOString() }
      await within
        .insertInto('calendar')
        .values(row)
        .onConflict((conflict) => conflict.column('evening').doUpdateSet(row))
        .execute()
    }
    return relist(within, evening, now)
  })
}

/** No stretch without announcements is longer, in days. */
const longestQuiet = 10

/** Puts papers that arXiv announced about an evening under the days that the calendar has now. */
async function relist(within: Store, evening: Day, now: Date): Promise<number> {
  await lockPapers(within)
  const calendar = await calendarOf(within)
  const rows = await within
    .selectFrom('papers')
    .selectAll()
    .where('day', '>=', addDays(evening, -1))
    .where('day', '<=', addDays(evening, longestQuiet))
    .execute()
  const moved: PaperId[] = []
  for (const row of rows) {
    const { id, publishedAt, origins, day: before } = knownFrom(row)
    if (origins.day || !isArxivId(id) || publishedAt.length < 16) continue
    const day = listedOn(new Date(publishedAt), calendar)
    if (day === before) continue
    await within.updateTable('papers').set({ day }).where('id', '=', id).execute()
    await within.updateTable('listings').set({ day }).where('paper', '=', id).execute()
    await within.updateTable('authorships').set({ day }).where('paper', '=', id).execute()
    moved.push(id)
  }
  await noteChanges(
    within,
    moved.map((paper) => ({ paper, kind: 'changed' })),
    now,
  )
  return moved.length
}
