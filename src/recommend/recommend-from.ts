import { papersOf } from '#catalog'
import { type Day, dayOf, type Paper, type PaperId, plainText } from '#paper'
import { termNumber, termsOf } from '#search'
import type { Store } from '#store'
import { besideOf, inParts, likedAuthors, papersBy } from './beside.ts'
import { type Means, papersAround, type Pool, spokenWords } from './candidates.ts'
import { type Beside, judge, type Judged, type Settings, usual } from './formula.ts'
import { type Interest, interestsIn, type Liked } from './interests.ts'
import { marksOf } from './marks.ts'
import { sharesOf, spread } from './spread.ts'
import { traitsFor } from './known-traits.ts'
import { traitsOf } from './traits.ts'
import { type Reason, reasonsFor } from './why.ts'

/** A paper somebody may like, how much, and why. */
export type Recommended = {
  readonly paper: Paper
  /** Of use for the order alone. */
  readonly score: number
  readonly reasons: readonly Reason[]
}

/** A paper with a weight; a bare id weighs 1. */
export type Weighed = PaperId | { readonly paper: PaperId; readonly weight: number }

export type From = {
  readonly liked: readonly Weighed[]
  /** Papers like which nothing is wanted. */
  readonly disliked?: readonly Weighed[]
}

export type Options = {
  readonly count?: number
  /** `recent`: of the last two months; `all` (the default): whatever there is. */
  readonly pool?: Pool
  readonly settings?: Partial<Settings>
  /** Papers not to be named, beside those that were given. */
  readonly without?: ReadonlySet<PaperId>
  readonly now?: Date
}

/** So many of the given papers are looked at; more of them say no more. */
const mostGiven = 500

/**
 * Papers that somebody may like who likes some papers and dislikes others, the best first, each with
 * its reasons. What we do not hold of the given papers is passed over; where none is held, the answer
 * is empty.
 */
export async function recommendFrom(
  means: Means,
  { liked, disliked = [] }: From,
  { count = 20, pool = 'all', settings, without, now = new Date() }: Options = {},
): Promise<Recommended[]> {
  const given = await likedOf(means, liked.slice(0, mostGiven).map(weighed))
  const unwanted = await likedOf(means, disliked.slice(0, mostGiven).map(weighed))
  if (given.length === 0) return []
  const taste = {
    interests: interestsIn(given).map((one) => ({ ...one, weight: 1 })),
    settings: { ...usual, ...settings },
    liked: given,
    unwanted,
  }
  const seen = new Set([...idsIn(liked), ...idsIn(disliked), ...(without ?? [])])
  return recommendBy(means, taste, { count, pool, seen, now })
}

const weighed = (one: Weighed) => (typeof one === 'string' ? { paper: one, weight: 1 } : one)
const idsIn = (some: readonly Weighed[]) => some.map((one) => weighed(one).paper)

/** Papers with what a taste knows them by. */
export async function likedOf(
  { search }: Pick<Means, 'search'>,
  given: readonly { readonly paper: PaperId; readonly weight: number }[],
): Promise<Liked[]> {
  const lexicon = await search.lexicon()
  const cards = await search.cards(given.map(({ paper }) => paper))
  const byId = new Map(cards.map((card) => [card.id, card]))
  return given.flatMap(({ paper, weight }) => {
    const card = byId.get(paper)
    return card ? { traits: traitsOf(card, lexicon), weight } : []
  })
}

/** What a taste is made of when papers are judged by it. */
export type Taste = {
  readonly interests: readonly (Interest & { readonly weight: number })[]
  readonly liked: readonly Liked[]
  readonly unwanted: readonly Liked[]
  readonly settings: Settings
}

export type Wanted = {
  readonly count: number
  readonly pool: Pool
  /** Papers not to be named. */
  readonly seen: ReadonlySet<PaperId>
  readonly now: Date
  /** How strongly papers are kept together with the reader's, 0 to 1, and by how many readers. */
  readonly together?: ReadonlyMap<PaperId, { readonly strength: number; readonly readers: number }>
  /** Interests of which nothing is wanted, by their place among `interests`. */
  readonly off?: ReadonlySet<number>
  /** Papers to be looked at as well: those of the night before. */
  readonly also?: readonly PaperId[]
}

/** The papers that suit a taste best, the best first, with their reasons. */
export async function recommendBy(
  means: Means,
  taste: Taste,
  wanted: Wanted,
): Promise<Recommended[]> {
  const { judged, authors } = await judgedBy(means, taste, wanted)
  const chosen = spread(judged, {
    count: wanted.count,
    wide: taste.settings.wide,
    shares: sharesOf(taste.interests, wanted.off),
  })
  return explained(means, taste, chosen, { authors, together: wanted.together })
}

/** So many candidates are looked at closer than by their text alone. */
const closer = 240

