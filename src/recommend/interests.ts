import type { PaperId } from '#paper'
import { centreOf, dot, likenessTo, sumOf, type Traits, type Words } from './traits.ts'

/** A paper that a reader cares for, and how much. */
export type Liked = { readonly traits: Traits; readonly weight: number }

/** Papers of one reader's that are about the same. A reader has several interests. */
export type Interest = {
  /** The paper that names it for settings: the one that is most like all others. */
  readonly anchor: PaperId
  readonly members: readonly PaperId[]
  readonly vector: Float32Array
  readonly words: Words
  /** The weights of its papers together. */
  readonly strength: number
}

/** A reader has so many interests at most; what is less becomes part of the nearest. */
export const mostInterests = 8

/** Two groups are one interest while they are as alike as this: see docs/recommend-quality.md. */
const oneInterest = 0.42

/** What is compared of papers to tell interests apart, from 0 to 1. */
export const likeness = (x: Traits | Interest, y: Traits | Interest): number =>
  0.5 * Math.max(0, dot(x.vector, y.vector)) + 0.5 * root(likenessTo(x.words, [y.words])[0] ?? 0)

/** Shared words are few even of papers on one subject: the root brings them to the scale of meaning. */
const root = (x: number) => Math.sqrt(Math.max(0, x))

/**
 * Puts papers into interests, the strongest first. Each paper, in order, goes to the nearest group or
 * founds one; then groups that are alike are joined, and papers find the nearest group once more.
 */
export function interestsIn(liked: readonly Liked[]): Interest[] {
  let groups: Liked[][] = []
  let centres: Interest[] = []
  for (const one of liked) {
    const at = nearestOf(one.traits, centres)
    if (at.group >= 0 && (at.alike >= oneInterest || groups.length >= 3 * mostInterests)) {
      groups[at.group]!.push(one)
      centres[at.group] = interestOf(groups[at.group]!)
    } else {
      groups.push([one])
      centres.push(interestOf([one]))
    }
  }
  for (;;) {
    const pair = closest(centres)
    if (!pair || (pair.alike < oneInterest && centres.length <= mostInterests)) break
    groups[pair.into]!.push(...groups[pair.from]!)
    groups.splice(pair.from, 1)
    centres = groups.map(interestOf)
  }
  const again: Liked[][] = centres.map(() => [])
  for (const one of liked) again[nearestOf(one.traits, centres).group]!.push(one)
  groups = again.filter((group) => group.length > 0)
  return groups.map(interestOf).toSorted((x, y) => y.strength - x.strength)
}

function nearestOf(traits: Traits, centres: readonly Interest[]) {
  let group = -1
  let alike = -1
  centres.forEach((centre, i) => {
    const like = likeness(traits, centre)
    if (like > alike) [group, alike] = [i, like]
  })
  return { group, alike }
}

function closest(centres: readonly Interest[]) {
  let best: { into: number; from: number; alike: number } | undefined
  for (let from = 1; from < centres.length; from++) {
    for (let into = 0; into < from; into++) {
      const alike = likeness(centres[into]!, centres[from]!)
      if (alike > (best?.alike ?? 0)) best = { into, from, alike }
    }
  }
  return best
}

/** What papers have in common. */
export function interestOf(liked: readonly Liked[]): Interest {
  const vector = centreOf(
    liked.map(({ traits, weight }) => ({ vector: traits.vector, factor: weight })),
  )
  const words = sumOf(liked.map(({ traits, weight }) => ({ words: traits.words, factor: weight })))
  const near = liked.map(({ traits }) => dot(traits.vector, vector))
  const middle = near.indexOf(Math.max(...near))
  return {
    // oxlint-disable-next-line typescript/no-non-null-assertion -- no interest is empty
    anchor: liked[Math.max(0, middle)]!.traits.id,
    members: liked.map(({ traits }) => traits.id),
    vector,
    words,
    strength: liked.reduce((sum, { weight }) => sum + weight, 0),
  }
}
