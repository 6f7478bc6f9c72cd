import { lastAnnounced } from '#paper'
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
 */
export async function isDue(store: Store, { name }: Source, now = new Date()): Promise<boolean> {
  const last = await store
    .selectFrom('sources')
    .select(['place', 'harvestedAt'])
    .where('name', '=', name)
    .executeTakeFirst()
  if (!last || !isDone(last.place)) return true
  const announced = lastAnnounced(now).getTime()
  const moments = after.map((wait) => announced + wait).filter((at) => at <= now.getTime())
  return Date.parse(last.harvestedAt) < Math.max(...moments)
}