/** Judges the papers around a taste, in no order. */
export async function judgedBy(means: Means, taste: Taste, wanted: Wanted) {
  const { store } = means
  const today = dayOf(wanted.now)
  const weights = taste.liked.map(({ traits, weight }) => ({ paper: traits.id, weight }))
  const authors = await likedAuthors(store, weights)
  const spoken = await spokenOf(means, taste)
  const from: Day | '' = ''
  const [near, theirs] = await Promise.all([
    papersAround(means, spoken, {
      pool: wanted.pool,
      upTo: today,
      fresh: taste.settings.fresh,
    }),
    papersBy(store, authors, { from, count: 60 }),
  ])
  const plain = {
    ...taste,
    beside: new Map<PaperId, Beside>(),
    today: Number(today.replaceAll('-', '')),
  }
  const open = near.filter(({ id }) => !wanted.seen.has(id))
  // What the text alone puts far down, nothing beside it brings to the first screen.
  const foremost =
    open.length <= closer
      ? open
      : judge(open, plain)
          .toSorted((x, y) => y.score - x.score)
          .slice(0, closer)
          .map(({ traits }) => traits)
  const known = new Set(near.map(({ id }) => id))
  const named = [...theirs, ...(wanted.together?.keys() ?? []), ...(wanted.also ?? [])]
  const asWell = [...new Set(named)].filter((id) => !known.has(id) && !wanted.seen.has(id))
  const others = asWell.length === 0 ? [] : [...(await traitsFor(means, asWell)).values()]
  const candidates = [...foremost, ...others]
  const strengths = new Map(
    Array.from(wanted.together ?? [], ([paper, { strength }]) => [paper, strength]),
  )
  const ids = candidates.map(({ id }) => id)
  const [beside, marks] = await Promise.all([
    besideOf(store, ids, authors, strengths),
    marksOf(store, [...ids, ...taste.interests.flatMap(({ members }) => members.slice(0, 60))]),
  ])
  const judged = judge(candidates, { ...plain, beside, marks })
  const off = wanted.off ?? new Set()
  return { judged: judged.filter(({ interest }) => !off.has(interest)), authors, beside, marks }
}

/** Interests with the words to look them up by, as the titles of their papers spell them. */
async function spokenOf({ store }: Means, { interests }: Taste) {
  const titles = await titlesOf(store, interests.flatMap(naming))
  return interests.map((interest) => ({
    ...interest,
    spoken: spokenWords(
      interest,
      naming(interest).flatMap((id) => titles.get(id) ?? []),
    ),
  }))
}

/** The papers whose titles name an interest. */
export const naming = ({ members }: Interest) => members.slice(0, 20)

/** The titles of papers, without LaTeX. */
export async function titlesOf(
  store: Store,
  papers: readonly PaperId[],
): Promise<Map<PaperId, string>> {
  const rows = await inParts([...new Set(papers)], (some) =>
    store.selectFrom('papers').select(['id', 'title']).where('id', 'in', some).execute(),
  )
  return new Map(rows.map(({ id, title }) => [id, plainText(title)]))
}

/** Fetches papers that were chosen, and says why. */
export async function explained(
  { store }: Pick<Means, 'store'>,
  taste: Taste,
  chosen: readonly Judged[],
  {
    authors,
    together,
  }: {
    readonly authors: Awaited<ReturnType<typeof likedAuthors>>
    readonly together?: Wanted['together']
  },
): Promise<Recommended[]> {
  const ids = chosen.map(({ traits }) => traits.id)
  const papers = new Map((await papersOf(store, ids)).map((paper) => [paper.id, paper]))
  const votes = await inParts(ids, (some) =>
    store.selectFrom('scores').select(['paper', 'votes']).where('paper', 'in', some).execute(),
  )
  const votesOf = new Map(votes.map((row) => [row.paper, row.votes]))
  return chosen.flatMap((one) => {
    const paper = papers.get(one.traits.id)
    if (!paper) return []
    const interest = taste.interests[one.interest]
    const reasons = reasonsFor(one, paper, {
      liked: taste.liked,
      authors,
      shared: interest ? sharedWords(interest, paper) : [],
      votes: votesOf.get(paper.id) ?? 0,
      together: together?.get(paper.id)?.readers ?? 0,
    })
    return { paper, score: one.score, reasons }
  })
}

/** The words of a title that weigh most in an interest, as the title spells them. */
export function sharedWords({ words }: Pick<Interest, 'words'>, paper: Paper): string[] {
  const weights = new Map<number, number>()
  words.terms.forEach((term, i) => weights.set(term, words.weights[i]!))
  const spellings = plainText(paper.title).match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []
  return [...new Set(spellings.map((one) => one.trim()))]
    .map((word) => {
      const parts = termsOf(word).map((term) => weights.get(termNumber(term)) ?? 0)
      return { word, weight: Math.max(0, ...parts) }
    })
    .filter(({ word, weight }) => weight > 0.06 && word.length > 2)
    .toSorted((x, y) => y.weight - x.weight)
    .map(({ word }) => word)
}
