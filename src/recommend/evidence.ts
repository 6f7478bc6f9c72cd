import type { PaperId } from '#paper'
import type { LeaningKind, ReaderId, Store } from '#store'

/** What a reader did with papers, as far as a taste goes by it. */
export type Evidence = {
  /** What the reader cares for, the latest first. */
  readonly liked: readonly Known[]
  readonly unwanted: readonly Known[]
  /** What need not be recommended any more. */
  readonly seen: ReadonlySet<PaperId>
}

export type Known = {
  readonly paper: PaperId
  readonly weight: number
  readonly at: string
  /** How it is known. */
  readonly by: Deed
}

export type Deed = 'save' | 'vote' | LeaningKind

/** How much each deed says. A paper saved with stars weighs by them. */
const says: Readonly<Partial<Record<Deed, number>>> = {
  save: 2,
  vote: 1.5,
  seed: 2,
  more: 2,
  open: 0.3,
}
const stars = [2, 0.3, 0.7, 1.5, 2.5, 3.5]
const against: Readonly<Partial<Record<Deed, number>>> = { less: 1, dismiss: 0.3 }

/** After so many days what somebody did says half as much, but for the quarter that stays. */
const halfLife = 120
const stays = 0.25

/** So many of the latest deeds of each sort are looked at. */
const most = 500

/** What a reader did until an instant: now, or then, for whoever asks how it would have been. */
export async function evidenceOf(store: Store, reader: ReaderId, until: Date): Promise<Evidence> {
  const before = until.toISOString()
  const [saved, voted, leanings] = await Promise.all([
    store
      .selectFrom('saved')
      .select(['paper', 'savedAt as at', 'interest'])
      .where('reader', '=', reader)
      .where('savedAt', '<=', before)
      .orderBy('savedAt', 'desc')
      .limit(most)
      .execute(),
    store
      .selectFrom('votes')
      .select(['paper', 'castAt as at'])
      .where('reader', '=', reader)
      .where('castAt', '<=', before)
      .orderBy('castAt', 'desc')
      .limit(most)
      .execute(),
    store
      .selectFrom('leanings')
      .select(['paper', 'at', 'kind'])
      .where('reader', '=', reader)
      .where('at', '<=', before)
      .orderBy('at', 'desc')
      .limit(2 * most)
      .execute(),
  ])
  const forgotten = new Set(leanings.flatMap(({ paper, kind }) => (kind === 'forget' ? paper : [])))
  const liked = new Map<PaperId, Known>()
  const unwanted = new Map<PaperId, Known>()
  const note = (into: Map<PaperId, Known>, known: Known) => {
    if (forgotten.has(known.paper)) return
    const faded = { ...known, weight: known.weight * fading(known.at, until) }
    // Somebody who voted for what they saved cares once, for the better reason of the two.
    if (faded.weight > (into.get(known.paper)?.weight ?? 0)) into.set(known.paper, faded)
  }
  for (const { paper, at, interest } of saved) {
    note(liked, { paper, at, by: 'save', weight: stars[interest] ?? 2 })
  }
  for (const { paper, at } of voted) note(liked, { paper, at, by: 'vote', weight: says.vote ?? 0 })
  for (const { paper, at, kind } of leanings) {
    if (says[kind]) note(liked, { paper, at, by: kind, weight: says[kind] })
    if (against[kind]) note(unwanted, { paper, at, by: kind, weight: against[kind] })
  }
  // Who wants no more of its like does not care for it, whatever came before.
  for (const paper of unwanted.keys()) liked.delete(paper)
  const seen = [...saved, ...voted, ...leanings].map(({ paper }) => paper)
  return {
    liked: latestFirst(liked.values()).slice(0, most),
    unwanted: latestFirst(unwanted.values()).slice(0, 100),
    seen: new Set(seen),
  }
}

const latestFirst = (some: Iterable<Known>) =>
  [...some].toSorted((x, y) =>
    x.at === y.at ? (x.paper < y.paper ? -1 : 1) : x.at < y.at ? 1 : -1,
  )

function fading(at: string, now: Date): number {
  const days = Math.max(0, now.getTime() - Date.parse(at)) / 86_400_000
  return stays + (1 - stays) * 2 ** (-days / halfLife)
}
