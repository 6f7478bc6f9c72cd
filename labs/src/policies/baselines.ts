import { rng } from '../rng.ts'
import type { CacheRun, KvCachePolicy } from '../session/policy.ts'
import { count, highest, others, range } from './keep.ts'

/** Everything stays and is looked at: the ceiling. */
export const dense: KvCachePolicy = {
  name: 'dense',
  needs: { weights: 'none' },
  bounds: 'nothing',
  open() {
    const run: CacheRun = { fork: () => run }
    return run
  },
}

/** The latest tokens stay, at true positions: the simplest window. */
export const recent: KvCachePolicy = {
  name: 'recent',
  needs: { weights: 'none' },
  bounds: 'resident',
  open(_spec, { slots }) {
    const run: CacheRun = {
      onPrefill: ({ heads }) => ({ every: range(0, count(heads[0]) - slots) }),
      evict: ({ heads }) => ({ every: range(0, count(heads[0]) - slots) }),
      fork: () => run,
    }
    return run
  },
}

/** Of all but the newest, whichever chance takes is dropped: the floor. */
export const random: KvCachePolicy = {
  name: 'random',
  needs: { weights: 'none' },
  bounds: 'resident',
  open: (_spec, { slots }) => openRandom(slots, 0),
}

function openRandom(slots: number, drawn: number): CacheRun {
  let turns = drawn
  const dropSome = (n: number) => {
    if (n <= slots) return { every: [] }
    const chance = rng(`random/${turns++}`)
    const scores = range(0, n - 1).map(chance.f)
    return { every: others([...highest(scores, slots - 1), n - 1], n) }
  }
  return {
    onPrefill: ({ heads }) => dropSome(count(heads[0])),
    evict: ({ heads }) => dropSome(count(heads[0])),
    fork: () => openRandom(slots, turns),
  }
}
