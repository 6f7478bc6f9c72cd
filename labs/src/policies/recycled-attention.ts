import { Refusal } from '../refusal.ts'
import type { CacheRun, KvCachePolicy } from '../session/policy.ts'
import { highest, range } from './keep.ts'

/**
 * Recycled Attention (2411.05787, section 3): every `stride` steps a step looks at everything, and the
 * K slots it attended to most are remembered for each key-value head; the steps between look at these
 * and at what came since. Everything stays, less is read. K is the budget.
 */
export function recycledAttention({ stride = 8 } = {}): KvCachePolicy {
  if (!(stride >= 1))
    throw new Refusal('Recycled Attention needs a full step now and then: a stride of 1 or more.')
  return {
    name: 'recycled-attention',
    needs: { weights: 'all' },
    bounds: 'between',
    open: (_spec, { slots }) => openRecycling(slots, stride, new Map()),
  }
}

/** Of a layer's last full step: how many slots there were, and each head's most attended. */
type Full = { readonly count: number; readonly tops: readonly number[][] }

function openRecycling(k: number, stride: number, fulls: Map<number, Full>): CacheRun {
  return {
    select({ layer, heads }) {
      const full = fulls.get(layer)
      const n = heads[0].tokens.length
      if (!full || n - full.count >= stride) return { positions: 'true' }
      const since = range(full.count, n)
      const each = full.tops.map((top) => Int32Array.from([...top, ...since]))
      return { slots: { each }, positions: 'true' }
    },
    observe({ layer, group, heads }, { slots, rows }) {
      if (slots) return
      const tops = heads.map(({ tokens }, h) => {
        const shares = new Float64Array(tokens.length)
        for (const weights of rows.slice(h * group, (h + 1) * group)) {
          weights.forEach((weight, slot) => (shares[slot] += weight))
        }
        return highest(shares, k)
      })
      fulls.set(layer, { count: heads[0].tokens.length, tops })
    },
    fork: () => openRecycling(k, stride, new Map(fulls)),
  }
}
