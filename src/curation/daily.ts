import { addDays, type Day, type PaperId, type Span } from '#paper'
import type { Actor, ReaderId, Store } from '#store'

/** A paper of a daily list: of a front page, or of an edition that somebody else put together. */
export type Daily = {
  readonly paper: PaperId
  readonly day: Day
  /** When it came on the list, on its day. */
  readonly at: string
  /** Who nominated it first; the empty text for the house, or where an edition does not say. */
  readonly by: Actor
}

/**
 * The papers that were singled out for the days of a span, the latest day first: those of the front
 * page in their order, then those of editions of that day in theirs, each once.
 */
export async function daily(store: Store, { from, to }: Span): Promise<Daily[]> {
  const [picked, listed] = await Promise.all([
    store
      .selectFrom('picks')
      .select(['paper', 'day', 'pickedAt'])
      .where('topic', '=', '')
      .where('day', '>=', from)
      .where('day', '<=', to)
      .orderBy('day', 'desc')
      .orderBy('position')
      .execute(),
    store
      .selectFrom('editions')
      .innerJoin('editionEntries', 'editionEntries.edition', 'editions.id')
      .select(['editionEntries.paper', 'editions.day'])
      .where('editions.day', '>=', from)
      .where('editions.day', '<=', to)
      .orderBy('editions.day', 'desc')
      .orderBy('editions.id')
      .orderBy('position')
      .execute(),
  ])
  const first = await nominators(
    store,
    picked.map(({ paper }) => paper),
  )
  const all = [
    ...picked.map(({ pickedAt, ...pick }) => ({
      ...pick,
      at: onDay(pick.day, pickedAt),
      by: first.get(pick.paper) ?? ('' as const),
    })),
    ...listed.map((entry) => ({ ...entry, at: onDay(entry.day), by: '' as const })),
  ]
  const once = new Map<PaperId, Daily>()
  for (const one of all.toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))) {
    if (!once.has(one.paper)) once.set(one.paper, one)
  }
  return [...once.values()]
}

/** At least so many of the latest, as far as there are, looking back from a day month by month. */
export async function dailyBefore(store: Store, to: Day, atLeast: number): Promise<Daily[]> {
  const found = new Map<PaperId, Daily>()
  let until: Day | undefined = to
  while (until && found.size < atLeast) {
    const from = addDays(until, -30)
    for (const one of await daily(store, { from, to: until })) {
      if (!found.has(one.paper)) found.set(one.paper, one)
    }
    until = await lastDayWithAny(store, addDays(from, -1))
  }
  return [...found.values()]
}

/** The papers on front pages that a reader was the first to nominate, the latest first. */
export async function dailyBy(store: Store, reader: ReaderId, atMost: number): Promise<Daily[]> {
  const rows = await store
    .selectFrom('endorsements')
    .innerJoin('picks', (join) =>
      join
        .onRef('picks.paper', '=', 'endorsements.paper')
        .onRef('picks.topic', '=', 'endorsements.topic'),
    )
    .select(['picks.paper', 'picks.day', 'picks.pickedAt'])
    .where('endorsements.reader', '=', reader)
    .where('endorsements.topic', '=', '')
    .orderBy('endorsements.at', 'desc')
    .limit(atMost)
    .execute()
  const first = await nominators(
    store,
    rows.map(({ paper }) => paper),
  )
  return rows
    .filter(({ paper }) => first.get(paper) === reader)
    .map(({ paper, day, pickedAt }) => ({ paper, day, at: onDay(day, pickedAt), by: reader }))
}

async function nominators(
  store: Store,
  papers: readonly PaperId[],
): Promise<ReadonlyMap<PaperId, ReaderId>> {
  const first = new Map<PaperId, ReaderId>()
  if (papers.length === 0) return first
  const rows = await store
    .selectFrom('endorsements')
    .select(['paper', 'reader'])
    .where('topic', '=', '')
    .where('paper', 'in', papers)
    .orderBy('at')
    .orderBy('reader')
    .execute()
  for (const { paper, reader } of rows) if (!first.has(paper)) first.set(paper, reader)
  return first
}

async function lastDayWithAny(store: Store, upTo: Day): Promise<Day | undefined> {
  const [picked, listed] = await Promise.all([
    store
      .selectFrom('picks')
      .select('day')
      .where('topic', '=', '')
      .where('day', '<=', upTo)
      .orderBy('day', 'desc')
      .limit(1)
      .executeTakeFirst(),
    store
      .selectFrom('editions')
      .select('day')
      .where('day', '<=', upTo)
      .orderBy('day', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ])
  const days = [picked?.day, listed?.day].filter((day) => day !== undefined)
  return days.toSorted().at(-1)
}

/** The instant of a pick, or the beginning of the day it was made for where that is another. */
const onDay = (day: Day, at = ''): string => (at.startsWith(day) ? at : `${day}T00:00:00.000Z`)
