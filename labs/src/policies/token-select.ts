import { type Mat, row } from '../mat.ts'
import { Refusal } from '../refusal.ts'
import type { CacheRun, KvCachePolicy, LayerView } from '../session/policy.ts'
import { highest, range } from './keep.ts'

/**
 * TokenSelect (2411.02886): everything stays, and each step looks at the first tokens, the latest, and
 * those between for which the heads vote, each with its softmax over them (the soft vote of section
 * 4.2). While a query is like the one that was last voted with
 * (cosine above `tau`, section 4.3), its choice is used again.
 *
 * Our reading: votes are taken on queries and keys before rotation, and positions are the true ones as
 * long as a model was trained on them; beyond, those of the selection follow each other. Closing the gaps
 * earlier shifts what is recalled by position, and halves recall here.
 */
export function tokenSelect({ sinks = 2, local = 8, tau = 0.9 } = {}): KvCachePolicy {
  return {
    name: 'token-select',
    needs: { weights: 'none' },
    bounds: 'attended',
    open({ context }, { slots }) {
      if (sinks + local > slots) {
        throw new Refusal(`${sinks} first and ${local} latest tokens are more than ${slots} slots.`)
      }
      return openSelection({ sinks, local, tau, slots, context }, new Map())
    },
  }
}

type Knobs = { sinks: number; local: number; tau: number; slots: number; context: number }

/** The last vote of a layer: with which queries, for which tokens. */
type Vote = { readonly queries: Float32Array; readonly tokens: readonly number[] }

function openSelection(knobs: Knobs, votes: Map<number, Vote>): CacheRun {
  const { sinks, local, slots, context } = knobs
  return {
    select(view, queries) {
      const { tokens } = view.heads[0]
      const n = tokens.length
      const positions = n <= context ? 'true' : 'in-cache'
      if (n <= slots) return { positions }
      const vote = voteOf(view, queries, votes.get(view.layer), knobs)
      votes.set(view.layer, vote)
      // Slots are tokens here, for nothing is ever dropped. A vote taken again may name what has become
      // one of the latest since.
      const between = vote.tokens.filter((slot) => slot < n - local)
      const every = Int32Array.from([...range(0, sinks), ...between, ...range(n - local, n)])
      return { slots: { every }, positions }
    },
    fork: () => openSelection(knobs, new Map(votes)),
  }
}

function voteOf(view: LayerView, queries: Mat, last: Vote | undefined, knobs: Knobs): Vote {
  const asked = queries.data.slice(0, queries.rows * queries.cols)
  if (last && cosine(last.queries, asked) > knobs.tau) return last
  const { sinks, local, slots } = knobs
  const to = view.heads[0].tokens.length - local
  const sum = new Float64Array(to - sinks)
  for (let q = 0; q < queries.rows; q++) {
    const { keys } = view.heads[Math.floor(q / view.group)]
    softVote(row(queries, q), keys, sinks, sum)
  }
  const chosen = highest(sum, slots - sinks - local)
  return { queries: asked, tokens: chosen.map((slot) => slot + sinks) }
}

/** Adds softmax(q kᵀ / √d) over keys from `from` on. */
function softVote(q: Float32Array, keys: Mat, from: number, sum: Float64Array): void {
  const scores = sum.map((_, j) => {
    const key = row(keys, from + j)
    let dot = 0
    for (let c = 0; c < q.length; c++) dot += q[c] * key[c]
    return dot / Math.sqrt(q.length)
  })
  const top = scores.reduce((a, b) => Math.max(a, b), -Infinity)
  const shares = scores.map((x) => Math.exp(x - top))
  const whole = shares.reduce((a, b) => a + b, 0)
  for (let j = 0; j < sum.length; j++) sum[j] += shares[j] / whole
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i]
    aa += a[i] ** 2
    bb += b[i] ** 2
  }
  return dot / Math.sqrt(aa * bb)
}
