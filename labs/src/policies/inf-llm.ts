import { type Mat, row } from '../mat.ts'
import { Refusal } from '../refusal.ts'
import type { CacheRun, HeadWeights, KvCachePolicy, LayerView } from '../session/policy.ts'
import { highest, range } from './keep.ts'

export type InfLlmKnobs = {
  /** First tokens that are always looked at. */
  readonly start?: number
  /** Latest tokens that are always looked at. */
  readonly local?: number
  /** Tokens of a block of memory. */
  readonly block?: number
  /** Tokens that stand for a block when it is looked for. */
  readonly representatives?: number
}

/**
 * InfLLM (2402.04617, section 3): a query looks at the first tokens, the latest, and at a few blocks of
 * what lies between. A block is found by the tokens that were looked at most while they were among the
 * latest: its score is Σ q · k over these and all heads. Nothing is trained, nothing is lost.
 *
 * Positions are the true ones within the trained length; beyond it those of the selection follow each
 * other. Our reading: in the paper all that was fetched stands at one far place.
 */
export function infLlm({
  start = 2,
  local = 8,
  block = 4,
  representatives = 2,
}: InfLlmKnobs = {}): KvCachePolicy {
  if (block < 1 || representatives < 1 || local < 1) {
    throw new Refusal(
      'InfLLM needs blocks, representatives and latest tokens, one of each at least.',
    )
  }
  return {
    name: 'inf-llm',
    needs: { weights: 'all' },
    bounds: 'attended',
    open({ context }, { slots }) {
      if (start + local > slots) {
        throw new Refusal(`${start} first and ${local} latest tokens are more than ${slots} slots.`)
      }
      return openMemory({ start, local, block, representatives, slots, context }, new Map())
    },
  }
}

type Knobs = Required<InfLlmKnobs> & { readonly slots: number; readonly context: number }

/** How much each token of a layer was looked at while it was among the latest. */
type Looked = Map<number, Float64Array>

function openMemory(knobs: Knobs, looked: Looked): CacheRun {
  const { start, local, slots, context } = knobs
  return {
    onPrefill(view) {
      const sums = sumsOf(looked, view.layer, view.heads[0].tokens.length)
      for (const weights of view.windowWeights) addPrompt(weights, local, sums)
      return { every: [] }
    },
    select(view, queries) {
      const n = view.heads[0].tokens.length
      const positions = n <= context ? 'true' : 'in-cache'
      if (n <= slots) return { positions }
      const between = fetched(view, queries, sumsOf(looked, view.layer, n), knobs)
      const every = Int32Array.from([...range(0, start), ...between, ...range(n - local, n)])
      return { slots: { every }, positions }
    },
    observe(view, weights) {
      const n = view.heads[0].tokens.length
      addStep(weights, n, local, sumsOf(looked, view.layer, n))
    },
    fork: () =>
      openMemory(knobs, new Map([...looked].map(([layer, sums]) => [layer, sums.slice()]))),
  }
}

/** The sums of a layer, with room for n tokens. */
function sumsOf(looked: Looked, layer: number, n: number): Float64Array {
  const sums = looked.get(layer) ?? new Float64Array()
  if (sums.length >= n) return sums
  const longer = new Float64Array(Math.max(64, 2 * n))
  longer.set(sums)
  looked.set(layer, longer)
  return longer
}

/** Of a prompt: what its queries gave to the `local` tokens before each. */
function addPrompt(weights: Mat, local: number, sums: Float64Array): void {
  const first = weights.cols - weights.rows
  for (let r = 0; r < weights.rows; r++) {
    const shares = row(weights, r)
    for (let j = Math.max(0, first + r - local); j < first + r; j++) sums[j] += shares[j]
  }
}

/** Of a step: what its query gave to the latest tokens, which stand last in what it looked at. */
function addStep({ rows }: HeadWeights, n: number, local: number, sums: Float64Array): void {
  for (const shares of rows) {
    const reach = Math.min(local, shares.length - 1)
    for (let back = 1; back <= reach; back++) sums[n - 1 - back] += shares[shares.length - 1 - back]
  }
}

/** The tokens of the blocks that fit the queries best, as many blocks as there is room for. */
function fetched(view: LayerView, queries: Mat, looked: Float64Array, knobs: Knobs): number[] {
  const { start, local, block, representatives, slots } = knobs
  const to = view.heads[0].tokens.length - local
  const blocks = Array.from({ length: Math.ceil((to - start) / block) }, (_, b) =>
    range(start + b * block, Math.min(to, start + (b + 1) * block)),
  )
  const scores = blocks.map((tokens) => {
    const best = highest(
      tokens.map((token) => looked[token]),
      representatives,
    )
    return best.reduce((sum, i) => sum + match(view, queries, tokens[i]), 0) / best.length
  })
  const room = Math.floor((slots - start - local) / block)
  return highest(scores, room).flatMap((b) => blocks[b])
}

/** Σ over query heads of q · k for one token. */
function match({ heads, group }: LayerView, queries: Mat, token: number): number {
  let sum = 0
  for (let h = 0; h < queries.rows; h++) {
    const [q, key] = [row(queries, h), row(heads[Math.floor(h / group)].keys, token)]
    for (let c = 0; c < q.length; c++) sum += q[c] * key[c]
  }
  return sum
}
