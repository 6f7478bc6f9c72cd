import { row } from '../mat.ts'
import type { CacheRun, HeadView, HeadWeights, KvCachePolicy } from '../session/policy.ts'
import { forHead } from '../session/policy.ts'
import { count, highest, others, range } from './keep.ts'

/**
 * H2O (2306.14048), a baseline: half the budget for the latest tokens, half for those that have received
 * most attention since they came, for each key-value head its own.
 */
export const h2o: KvCachePolicy = {
  name: 'h2o',
  needs: { weights: 'all' },
  bounds: 'resident',
  open: (_spec, { slots }) => openH2o(slots, new Map()),
}

/** Attention received so far, by layer and head, then by token. */
type Received = Map<string, Map<number, number>>

function openH2o(slots: number, received: Received): CacheRun {
  const scoresOf = (layer: number, head: number) => {
    const key = `${layer}/${head}`
    const scores = received.get(key) ?? new Map<number, number>()
    received.set(key, scores)
    return scores
  }
  const add = (layer: number, h: number, token: number, weight: number) => {
    const scores = scoresOf(layer, h)
    scores.set(token, (scores.get(token) ?? 0) + weight)
  }
  const dropLight = (layer: number, h: number, { tokens }: HeadView) => {
    const n = tokens.length
    if (n <= slots) return []
    const scores = scoresOf(layer, h)
    const late = Math.ceil(slots / 2)
    const heavy = highest(
      range(0, n - late).map((slot) => scores.get(tokens[slot]) ?? 0),
      slots - late,
    )
    const gone = others([...heavy, ...range(n - late, n)], n)
    for (const slot of gone) scores.delete(tokens[slot])
    return gone
  }
  return {
    onPrefill(view) {
      view.heads.forEach((head, h) => {
        for (const m of view.windowWeights.slice(h * view.group, (h + 1) * view.group)) {
          for (let r = 0; r < m.rows; r++) {
            row(m, r).forEach((weight, slot) => add(view.layer, h, head.tokens[slot], weight))
          }
        }
      })
      return { each: view.heads.map((head, h) => dropLight(view.layer, h, head)) }
    },
    observe(view, weights: HeadWeights) {
      weights.rows.forEach((shares, query) => {
        const h = Math.floor(query / view.group)
        const seen = weights.slots ? forHead(weights.slots, h) : range(0, count(view.heads[h]))
        shares.forEach((weight, i) => add(view.layer, h, view.heads[h].tokens[seen[i]], weight))
      })
    },
    evict: (view) => ({ each: view.heads.map((head, h) => dropLight(view.layer, h, head)) }),
    fork: () =>
      openH2o(slots, new Map([...received].map(([key, scores]) => [key, new Map(scores)]))),
  }
}
