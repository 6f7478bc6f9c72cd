import { dayWithPapers, papersIn, papersOf } from '#catalog'
import { type Pick as Picked, picksOf } from '#curation'
import { type LedgerDay, ledgerOf } from '#harvest'
import { addDays, type Day, dayOf, type Paper, type PaperId } from '#paper'
import type { Among, Search } from '#search'
import type { Store } from '#store'
import { daysIn, trending } from '#trending'
import { talliesOf } from '#votes'
import { type Suited, suitedAmong } from './for-you.ts'

/** Of the search, what digests use. */
export type SearchOfDigests = Pick<Search, 'among' | 'around' | 'cards' | 'lexicon'>

/** What came in between two digests. */
export type Window = {
  readonly papers: ReadonlyMap<PaperId, Paper>
  /** These, and what was picked or is trending beside them. */
  readonly known: ReadonlyMap<PaperId, Paper>
  readonly among: Among
  /** The others that are known. */
  readonly beside: Among
  /** What suits a reader of the papers that came in. */
  readonly suited: Suited
  /** The days they are listed under, the latest first. */
  readonly days: readonly Day[]
  /** What was picked for the front pages of these days, in their order. */
  readonly picks: readonly Picked[]
  /** The papers of a week that readers care for most; some of them may be older than the window. */
  readonly trending: readonly Paper[]
  /** The votes of all these papers. */
  readonly votes: ReadonlyMap<PaperId, number>
  /** What the ledger says of these days. */
  readonly ledger: readonly LedgerDay[]
  /** How far it goes in the log of changes. */
  readonly upTo: number
}

/** What is listed under an older day did not come late; it was brought in from an archive. */
const oldest = 12
const mostPapers = 20_000

/**
 * Windows on what is new, each opened once for all whose last digest ended at the same place. Counted
 * by when a paper came to us and not by its day, so that what is harvested late is told late, and
 * never passed over.
 */
export function openWindows(
  store: Store,
  search: SearchOfDigests,
): (seen: number, now: Date) => Promise<Window> {
  const open = new Map<string, Promise<Window>>()
  let place: { readonly at: number; readonly upTo: number } | undefined

  async function upToNow(now: Date): Promise<number> {
    // Within a moment nothing is new, and many digests fall into one.
    if (place && Math.abs(now.getTime() - place.at) < 5_000) return place.upTo
    const { last } = await store
      .selectFrom('changes')
      .select(({ fn }) => fn.max('place').as('last'))
      .executeTakeFirstOrThrow()
    place = { at: now.getTime(), upTo: last ?? 0 }
    return place.upTo
  }

  return async (seen, now) => {
    const upTo = await upToNow(now)
    const key = `${seen} ${upTo} ${dayOf(now)}`
    const known = open.get(key)
    if (known) return known
    const opened = openWindow(store, search, seen, upTo, now)
    open.set(key, opened)
    if (open.size > 4) open.delete(open.keys().next().value ?? '')
    opened.catch(() => open.delete(key))
    return opened
  }
}

async function openWindow(
  store: Store,
  search: SearchOfDigests,
  seen: number,
  upTo: number,
  now: Date,
): Promise<Window> {
  const today = addDays(dayOf(now), 1) // a day begins earlier in the east
  const papers =
    seen === 0 ? await ofTheLatestDay(store, today) : await since(store, seen, upTo, today)
  const days = [...new Set(papers.flatMap(({ day }) => (day === '' ? [] : day)))]
    .toSorted()
    .toReversed()
  const to = days[0] ?? dayOf(now)
  const from = days.at(-1) ?? to
  const hot = await trendingNow(store, now)
  const picks = (await Promise.all(days.slice(0, 7).map((day) => picksOf(store, day)))).flat()
  const all = new Map(papers.map((paper) => [paper.id, paper]))
  const others = await papersInParts(
    store,
    [...picks.map(({ paper }) => paper), ...hot].filter((id) => !all.has(id)),
  )
  const known = new Map([...all, ...others.map((paper) => [paper.id, paper] as const)])
  return {
    papers: all,
    among: await search.among(papers),
    beside: await search.among(others),
    suited: suitedAmong({ store, search }, all, now),
    days,
    picks,
    trending: hot.flatMap((id) => known.get(id) ?? []),
    known,
    votes: await votesOf(store, [...known.keys()]),
    ledger: await ledgerOf(store, { from, to }, now),
    upTo,
  }
}

async function ofTheLatestDay(store: Store, today: Day): Promise<Paper[]> {
  const day = await dayWithPapers(store, { upTo: today })
  if (!day) return []
  return papersIn(store, { from: day, to: day }, { skip: 0, count: mostPapers })
}

async function since(store: Store, seen: number, upTo: number, today: Day): Promise<Paper[]> {
  const rows = await store
    .selectFrom('changes')
    .innerJoin('papers', 'papers.id', 'changes.paper')
    .select('papers.id')
    .distinct()
    .where('changes.kind', '=', 'new')
    .where('changes.place', '>', seen)
    .where('changes.place', '<=', upTo)
    .where('papers.day', '>=', addDays(today, -oldest))
    .where('papers.day', '<=', today)
    .where('papers.mergedInto', 'is', null)
    .limit(mostPapers)
    .execute()
  const papers = await papersInParts(
    store,
    rows.map(({ id }) => id),
  )
  return papers.toSorted((x, y) =>
    x.day === y.day ? (x.id < y.id ? 1 : -1) : x.day < y.day ? 1 : -1,
  )
}

async function trendingNow(store: Store, now: Date): Promise<PaperId[]> {
  const span = await daysIn(store, 'week', now)
  const ranked = await trending(store, { span })
  return ranked.slice(0, mostTrending).map(({ paper }) => paper)
}

const mostTrending = 100

async function votesOf(store: Store, ids: readonly PaperId[]): Promise<Map<PaperId, number>> {
  const votes = new Map<PaperId, number>()
  for (const some of inParts(ids)) {
    for (const [paper, tally] of await talliesOf(store, some)) votes.set(paper, tally.votes)
  }
  return votes
}

async function papersInParts(store: Store, ids: readonly PaperId[]): Promise<Paper[]> {
  const papers: Paper[] = []
  for (const some of inParts(ids)) papers.push(...(await papersOf(store, some)))
  return papers
}

function* inParts<T>(all: readonly T[], size = 500): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size)
}
