import type { Kernels } from '../kernels/kernels.ts'
import { metered } from '../kernels/metered.ts'
import { type Mat, row, rowsOf } from '../mat.ts'
import { meter as newMeter, type Meter } from '../meter.ts'
import type { Lm } from '../model/lm.ts'
import { openAngles, type AngleTable, type PositionScheme } from '../model/positions.ts'
import { Refusal } from '../refusal.ts'
import type { Ids } from '../tasks/task.ts'
import { appendRows, attendAll, attendOne, attendTree, slotsOf, windowWeights } from './attend.ts'
import { closeHead, drop, forkHead, type HeadCache, openHead, truncate } from './cache.ts'
import type {
  CacheBudget,
  CacheRun,
  Drop,
  KvCachePolicy,
  LayerView,
  Needs,
  Selection,
} from './policy.ts'
import { lineage, type TokenTree } from './tree.ts'
import { trunk } from './trunk.ts'

/** Scores of every token to come next. */
export type Logits = Float32Array

/** One sequence on one model, with its cache. Close it, or declare it with `using`. */
export type LmSession = {
  readonly lm: Lm
  /** What this session has cost. */
  readonly meter: Meter
  /** How many tokens it has seen. */
  readonly length: number
  /** Reads a prompt, all at once where it is the first; the logits are those after its last token. */
  prefill(ids: Ids): Logits
  /** Reads one token. */
  step(id: number): Logits
  /**
   * Scores all tokens of a tree in one pass. They are no part of the sequence until a path from the root
   * is accepted, before anything else is asked of the session.
   */
  scoreTree(tree: TokenTree): { readonly logits: Logits[]; accept(path: readonly number[]): void }
  /** The same sequence again, to go on in another way. */
  fork(): LmSession
  /** Forgets everything after the first `length` tokens. Throws a Refusal where that cannot be exact. */
  rollback(length: number): void
  /** A layer's cache, to look at. */
  layer(i: number): LayerView
  close(): void
  [Symbol.dispose](): void
}

export type SessionOptions = {
  /** Keeps everything and looks at everything, where none is given. */
  readonly policy?: KvCachePolicy
  readonly budget?: CacheBudget
  /** The model's own, where none is given. */
  readonly positions?: PositionScheme
}

/** What a fork copies. */
type State = {
  layers: HeadCache[][]
  length: number
  /** The length when something was last dropped: before it there is no way back. */
  droppedAt: number
  run: CacheRun
  needs: Needs
  angles: AngleTable
}

const everything: Selection = { positions: 'true' }

/** Opens a session. Throws a Refusal for a budget without room for a token. */
export function openSession(k: Kernels, lm: Lm, options: SessionOptions = {}): LmSession {
  const { policy, positions, budget = { slots: Infinity } } = options
  const { spec } = lm
  if (!(budget.slots >= 1)) {
    throw new Refusal(`A cache of ${budget.slots} slots holds no token; give it one at least.`)
  }
  const run: CacheRun = policy?.open(spec, budget) ?? { fork: () => run }
  const layers = lm.layers.map(() =>
    Array.from({ length: spec.kvHeads }, () => openHead(k.memory, spec.headWidth)),
  )
  const angles = positions ? openAngles(k.memory, positions, spec.headWidth) : lm.angles
  if (!positions) angles.share()
  const needs = policy?.needs ?? { weights: 'none' }
  return sessionOf(k, lm, { layers, length: 0, droppedAt: 0, run, needs, angles })
}

