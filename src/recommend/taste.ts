import type { PaperId } from '#paper'
import type { ReaderId } from '#store'
import type { Means } from './candidates.ts'
import { type Evidence, evidenceOf, type Known } from './evidence.ts'
import type { Settings } from './formula.ts'
import { type Interest, interestsIn, type Liked } from './interests.ts'
import { nameOf } from './name.ts'
import { naming, type Taste, titlesOf } from './recommend-from.ts'
import { choicesOf, type Choices } from './settings.ts'
import { traitsFor } from './known-traits.ts'

/** What the model believes of a reader. */
export type ReaderTaste = Omit<Taste, 'interests'> & {
  readonly interests: readonly (Interest & { readonly weight: number; readonly name: string })[]
  readonly evidence: Evidence
  readonly choices: Choices
  /** Interests that were switched off, by their place. */
  readonly off: ReadonlySet<number>
}

/**
 * The taste of a reader, made of what they did until `now` (or an instant before, to see how it
 * would have been). Made anew each time it is asked for: a click counts at once.
 */
export async function tasteOf(
  means: Means,
  reader: ReaderId,
  now: Date,
  asIf: Partial<Settings> = {},
): Promise<ReaderTaste> {
  const [evidence, choices] = await Promise.all([
    evidenceOf(means.store, reader, now),
    choicesOf(means.store, reader),
  ])
  const traits = await traitsFor(
    means,
    [...evidence.liked, ...evidence.unwanted].map(({ paper }) => paper),
  )
  const known = (some: readonly Known[]): Liked[] =>
    some.flatMap(({ paper, weight }) => {
      const its = traits.get(paper)
      return its ? { traits: its, weight } : []
    })
  const liked = known(evidence.liked)
  // Having opened a paper says too little to found an interest on.
  const founding = new Set(evidence.liked.flatMap(({ by, paper }) => (by === 'open' ? [] : paper)))
  const cared = liked.filter((one) => founding.has(one.traits.id))
  const interests = interestsIn(cared.length > 0 ? cared : liked)
  const named = await namesOf(means, interests)
  const weighed = interests.map((interest, i) => ({
    ...interest,
    name: named[i]!,
    weight: weightOf(interest, choices.weights),
  }))
  return {
    interests: weighed.map((one) => ({ ...one, weight: one.weight || 1 })),
    off: new Set(weighed.flatMap(({ weight }, i) => (weight === 0 ? i : []))),
    liked,
    unwanted: known(evidence.unwanted),
    settings: { ...choices.settings, ...asIf },
    evidence,
    choices,
  }
}

/** What a reader makes of an interest; it was named by one of its papers. */
function weightOf({ members }: Interest, weights: ReadonlyMap<PaperId, number>): number {
  if (weights.size === 0) return 1
  for (const member of members) {
    const weight = weights.get(member)
    if (weight !== undefined) return weight
  }
  return 1
}

async function namesOf({ store }: Means, interests: readonly Interest[]): Promise<string[]> {
  const titles = await titlesOf(store, interests.flatMap(naming))
  return interests.map((interest) =>
    nameOf(
      interest,
      naming(interest).flatMap((id) => titles.get(id) ?? []),
    ),
  )
}
