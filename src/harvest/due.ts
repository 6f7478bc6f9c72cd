import { calendarOf } from '#catalog'
import { lastAnnounced, lastListed } from '#paper'
import type { Store } from '#store'
import { isDone } from './arxiv-oai.ts'
import type { Source } from './source.ts'

const hour = 60 * 60 * 1000

/** arXiv's news is late at times, so that after each announcement it is asked three times. */
const after = [0, 3 * hour, 9 * hour]

/**
 * Whether it is time to harvest a source of arXiv's: it was never harvested, or the last harvest
 * was stopped midway, or was before arXiv had news, or before some hours after that. On quiet
 * evenings nothing is due. A harvest that failed stays due; whoever makes it waits longer each time.
 * Another source is due so many hours after its last harvest as `every` says.
 */
export async function isDue(
  store: Store,
  { name }: Source,
  now = new Date(),
  every?: number,
): Promise<boolean> {
  const last = await store
    .selectFrom('sources')
    .select(['place', 'harvestedAt'])
    .where('name', '=', name)
    .executeTakeFirst()
  if (!last) return true
  const at = Date.parse(last.harvestedAt)
  if (every !== undefined) return at + every * hour <= now.getTime()
  return !isDone(last.place) || at < (await lastMoment(store, now))
}

/** Whether arXiv is to be asked what it announced last in a category: as often as it is harvested. */
export async function isCheckDue(
  store: Store,
  category: string,
  now = new Date(),
): Promise<boolean> {
  const day = lastListed(now, await calendarOf(store))
  const last = await store
    .selectFrom('checks')
    .select(({ fn }) => fn.max('checkedAt').as('at'))
    .where('category', '=', category)
    .where('day', '>=', day)
    .executeTakeFirst()
  return !last?.at || Date.parse(last.at) < (await lastMoment(store, now))
}

/** The last moment at which arXiv was to be asked. */
async function lastMoment(store: Store, now: Date): Promise<number> {
  const announced = lastAnnounced(now, await calendarOf(store)).getTime()
  return Math.max(...after.map((wait) => announced + wait).filter((at) => at <= now.getTime()))
}