function sessionOf(kernels: Kernels, lm: Lm, state: State): LmSession {
  const meter = newMeter()
  const k = metered(kernels, meter)
  const { spec } = lm
  const place = { k, spec, angles: state.angles }
  const { layers } = state
  /** Slots at the end of each head that belong to a scored tree and to no sequence. */
  let pending = 0
  let hasDropped = false
  let isClosed = false

  const view = (layer: number, without = 0): LayerView => ({
    layer,
    group: spec.heads / spec.kvHeads,
    heads: layers[layer].map(({ count, tokens, store }) => ({
      tokens: tokens.subarray(0, count - without),
      keys: rowsOf(store.keys, 0, count - without),
    })),
  })

  const apply = (layer: number, answer: Drop | undefined) => {
    if (!answer) return
    slotsOf(answer, spec.kvHeads).forEach((slots, h) => {
      hasDropped ||= slots.length > 0
      drop(k.memory, layers[layer][h], slots)
    })
  }

  const evict = () => {
    layers.forEach((_, layer) => apply(layer, state.run.evict?.(view(layer))))
    if (hasDropped) state.droppedAt = state.length
    hasDropped = false
    const slots = layers.flat().reduce((sum, { count }) => sum + count, 0)
    meter.residentKv = slots * spec.headWidth * 8
    meter.peakKv = Math.max(meter.peakKv, meter.residentKv)
  }

  const settle = () => {
    if (pending === 0) return
    for (const head of layers.flat()) truncate(k.memory, head, head.count - pending)
    pending = 0
  }

  const logitsOf = (states: Mat): Logits[] => {
    const logits = k.memory.scratch(states.rows, spec.vocab)
    lm.head.mul(k, states, logits)
    return Array.from({ length: states.rows }, (_, i) => row(logits, i).slice())
  }

  /** One pass of the model, timed and counted. */
  const pass = (body: () => Logits[]): Logits[] => {
    const start = performance.now()
    const logits = k.memory.scope(body)
    meter.targetPasses++
    meter.ms += performance.now() - start
    return logits
  }

  const readWhole = (ids: Ids) =>
    pass(() => {
      const states = trunk(k, lm, ids, (layer, q, keys, values, mixed) => {
        appendRows(place, layers[layer], keys, values, (i) => state.length + i)
        attendAll(place, layers[layer], q, mixed)
        const { needs, run } = state
        if (!run.onPrefill) return
        const window = windowOf(needs)
        const weights = window > 0 ? windowWeights(place, layers[layer], q, window) : []
        apply(layer, run.onPrefill({ ...view(layer), windowWeights: weights }))
      })
      state.length += ids.length
      return logitsOf(rowsOf(states, ids.length - 1, ids.length))
    })

  const session: LmSession = {
    lm,
    meter,
    get length() {
      return state.length
    },
    prefill(ids) {
      settle()
      if (ids.length === 0) throw new Refusal('A prompt needs a token at least.')
      // Only the first prompt is read whole; afterwards the policy decides token by token.
      if (state.length > 0 && (state.run.select || state.run.evict)) {
        return [...ids].map((id) => session.step(id))[ids.length - 1]
      }
      const [logits] = readWhole(ids)
      evict()
      return logits
    },
    step(id) {
      settle()
      const [logits] = pass(() => {
        const states = trunk(k, lm, Int32Array.of(id), (layer, q, keys, values, mixed) => {
          appendRows(place, layers[layer], keys, values, () => state.length)
          const seen = view(layer)
          const selection = state.run.select?.(seen, byHead(q, spec.headWidth)) ?? everything
          const weights = attendOne(place, layers[layer], q, mixed, selection)
          if (state.needs.weights === 'all') state.run.observe?.(seen, weights)
        })
        state.length++
        return logitsOf(states)
      })
      evict()
      return logits
    },
    scoreTree(tree) {
      settle()
      const base = layers.map((heads) => heads.map(({ count }) => count))
      const logits = pass(() => {
        const token = (i: number) => state.length + lineage(tree, i).length - 1
        const states = trunk(k, lm, tree.tokens, (layer, q, keys, values, mixed) => {
          const before = view(layer)
          appendRows(place, layers[layer], keys, values, token)
          const select = (node: number) =>
            state.run.select?.(before, byHead(rowsOf(q, node, node + 1), spec.headWidth)) ??
            everything
          attendTree(place, layers[layer], q, mixed, { tree, base: base[layer], select })
        })
        return logitsOf(states)
      })
      pending = tree.tokens.length
      return {
        logits,
        accept(path) {
          if (pending !== tree.tokens.length) throw new Error('The tree is gone')
          const off = tree.tokens.map((_, i) => i).filter((i) => !path.includes(i))
          layers.forEach((heads, layer) =>
            heads.forEach((head, h) =>
              drop(
                k.memory,
                head,
                off.map((i) => base[layer][h] + i),
              ),
            ),
          )
          pending = 0
          state.length += path.length
          evict()
        },
      }
    },
    fork() {
      settle()
      const forked = layers.map((heads) => heads.map(forkHead))
      state.angles.share()
      return sessionOf(kernels, lm, { ...state, layers: forked, run: state.run.fork() })
    },
    rollback(length) {
      settle()
      if (length < state.droppedAt || state.run.observe || length > state.length || length < 0) {
        throw new Refusal(
          `This session cannot go back to ${length} tokens exactly; fork it before trying something.`,
        )
      }
      for (const head of layers.flat()) {
        const kept = head.tokens.subarray(0, head.count).findIndex((token) => token >= length)
        if (kept >= 0) truncate(k.memory, head, kept)
      }
      state.length = length
      evict()
    },
    layer: (i) => view(i, pending),
    close() {
      if (isClosed) return
      isClosed = true
      state.angles.close()
      for (const head of layers.flat()) closeHead(k.memory, head)
    },
    [Symbol.dispose]: () => session.close(),
  }
  return session
}

/** How many of a prompt's last queries a policy may see the weights of. */
function windowOf({ weights }: Needs): number {
  if (typeof weights === 'object') return weights.window
  return weights === 'all' ? Infinity : 0
}

/** One row of heads side by side as one row for each head. */
function byHead(q: Mat, headWidth: number): Mat {
  return { data: q.data, rows: q.cols / headWidth, cols: headWidth, stride: headWidth }
}
