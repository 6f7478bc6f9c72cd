import type { PaperId } from '#paper'
import type { ReaderId } from '#store'
import { countTogether } from './formula.ts'

/** A reader who voted for the paper in question. */
export type Voter = {
  readonly reader: ReaderId
  /** The same for voters of one part of the network; empty where it is not known. */
  readonly network: string
  /** What else the reader voted for of late. */
  readonly others: ReadonlySet<PaperId>
  /** How many of those each of the other voters had nominated. */
  readonly favours: ReadonlyMap<ReaderId, number>
}

/** Voters who seem to act together: how many they are, what they count, and what told them. */
export type Group = {
  readonly readers: number
  readonly counts: number
  readonly told: readonly Sign[]
}

/** One network, the same votes over and over, or votes for what each other nominated. */
export type Sign = 'network' | 'alike' | 'mutual'

/** Two vote alike when they share so many votes, and those are so large a part of all of theirs. */
const alike = { votes: 5, share: 0.7 }

/** Two favour each other when each voted so often for what the other nominated, and half the time. */
const mutual = { votes: 3, share: 0.5 }

/** Puts voters who seem to act together into one group, directly or through others. */
export function groupsOf(voters: readonly Voter[]): Group[] {
  const parent = voters.map((_, i) => i)
  const signs = voters.map(() => new Set<Sign>())
  const rootOf = (i: number): number => (parent[i] === i ? i : (parent[i] = rootOf(parent[i]!)))

  for (let i = 0; i < voters.length; i++) {
    for (let j = 0; j < i; j++) {
      const sign = signOf(voters[i]!, voters[j]!)
      if (!sign) continue
      const [root, other] = [rootOf(i), rootOf(j)]
      signs[root]!.add(sign)
      if (root === other) continue
      parent[other] = root
      for (const one of signs[other]!) signs[root]!.add(one)
    }
  }
  const sizes = Map.groupBy(parent, (_, i) => rootOf(i))
  return [...sizes].map(([root, some]) => ({
    readers: some.length,
    counts: countTogether(some.length),
    told: [...signs[root]!].toSorted(),
  }))
}

function signOf(one: Voter, other: Voter): Sign | undefined {
  if (one.network && one.network === other.network) return 'network'
  if (voteAlike(one, other)) return 'alike'
  return favours(one, other) && favours(other, one) ? 'mutual' : undefined
}

function voteAlike({ others: mine }: Voter, { others: theirs }: Voter): boolean {
  const [few, many] = mine.size < theirs.size ? [mine, theirs] : [theirs, mine]
  if (few.size < alike.votes || few.size < alike.share * many.size) return false
  let shared = 0
  for (const paper of few) if (many.has(paper)) shared++
  return shared >= alike.votes && shared >= alike.share * (few.size + many.size - shared)
}

function favours(voter: Voter, { reader }: Voter): boolean {
  const votes = voter.favours.get(reader) ?? 0
  return votes >= mutual.votes && votes >= mutual.share * voter.others.size
}
