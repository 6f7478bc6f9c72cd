import { nameKey, type Paper, type PaperId } from '#paper'
import type { LikedAuthor } from './beside.ts'
import type { Judged } from './formula.ts'
import { likeness, type Liked } from './interests.ts'
import { dot } from './traits.ts'

/** Why a paper is recommended, in things that are so. The one that counts most comes first. */
export type Reason =
  /** It is like these papers of the reader's. */
  | { readonly kind: 'like'; readonly papers: readonly PaperId[] }
  /** The reader likes other papers of theirs. */
  | { readonly kind: 'authors'; readonly names: readonly string[] }
  /** It speaks of what these words say, as the reader's papers do. */
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** So many readers who agreed to be counted keep it with papers that this reader keeps. */
  | { readonly kind: 'together'; readonly readers: number }
  /** So many readers voted for it, or it was picked. */
  | { readonly kind: 'votes'; readonly votes: number }
  | { readonly kind: 'new' }

/** How many papers of the reader's are named at most. */
const named = 2

/** What there is to say for a judged paper. */
export function reasonsFor(
  judged: Judged,
  paper: Paper,
  known: {
    readonly liked: readonly Liked[]
    readonly authors: readonly LikedAuthor[]
    readonly shared: readonly string[]
    readonly votes: number
    readonly together: number
  },
): Reason[] {
  const { parts, traits } = judged
  const reasons: { readonly counts: number; readonly reason: Reason }[] = []
  const like = nearestLiked(traits, known.liked)
  if (like.length > 0 && parts.meaning + parts.words > 0) {
    const reason = { kind: 'like', papers: like } as const
    reasons.push({ counts: parts.meaning + parts.words / 2, reason })
  }
  if (known.shared.length > 0 && parts.words > 0) {
    reasons.push({
      counts: parts.words / 2,
      reason: { kind: 'words', words: known.shared.slice(0, 3) },
    })
  }
  const keys = new Set(known.authors.map((one) => one.nameKey))
  const names = paper.authors.filter((name) => keys.has(nameKey(name))).slice(0, 2)
  if (names.length > 0 && parts.authors > 0) {
    reasons.push({ counts: 1 + parts.authors, reason: { kind: 'authors', names } })
  }
  if (known.together > 0) {
    reasons.push({
      counts: parts.together,
      reason: { kind: 'together', readers: known.together },
    })
  }
  if (known.votes > 0) {
    reasons.push({ counts: parts.esteem, reason: { kind: 'votes', votes: known.votes } })
  }
  const sorted = reasons.toSorted((x, y) => y.counts - x.counts).map(({ reason }) => reason)
  return sorted.length > 0 || parts.fresh <= 0 ? sorted : [{ kind: 'new' }]
}

/** The liked papers that one is most like, where it is like any. */
export function nearestLiked(
  traits: Judged['traits'],
  liked: readonly Liked[],
  count = named,
): PaperId[] {
  // Meaning first, for it is quick; then both of the few that are left.
  const few = liked
    .map((one) => ({ one, near: dot(one.traits.vector, traits.vector) }))
    .toSorted((x, y) => y.near - x.near)
    .slice(0, 8)
  return few
    .map(({ one }) => ({ id: one.traits.id, alike: likeness(one.traits, traits) }))
    .filter(({ id, alike }) => alike > 0.25 && id !== traits.id)
    .toSorted((x, y) => y.alike - x.alike)
    .slice(0, count)
    .map(({ id }) => id)
}
