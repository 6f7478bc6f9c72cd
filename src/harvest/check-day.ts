import { calendarOf } from '#catalog'
import { DomainError } from '#domain-error'
import { addDays, announcedAt, type Calendar, type Day, lastListed } from '#paper'
import type { Store } from '#store'
import { type Announced, isSameList, type Totals, totalsOf } from './announced.ts'
import { arxivCatchup, arxivListing, type Listing } from './arxiv-listing.ts'
import { arxivManners } from './arxiv-manners.ts'
import { arxivFeed, type Feed } from './arxiv-rss.ts'
import { type Ask, conversation, Garbled, type Manners, turnsIn, Unchanged } from './ask.ts'
import {
  announcedUnder,
  hasAnswered,
  lastNoted,
  ledgerOf,
  type LedgerDay,
  noteAnnounced,
  takeBackAnnounced,
} from './ledger.ts'
import type { Check } from './ledger-state.ts'
import { forgetFeed, marksOfFeed, rememberFeed } from './feed-marks.ts'
import { repairCategory } from './repair.ts'

export type CheckDay = Partial<Manners> & {
  /** Other addresses than arXiv's own. */
  readonly rss?: string
  readonly listing?: string
  readonly query?: string
  readonly catchup?: string
}

/**
 * Asks arXiv's page and feed what it announced last in a category, notes it, fetches what is not
 * held of it and of the two months before, and answers with the ledger of that day. Stop it anywhere
 * and call it again: what was noted and fetched stays. An interface that fails is noted as such.
 */
export async function checkDay(
  store: Store,
  category: string,
  signal: AbortSignal,
  options: CheckDay = {},
): Promise<LedgerDay> {
  const manners = { ...arxivManners, ...options }
  const { clock } = manners
  const ask = conversation(manners, turnsIn(store))
  const calendar = await calendarOf(store)
  const expected = lastListed(clock.now(), calendar)

  const page = options.listing ?? 'https://arxiv.org/list'
  const listing = await attempt(() => arxivListing(ask, page, category, signal))
  const day = later(expected, 'answer' in listing ? listing.answer.day : expected)
  await noteListing(store, category, day, listing, clock.now())

  const rss = options.rss ?? 'https://rss.arxiv.org/rss'
  const feed = await feedOf(store, { ask, rss, category, day, signal, now: clock.now(), calendar })
  await noteFeed(store, category, day, feed, clock.now())

  await repairCategory(store, category, { from: addDays(day, -60), to: day }, signal, options)
  return reckon(store, category, day, clock.now())
}

async function reckon(store: Store, category: string, day: Day, now: Date): Promise<LedgerDay> {
  const [reckoned] = await ledgerOf(store, { from: day, to: day, category }, now)
  if (!reckoned) throw new Error('a day has its line in the ledger')
  return reckoned
}

/**
 * Asks arXiv what it announced in a category under a day of the last three months, and fetches what
 * is not held of it: so a gap is filled that nobody saw in time.
 */
export async function checkPastDay(
  store: Store,
  category: string,
  day: Day,
  signal: AbortSignal,
  options: CheckDay = {},
): Promise<LedgerDay> {
  const manners = { ...arxivManners, ...options }
  const { clock } = manners
  const ask = conversation(manners, turnsIn(store))
  const page = options.catchup ?? 'https://arxiv.org/catchup'
  const listing = await attempt(() => arxivCatchup(ask, page, category, day, signal))
  await noteListing(store, category, day, listing, clock.now())
  await repairCategory(store, category, { from: day, to: day }, signal, options)
  return reckon(store, category, day, clock.now())
}

/** Checks several categories, one after another; a past day where one is named. */
export async function* checkDays(
  store: Store,
  categories: readonly string[],
  signal: AbortSignal,
  { day, ...options }: CheckDay & { readonly day?: Day } = {},
): AsyncGenerator<LedgerDay> {
  for (const category of categories) {
    yield await (day === undefined
      ? checkDay(store, category, signal, options)
      : checkPastDay(store, category, day, signal, options))
  }
}

const later = (one: Day, other: Day) => (one > other ? one : other)

type Attempt<Answer> = { readonly answer: Answer } | { readonly failure: string }

/** An interface that cannot be asked or understood is something to note, and no reason to stop. */
async function attempt<Answer>(road: () => Promise<Answer>): Promise<Attempt<Answer>> {
  try {
    return { answer: await road() }
  } catch (error) {
    if (error instanceof DomainError) return { failure: error.message }
    if (error instanceof Garbled) return { failure: `the answer cannot be read: ${error.message}` }
    throw error
  }
}

