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

/** Two groups are one interest while they are as alike as this, set by eye. */
const oneInterest = 0.36

/** What is compared of papers to tell interests apart, from 0 to 1. */
export const likeness = (x: Pick<Traits, 'vector' | 'words'>, y: typeof x): number =>
  blend(dot(x.vector, y.vector), likenessTo(x.words, [y.words])[0] ?? 0)

/** Shared words are few even of papers on one subject: the root brings them to the scale of meaning. */
export const blend = (meaning: number, words: number): number =>
  0.5 * Math.max(0, meaning) + 0.5 * Math.sqrt(Math.max(0, words))

/**
 * Puts papers into interests, the strongest first. Each paper, in order, goes to the nearest group by
 * meaning or founds one; then groups that are alike in words too are joined, and papers find the
 * nearest group once more.
 */
export function interestsIn(liked: readonly Liked[]): Interest[] {
  let groups = groupsByMeaning(liked)
  let centres = groups.map(interestOf)
  const alikes = centres.map((x) => centres.map((y) => likeness(x, y)))
  for (;;) {
    const pair = closest(alikes)
    if (!pair || (pair.alike < oneInterest && groups.length <= mostInterests)) break
    const { into, from } = pair
    groups[into]!.push(...groups[from]!)
    groups.splice(from, 1)
    centres.splice(from, 1)
    alikes.splice(from, 1)
    for (const row of alikes) row.splice(from, 1)
    centres[into] = interestOf(groups[into]!)
    centres.forEach((other, i) => {
      alikes[into]![i] = alikes[i]![into] = likeness(centres[into]!, other)
    })
  }
  groups = nearestGroups(liked, centres).filter((group) => group.length > 0)
  centres = groups.map(interestOf)
  return centres.toSorted((x, y) => y.strength - x.strength)
}

/** So near in meaning, two papers are of one group to begin with. */
const nearby = 0.45

function groupsByMeaning(liked: readonly Liked[]): Liked[][] {
  const groups: Liked[][] = []
  const sums: Float32Array[] = []
  for (const one of liked) {
    const { vector } = one.traits
    let best = -1
    let highest = -1
    sums.forEach((sum, i) => {
      const alike = dot(sum, vector) / (Math.sqrt(dot(sum, sum)) || 1)
      if (alike > highest) [best, highest] = [i, alike]
    })
    if (best >= 0 && (highest >= nearby || groups.length >= 3 * mostInterests)) {
      groups[best]!.push(one)
      for (let c = 0; c < vector.length; c++) sums[best]![c]! += vector[c]!
    } else {
      groups.push([one])
      sums.push(vector.slice())
    }
  }
  return groups
}

/** Every paper with the centre that it is most like. */
function nearestGroups(liked: readonly Liked[], centres: readonly Interest[]): Liked[][] {
  const texts = liked.map(({ traits }) => traits.words)
  const groups: Liked[][] = centres.map(() => [])
  const bySaying = centres.map(({ words }) => likenessTo(words, texts))
  liked.forEach((one, l) => {
    let best = 0
    let highest = -1
    centres.forEach(({ vector }, i) => {
      const alike = blend(dot(vector, one.traits.vector), bySaying[i]![l]!)
      if (alike > highest) [best, highest] = [i, alike]
    })
    groups[best]!.push(one)
  })
  return groups
}

function closest(alikes: readonly (readonly number[])[]) {
  let best: { into: number; from: number; alike: number } | undefined
  for (let from = 1; from < alikes.length; from++) {
    for (let into = 0; into < from; into++) {
      const alike = alikes[from]![into]!
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
