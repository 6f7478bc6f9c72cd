import { Refusal } from '../refusal.ts'
import type { CacheRun, KvCachePolicy } from '../session/policy.ts'
import { count, range } from './keep.ts'

/**
 * LM-Infinite (2308.16137, section 4.1): every query looks at the first tokens and at the latest (the
 * Λ-shaped mask), and no distance is told as more than `reach` (the cap). What lies between is dropped.
 *
 * A position here is reach − min(distance, reach): distances are all that rotary positions tell, and so
 * they never leave what the model was trained on. `cap: 'none'` tells the true distances, to show what
 * they break.
 */
export function lmInfinite({
  start = 4,
  cap = 'reach',
}: { start?: number; cap?: 'reach' | 'none' } = {}): KvCachePolicy {
  return {
    name: 'lm-infinite',
    needs: { weights: 'none' },
    bounds: 'resident',
    open(spec, { slots }) {
      if (start >= slots) {
        throw new Refusal(`${start} first tokens leave no room for the latest in ${slots} slots.`)
      }
      const reach = Math.min(spec.context, slots) - 1
      const capped = (tokens: Int32Array) => {
        const query = tokens[tokens.length - 1]
        // Within reach true positions say the same, and are turned already.
        if (query <= reach) return tokens
        return tokens.map((token) => Math.max(0, reach - (query - token)))
      }
      const run: CacheRun = {
        onPrefill: ({ heads }) => ({ every: range(start, start + count(heads[0]) - slots) }),
        ...(cap === 'reach' && { select: () => ({ positions: capped }) }),
        evict: ({ heads }) => ({ every: range(start, start + count(heads[0]) - slots) }),
        fork: () => run,
      }
      return run
    },
  }
}
