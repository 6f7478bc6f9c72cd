import { type Mat, row } from '../mat.ts'
import { Refusal } from '../refusal.ts'
import type { CacheRun, KvCachePolicy, PromptView } from '../session/policy.ts'
import { count, highest, others, range } from './keep.ts'

/**
 * SnapKV (2404.14469, section 4): the prompt's last queries, the observation window, vote by their
 * attention for the positions before it; votes are smoothed so that neighbours survive together; the
 * highest stay, for each key-value head its own. Later tokens are added to them.
 */
export function snapKv({ window = 16, pool = 5 } = {}): KvCachePolicy {
  if (window < 1 || pool < 1 || pool % 2 === 0) {
    throw new Refusal(
      'SnapKV needs a window of one query at least and an odd width to smooth over.',
    )
  }
  return {
    name: 'snap-kv',
    needs: { weights: { window } },
    bounds: 'prompt',
    open(_spec, { slots }) {
      const run: CacheRun = {
        onPrefill: (view) => ({ each: view.heads.map((_, h) => dropped(view, h, slots, pool)) }),
        fork: () => run,
      }
      return run
    },
  }
}

function dropped(view: PromptView, head: number, slots: number, pool: number): number[] {
  const n = count(view.heads[head])
  if (n <= slots) return []
  const weights = view.windowWeights.slice(head * view.group, (head + 1) * view.group)
  // A window wider than the budget keeps its latest queries only.
  const observed = Math.min(weights[0].rows, slots)
  const prefix = n - observed
  const kept = highest(smoothed(votes(weights, prefix), pool), slots - observed)
  return others([...kept, ...range(prefix, n)], n)
}

/** Σ over window queries and the heads that share the keys of the attention to each prefix position. */
function votes(weights: readonly Mat[], prefix: number): Float64Array {
  const sum = new Float64Array(prefix)
  for (const m of weights) {
    for (let r = 0; r < m.rows; r++) {
      const shares = row(m, r)
      for (let j = 0; j < prefix; j++) sum[j] += shares[j]
    }
  }
  return sum
}

/** The largest of the `pool` scores around each. */
export function smoothed(scores: Float64Array, pool: number): Float64Array {
  const reach = (pool - 1) / 2
  return scores.map((_, j) => Math.max(...scores.subarray(Math.max(0, j - reach), j + reach + 1)))
}
