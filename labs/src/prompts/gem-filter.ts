import { row } from '../mat.ts'
import { Refusal } from '../refusal.ts'
import type { CacheRun, KvCachePolicy } from '../session/policy.ts'
import { openSession } from '../session/session.ts'
import { best, type ContextPlanner } from './planner.ts'

/**
 * GemFilter (2409.17422, algorithm 1): the first `layer` layers read the prompt; what the last query
 * looks at there, summed over heads and smoothed over `pool` neighbours, is kept; everything else of that
 * reading is thrown away, and the whole model reads only what was kept.
 */
export function gemFilter({ layer = 2, pool = 3 } = {}): ContextPlanner {
  if (layer < 1 || pool < 1 || pool % 2 === 0) {
    throw new Refusal('GemFilter needs a layer, counted from 1, and an odd width to smooth over.')
  }
  return {
    name: 'gem-filter',
    plan(k, lm, prompt, budget) {
      if (layer > lm.layers.length) {
        throw new Refusal(
          `Layer ${layer} is none of the ${lm.layers.length} that ${lm.spec.name} has.`,
        )
      }
      const early = {
        ...lm,
        spec: { ...lm.spec, layers: layer },
        layers: lm.layers.slice(0, layer),
      }
      const looks = new Float64Array(prompt.length)
      using session = openSession(k, early, { policy: watching(layer - 1, looks) })
      session.prefill(prompt)
      return { keep: best(smooth(looks, pool), budget), flops: session.meter.flops }
    },
  }
}

/** Keeps everything, and notes what the last query of a prompt looks at in one layer. */
function watching(layer: number, looks: Float64Array): KvCachePolicy {
  return {
    name: 'watching',
    needs: { weights: { window: 1 } },
    bounds: 'nothing',
    open() {
      const run: CacheRun = {
        onPrefill(view) {
          if (view.layer !== layer) return { every: [] }
          for (const weights of view.windowWeights) {
            row(weights, weights.rows - 1).forEach((share, place) => (looks[place] += share))
          }
          return { every: [] }
        },
        fork: () => run,
      }
      return run
    },
  }
}

/** The mean of the `pool` scores around each. */
function smooth(scores: Float64Array, pool: number): Float64Array {
  const reach = (pool - 1) / 2
  return scores.map((_, i) => {
    const around = scores.subarray(Math.max(0, i - reach), i + reach + 1)
    return around.reduce((a, b) => a + b) / around.length
  })
}