async function noteListing(
  store: Store,
  category: string,
  day: Day,
  listing: Attempt<Listing>,
  now: Date,
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const note = (on: Day, check: Told, announced?: readonly Announced[]) =>
      noteAnnounced(within, { category, day: on }, telling('arxiv:listing', check, now), announced)
    if ('failure' in listing) return note(day, { outcome: 'failed', evidence: listing.failure })
    const { answer } = listing
    const { totals, announced } = answer
    const all = totals.new + totals.cross + totals.replace
    const evidence = `arXiv’s page shows ${announced.length} of ${all} entries for ${answer.day}`
    await note(answer.day, { outcome: 'answered', totals, evidence }, announced)
    if (announced.length > 0 || all === 0) await holdFeedAgainst(within, category, answer, now)
    if (answer.day === day) return
    await note(day, { outcome: 'stale', evidence: `arXiv’s page still shows ${answer.day}` })
  })
}

/**
 * The page says which day it is of, and the feed does not: it may have been taken for that day while
 * there was no page. Where the page has other papers, it was another one's.
 */
async function holdFeedAgainst(
  within: Store,
  category: string,
  { day, announced }: Listing,
  now: Date,
): Promise<void> {
  const fed = await announcedUnder(within, category, day, 'arxiv:rss')
  if (fed.length === 0 || isSameList(fed, announced)) return
  const evidence = 'arXiv’s feed had papers of some other day, as its page of this day shows'
  const check = telling('arxiv:rss', { outcome: 'stale', evidence }, now)
  await takeBackAnnounced(within, { category, day }, check)
  await forgetFeed(within, category)
}

/** What the feed has, and of which day that is. */
type Dated = {
  readonly feed: Feed | undefined
  readonly day: Day | undefined
  readonly varied: boolean
}

type Asking = {
  readonly ask: Ask
  readonly rss: string
  readonly category: string
  readonly day: Day
  readonly signal: AbortSignal
  readonly now: Date
  readonly calendar: Calendar
}

/** Five hours after the announcement it is past midnight in Ithaca, where the feed is made. */
const feedIsMade = 5 * 60 * 60 * 1000

/** Asks for the feed, and once more round any cache where it is of an earlier day than it should be. */
async function feedOf(store: Store, asking: Asking): Promise<Attempt<Dated>> {
  const { ask, rss, category, day, signal, now } = asking
  const known = await marksOfFeed(store, category)
  return attempt(async () => {
    const first = await arxivFeed(ask, rss, category, signal, {
      ...(known && { since: known.marks }),
    }).catch((error: unknown) => {
      if (error instanceof Unchanged) return undefined
      throw error
    })
    const of = first ? await dayOfFeed(store, category, day, first.announced) : known?.day
    const due = (announcedAt(day, asking.calendar)?.getTime() ?? 0) + feedIsMade
    if (of === day || now.getTime() < due) return { feed: first, day: of, varied: false }
    const again = await arxivFeed(ask, rss, category, signal, { vary: `${day} ${now.getTime()}` })
    const then = await dayOfFeed(store, category, day, again.announced)
    return { feed: again, day: then, varied: true }
  })
}

/**
 * The day that a feed is of, told by its papers: that of the list that it shares them with. Where
 * there is no such list it is taken for the day that is due, as long as nobody has seen the page of
 * that day.
 */
async function dayOfFeed(
  store: Store,
  category: string,
  day: Day,
  announced: readonly Announced[],
): Promise<Day | undefined> {
  const due = await announcedUnder(store, category, day)
  if (isSameList(announced, due)) return day
  if (announced.length === 0) return due.length === 0 ? day : undefined
  const before = await lastNoted(store, category, day)
  if (before && isSameList(announced, await announcedUnder(store, category, before))) return before
  const unseen = due.length === 0 && !(await hasAnswered(store, category, day, 'arxiv:listing'))
  return unseen ? day : undefined
}

async function noteFeed(
  store: Store,
  category: string,
  day: Day,
  dated: Attempt<Dated>,
  now: Date,
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const note = (on: Day, check: Told, announced?: readonly Announced[]) =>
      noteAnnounced(within, { category, day: on }, telling('arxiv:rss', check, now), announced)
    if ('failure' in dated) return note(day, { outcome: 'failed', evidence: dated.failure })
    const { feed, day: of, varied } = dated.answer
    if (feed && of) {
      const { announced, unread } = feed
      const evidence = `arXiv’s feed has ${announced.length} papers${unread > 0 ? `, and ${unread} entries that cannot be read` : ''}`
      await note(of, { outcome: 'answered', totals: totalsOf(announced), evidence }, announced)
      await rememberFeed(within, category, { marks: feed.marks, day: of }, now)
    }
    if (of === day) return
    const shown = of ? `still has the papers of ${of}` : 'has papers of some other day'
    const built = feed?.builtAt ? `, though it says it was made ${feed.builtAt}` : ''
    const again = varied ? '; asked in other words it has them too' : ''
    await note(day, { outcome: 'stale', evidence: `arXiv’s feed ${shown}${built}${again}` })
  })
}

type Told = Pick<Check, 'outcome' | 'evidence'> & { readonly totals?: Totals }

const telling = (source: Check['source'], told: Told, now: Date): Check => ({
  totals: totalsOf([]),
  ...told,
  source,
  checkedAt: now.toISOString(),
})
