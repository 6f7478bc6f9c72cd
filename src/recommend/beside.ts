import type { Day, PaperId } from '#paper'
import type { Store } from '#store'
import { type Beside, nothingBeside } from './formula.ts'

/** An author of papers that a reader likes, and how much of the liking falls on them, 0 to 1. */
export type LikedAuthor = { readonly nameKey: string; readonly share: number }

/** So many of the reader's authors are looked for at most: those of most liked papers. */
const mostAuthors = 60

/** A paper with more authors than this says little of any of them. */
const crowd = 12

/** The authors of liked papers; whoever wrote several of them counts more. */
export async function likedAuthors(
  store: Store,
  liked: readonly { readonly paper: PaperId; readonly weight: number }[],
): Promise<LikedAuthor[]> {
  if (liked.length === 0) return []
  const weights = new Map(liked.map(({ paper, weight }) => [paper, weight]))
  const rows = await inParts([...weights.keys()], (papers) =>
    store
      .selectFrom('authorships')
      .select(['paper', 'nameKey'])
      .where('paper', 'in', papers)
      .execute(),
  )
  const crowds = Map.groupBy(rows, ({ paper }) => paper)
  const sums = new Map<string, number>()
  for (const [paper, authors] of crowds) {
    if (authors.length > crowd) continue
    for (const { nameKey } of authors) {
      sums.set(nameKey, (sums.get(nameKey) ?? 0) + (weights.get(paper) ?? 0))
    }
  }
  // One paper is a hint, three are a habit.
  return [...sums]
    .map(([nameKey, sum]) => ({ nameKey, share: sum / (sum + 3) }))
    .toSorted((x, y) => y.share - x.share || (x.nameKey < y.nameKey ? -1 : 1))
    .slice(0, mostAuthors)
}

/** The latest papers of these authors. */
export async function papersBy(
  store: Store,
  authors: readonly LikedAuthor[],
  { from, count }: { readonly from: Day | ''; readonly count: number },
): Promise<PaperId[]> {
  if (authors.length === 0) return []
  const rows = await store
    .selectFrom('authorships')
    .select(['paper', 'day'])
    .where(
      'nameKey',
      'in',
      authors.map(({ nameKey }) => nameKey),
    )
    .where('day', '>=', from)
    .orderBy('day', 'desc')
    .limit(count)
    .execute()
  return [...new Set(rows.map(({ paper }) => paper))]
}

/** What speaks for papers beside their text. */
export async function besideOf(
  store: Store,
  papers: readonly PaperId[],
  authors: readonly LikedAuthor[],
  together: ReadonlyMap<PaperId, number> = new Map(),
): Promise<Map<PaperId, Beside>> {
  const shares = new Map(authors.map(({ nameKey, share }) => [nameKey, share]))
  const [written, esteemed, picked] = await Promise.all([
    authors.length === 0
      ? []
      : inParts(papers, (some) =>
          store
            .selectFrom('authorships')
            .select(['paper', 'nameKey'])
            .where('paper', 'in', some)
            .execute(),
        ),
    inParts(papers, (some) =>
      store
        .selectFrom('scores')
        .select(['paper', 'gained'])
        .where('paper', 'in', some)
        .where('votes', '>', 0)
        .execute(),
    ),
    inParts(papers, (some) =>
      store.selectFrom('picks').select('paper').distinct().where('paper', 'in', some).execute(),
    ),
  ])
  const beside = new Map<PaperId, { -readonly [K in keyof Beside]: number }>()
  const of = (paper: PaperId) => {
    const known = beside.get(paper) ?? { ...nothingBeside }
    beside.set(paper, known)
    return known
  }
  for (const { paper, nameKey } of written) {
    const share = shares.get(nameKey) ?? 0
    if (share > of(paper).authors) of(paper).authors = share
  }
  for (const { paper, gained } of esteemed) of(paper).esteem += Math.min(1, gained / 6)
  for (const { paper } of picked) of(paper).esteem += 0.5
  for (const [paper, strength] of together) if (strength > 0) of(paper).together = strength
  return beside
}

/** Asks for many by the five hundred: PostgreSQL counts its parameters in sixteen bits. */
export async function inParts<T, Row>(
  all: readonly T[],
  ask: (some: readonly T[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let i = 0; i < all.length; i += 500) rows.push(...(await ask(all.slice(i, i + 500))))
  return rows
}
