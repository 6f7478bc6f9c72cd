import { papersIn } from '#catalog'
import { addDays, dayOf, type PaperId } from '#paper'
import type { ReaderId, Store } from '#store'
import { type Means, onceEach } from './candidates.ts'
import { judge, type Judged, type Settings } from './formula.ts'
import { interestOf } from './interests.ts'
import { explained, judgedBy, type Recommended, recommendBy } from './recommend-from.ts'
import { traitsFor } from './known-traits.ts'
import { shortlistOf } from './shortlists.ts'
import { sharesOf, spread } from './spread.ts'
import { type ReaderTaste, tasteOf } from './taste.ts'
import { keptTogether } from './together.ts'

/** What a reader is recommended just now. */
export type ForYou = {
  readonly taste: ReaderTaste
  /** The best first; each with the interest it belongs to, by its place in the taste. */
  readonly papers: readonly Recommended[]
  /** True while nothing is known of the reader, and the papers are what is new and esteemed. */
  readonly cold: boolean
}

/** The first screen of a reader's recommendations. */
const firstScreen = 30

/**
 * What a reader may like, best first, with reasons. A click counts the next time it is asked. For a
 * reader of whom nothing is known yet, what is new and esteemed, far and wide.
 */
export async function forYou(
  means: Means,
  reader: ReaderId,
  {
    count = firstScreen,
    now = new Date(),
    asIf = {},
  }: { readonly count?: number; readonly now?: Date; readonly asIf?: Partial<Settings> } = {},
): Promise<ForYou> {
  const taste = await tasteOf(means, reader, now, asIf)
  if (taste.liked.length === 0) {
    return { taste, papers: await coldStart(means, taste, count, now), cold: true }
  }
  const [together, also] = await Promise.all([
    keptTogether(means.store, reader, now),
    shortlistOf(means.store, reader, addDays(dayOf(now), -1)),
  ])
  const papers = await recommendBy(means, taste, {
    count,
    pool: 'all',
    seen: taste.evidence.seen,
    off: taste.off,
    together,
    also,
    now,
  })
  return { taste, papers, cold: false }
}

/** Of some papers those that suit a reader, the best first: for a digest, of what came in. */
export async function forYouAmong(
  means: Means,
  reader: ReaderId,
  papers: readonly PaperId[],
  { count, now = new Date() }: { readonly count: number; readonly now?: Date },
): Promise<Recommended[]> {
  const taste = await tasteOf(means, reader, now)
  if (taste.liked.length === 0) return []
  const traits = await traitsFor(means, papers)
  const judged = judge(
    [...traits.values()].filter(({ id }) => !taste.evidence.seen.has(id)),
    { ...taste, beside: new Map(), today: Number(dayOf(now).replaceAll('-', '')) },
  ).filter(({ interest }) => !taste.off.has(interest))
  const shares = sharesOf(taste.interests, taste.off)
  const chosen = spread(judged, { count, wide: taste.settings.wide, shares })
  return explained(means, taste, chosen, { authors: [], together: new Map() })
}

/** Other papers for somebody who just kept one: like it, and told apart from what is known already. */
export async function sinceYouKept(
  means: Means,
  reader: ReaderId,
  paper: PaperId,
  { count = 6, now = new Date() }: { readonly count?: number; readonly now?: Date } = {},
): Promise<Recommended[]> {
  const taste = await tasteOf(means, reader, now)
  const one = taste.liked.find(({ traits }) => traits.id === paper)
  if (!one) return []
  const at = taste.interests.findIndex(({ members }) => members.includes(paper))
  const interest = { ...interestOf([one]), weight: 1 }
  const its = { ...taste, liked: [one], interests: [interest] }
  if (at >= 0 && taste.off.has(at)) return []
  const { judged, authors } = await judgedBy(means, its, {
    count,
    pool: 'all',
    seen: taste.evidence.seen,
    now,
  })
  const chosen = spread(judged, { count, wide: taste.settings.wide / 2 })
  return explained(means, its, chosen, { authors })
}

/** What is new and esteemed, one of each kind first. */
async function coldStart(
  { store, search }: Means,
  taste: ReaderTaste,
  count: number,
  now: Date,
): Promise<Recommended[]> {
  const pool = await esteemed(store, now)
  const lexicon = await search.lexicon()
  const ids = pool.filter((id) => !taste.evidence.seen.has(id)).slice(0, 400)
  const places = new Map(ids.map((id, place) => [id, place]))
  const judged = onceEach(await search.cards(ids), lexicon).map((traits): Judged => {
    const score = 1 - (places.get(traits.id) ?? 0) / ids.length
    return { traits, score, interest: -1, parts: { ...nothing, esteem: score } }
  })
  const chosen = spread(judged, { count, wide: 1 })
  return explained({ store }, taste, chosen, { authors: [] })
}

const nothing = {
  words: 0,
  meaning: 0,
  lists: 0,
  authors: 0,
  together: 0,
  esteem: 0,
  fresh: 0,
  against: 0,
}

/** What readers voted for, then what editions and curators listed, then the latest. */
export async function esteemed(store: Store, now: Date): Promise<PaperId[]> {
  const today = dayOf(now)
  const [hot, latest] = await Promise.all([
    store
      .selectFrom('scores')
      .select('paper')
      .orderBy('heat', 'desc')
      .orderBy('paper')
      .limit(100)
      .execute(),
    papersIn(store, { from: addDays(today, -4000), to: today }, { skip: 0, count: 300 }),
  ])
  const ids = [...hot.map(({ paper }) => paper), ...latest.map(({ id }) => id)]
  if (ids.length >= 100) return [...new Set(ids)]
  const rows = await store
    .selectFrom('editionEntries')
    .select('paper')
    .orderBy('edition')
    .orderBy('position')
    .limit(300)
    .execute()
  return [...new Set([...ids, ...rows.map(({ paper }) => paper)])]
}
