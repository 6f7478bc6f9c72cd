import { categories } from '#catalog'
import { categoryCodes } from '#paper'
import type { Store } from '#store'

/** How long the order of topics is good, in milliseconds: it hardly moves from one day to the next. */
const lasts = 60 * 60_000

const known = new WeakMap<Store, { at: number; topics: Promise<readonly string[]> }>()

/** The topics that a paper can be nominated to, those with the most papers here first. */
export function topicsByUse(store: Store, now = Date.now()): Promise<readonly string[]> {
  const before = known.get(store)
  if (before && now - before.at < lasts) return before.topics
  const topics = ordered(store)
  known.set(store, { at: now, topics })
  topics.catch(() => known.delete(store))
  return topics
}

async function ordered(store: Store): Promise<readonly string[]> {
  const papers = new Map((await categories(store)).map((one) => [one.category, one.papers]))
  const weight = (code: string) => papers.get(code) ?? 0
  return categoryCodes.toSorted((a, b) => weight(b) - weight(a))
}
