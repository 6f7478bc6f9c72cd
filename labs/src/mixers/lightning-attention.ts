import type { Kernels } from '../kernels/kernels.ts'
import { fill, mat, type Mat, row, rowsOf } from '../mat.ts'
import { dot, type Mixer, queryKeyValue } from './mixer.ts'

/** Positions taken at once; any number gives the same outputs (a law). */
const usualBlock = 32

/**
 * Lightning Attention-2 (2401.04658, algorithm 1): linear attention with decay λ,
 * S_t = λ S_{t−1} + k_tᵀ v_t, o_t = q_t S_t, in blocks of B positions: inside a block like attention
 * without softmax, between blocks by the state alone.
 */
export function lightningAttention(lambda = 0.97, block = usualBlock): Mixer {
  return {
    name: 'lightning-attention',
    inputs: queryKeyValue,
    forward(k, [q, keys, v], out) {
      k.memory.scope(() => {
        const state = cleared(k, keys.cols, v.cols)
        for (const [from, to] of blocksOf(q.rows, block)) {
          const part = (m: Mat) => rowsOf(m, from, to)
          // Inside: ((q kᵀ) ∘ D) v with D_ts = λ^(t−s).
          const p = products(k, part(q), part(keys), lambda)
          k.gemm('nn', p, part(v), part(out))
          // From before: diag(λ¹ … λᴮ) q S.
          k.gemm('nn', decayed(k, part(q), lambda, 'since'), state, part(out), 'add')
          advance(k, state, part(keys), part(v), lambda)
        }
      })
      return (dout, [dq, dk, dv]) => {
        k.memory.scope(() => {
          // Left to right: dq wants the state before its block.
          const state = cleared(k, keys.cols, v.cols)
          for (const [from, to] of blocksOf(q.rows, block)) {
            const part = (m: Mat) => rowsOf(m, from, to)
            const dp = products(k, part(dout), part(v), lambda)
            k.gemm('nn', dp, part(keys), part(dq), 'add')
            k.gemm('tn', dp, part(q), part(dk), 'add')
            k.gemm('nt', decayed(k, part(dout), lambda, 'since'), state, part(dq), 'add')
            advance(k, state, part(keys), part(v), lambda)
          }
          // Right to left: dk and dv want G = Σ λ^(t − end) q_tᵀ do_t of what comes after their block.
          fill(state, 0)
          for (const [from, to] of [...blocksOf(q.rows, block)].toReversed()) {
            const part = (m: Mat) => rowsOf(m, from, to)
            const p = products(k, part(q), part(keys), lambda)
            k.gemm('tn', p, part(dout), part(dv), 'add')
            k.gemm('nn', decayed(k, part(keys), lambda, 'until'), state, part(dv), 'add')
            k.gemm('nt', decayed(k, part(v), lambda, 'until'), state, part(dk), 'add')
            scaleBy(state, lambda ** (to - from))
            k.gemm('tn', decayed(k, part(q), lambda, 'since'), part(dout), state, 'add')
          }
        })
      }
    },
    open: (d) => [new Float32Array(d * d)],
    step([q, key, v], [state], out) {
      const d = v.length
      out.fill(0)
      for (let i = 0; i < key.length; i++) {
        for (let c = 0; c < d; c++) {
          state[i * d + c] = lambda * state[i * d + c] + key[i] * v[c]
          out[c] += q[i] * state[i * d + c]
        }
      }
    },
    stateBytes: (_n, d) => 4 * d * d,
    matrix([q, keys]) {
      const m = mat(q.rows, q.rows)
      for (let t = 0; t < q.rows; t++) {
        for (let s = 0; s <= t; s++) {
          m.data[t * m.stride + s] = lambda ** (t - s) * dot(row(q, t), row(keys, s))
        }
      }
      return m
    },
  }
}

/** (a bᵀ) ∘ D: with D_ts = λ^(t−s) where t ≥ s, else 0. */
function products(k: Kernels, a: Mat, b: Mat, lambda: number): Mat {
  const p = k.memory.scratch(a.rows, a.rows)
  k.gemm('nt', a, b, p)
  for (let t = 0; t < p.rows; t++) {
    for (let s = 0; s < p.cols; s++) p.data[t * p.stride + s] *= s > t ? 0 : lambda ** (t - s)
  }
  return p
}

/** Rows of a block times λ¹ … λᴮ (`since` the state before) or λᴮ⁻¹ … λ⁰ (`until` the state after). */
function decayed(k: Kernels, m: Mat, lambda: number, way: 'since' | 'until'): Mat {
  const scaled = k.memory.scratch(m.rows, m.cols)
  for (let b = 0; b < m.rows; b++) {
    const factor = lambda ** (way === 'since' ? b + 1 : m.rows - 1 - b)
    row(m, b).forEach((x, c) => (scaled.data[b * scaled.stride + c] = factor * x))
  }
  return scaled
}

/** S ← λᴮ S + (diag(λᴮ⁻¹ … λ⁰) k)ᵀ v. */
function advance(k: Kernels, state: Mat, keys: Mat, v: Mat, lambda: number): void {
  scaleBy(state, lambda ** keys.rows)
  k.gemm('tn', decayed(k, keys, lambda, 'until'), v, state, 'add')
}

function scaleBy(m: Mat, factor: number): void {
  for (let i = 0; i < m.rows * m.cols; i++) m.data[i] *= factor
}

function cleared(k: Kernels, rows: number, cols: number): Mat {
  const m = k.memory.scratch(rows, cols)
  fill(m, 0)
  return m
}

function* blocksOf(rows: number, block: number): Generator<[number, number]> {
  for (let from = 0; from < rows; from += block) yield [from, Math.min(rows, from + block)]
}
