import type { Kernels } from '../kernels/kernels.ts'
import { fill, type Mat, row, rowsOf } from '../mat.ts'
import { dot, type Mixer, queryKeyValue } from './mixer.ts'

/**
 * DeltaNet (2406.06484): the state is a table from keys to values, and writing replaces what the key
 * held before: S_t = S_{t−1} + β (v − S_{t−1} k) kᵀ, o_t = S_t q, with |k| = 1 and β = σ(b) in (0, 1).
 * All at once it is done in chunks of C positions by the WY form of section 3.2.
 *
 * S is kept transposed here, (keys, values), as rows of the kernels want it.
 */
export function deltaNet(chunk = 32): Mixer {
  return {
    name: 'delta-net',
    inputs: (d) => [...queryKeyValue(d), { name: 'write', width: 1 }],
    forward(k, inputs, out) {
      const [q, keys, v, write] = inputs
      k.memory.scope(() => {
        const state = k.memory.scratch(keys.cols, v.cols)
        fill(state, 0)
        for (let from = 0; from < q.rows; from += chunk) {
          const to = Math.min(q.rows, from + chunk)
          const part = (m: Mat) => rowsOf(m, from, to)
          k.memory.scope(() =>
            chunkForward(
              k,
              { q: part(q), k: unit(k, part(keys)), v: part(v), write: part(write) },
              state,
              part(out),
            ),
          )
        }
      })
      return (dout, dinputs) => backward(inputs, dout, dinputs)
    },
    open: (d) => [new Float32Array(d * d)],
    step([q, key, v, write], [state], out) {
      const d = v.length
      const scale = 1 / norm(key)
      const beta = sigmoid(write[0])
      const held = new Float32Array(d)
      for (let i = 0; i < key.length; i++) {
        for (let c = 0; c < d; c++) held[c] += key[i] * scale * state[i * d + c]
      }
      out.fill(0)
      for (let i = 0; i < key.length; i++) {
        for (let c = 0; c < d; c++) {
          state[i * d + c] += beta * key[i] * scale * (v[c] - held[c])
          out[c] += q[i] * state[i * d + c]
        }
      }
    },
    stateBytes: (_n, d) => 4 * d * d,
  }
}

type Chunk = { q: Mat; k: Mat; v: Mat; write: Mat }

/**
 * With A = strictLower(diag(β) k kᵀ), the rows that are really written are
 * u = (I + A)⁻¹ diag(β) (v − k S), by forward substitution; then o = q S + (q kᵀ ∘ causal) u and
 * S ← S + kᵀ u.
 */
function chunkForward(k: Kernels, { q, k: keys, v, write }: Chunk, state: Mat, out: Mat): void {
  const n = q.rows
  const scores = k.memory.scratch(n, n)
  const u = k.memory.scratch(n, v.cols)
  k.gemm('nn', keys, state, u)
  k.gemm('nt', keys, keys, scores)
  for (let t = 0; t < n; t++) {
    const beta = sigmoid(write.data[t * write.stride])
    const ut = row(u, t)
    const value = row(v, t)
    for (let c = 0; c < ut.length; c++) ut[c] = value[c] - ut[c]
    for (let s = 0; s < t; s++) {
      const share = scores.data[t * scores.stride + s]
      const us = row(u, s)
      for (let c = 0; c < ut.length; c++) ut[c] -= share * us[c]
    }
    for (let c = 0; c < ut.length; c++) ut[c] *= beta
  }
  k.gemm('nn', q, state, out)
  k.gemm('nt', q, keys, scores)
  for (let t = 0; t < n; t++) row(scores, t).fill(0, t + 1)
  k.gemm('nn', scores, u, out, 'add')
  k.gemm('tn', keys, u, state, 'add')
}

/** The way back, position by position: all states are made again, then G = ∂loss/∂S is carried left. */
function backward(inputs: readonly Mat[], dout: Mat, dinputs: readonly Mat[]): void {
  const [q, keys, v, write] = inputs
  const [dq, dk, dv, dwrite] = dinputs
  const [n, d, e] = [q.rows, q.cols, v.cols]
  const states = [new Float64Array(d * e)]
  const units = Array.from({ length: n }, (_, t) => {
    const key = row(keys, t)
    const scale = 1 / norm(key)
    return key.map((x) => x * scale)
  })
  /** v − S k: what a write at t adds, before β. */
  const missing = (t: number) => {
    const u = Float64Array.from(row(v, t))
    for (let i = 0; i < d; i++) {
      for (let c = 0; c < e; c++) u[c] -= units[t][i] * states[t][i * e + c]
    }
    return u
  }
  for (let t = 0; t < n; t++) {
    const beta = sigmoid(write.data[t * write.stride])
    const u = missing(t)
    const next = states[t].slice()
    for (let i = 0; i < d; i++) {
      for (let c = 0; c < e; c++) next[i * e + c] += beta * units[t][i] * u[c]
    }
    states.push(next)
  }

  const g = new Float64Array(d * e)
  for (let t = n - 1; t >= 0; t--) {
    const beta = sigmoid(write.data[t * write.stride])
    const [slope, query, key, u] = [row(dout, t), row(q, t), units[t], missing(t)]
    const du = new Float64Array(e)
    for (let i = 0; i < d; i++) {
      let sum = 0
      for (let c = 0; c < e; c++) {
        g[i * e + c] += query[i] * slope[c]
        sum += states[t + 1][i * e + c] * slope[c]
        du[c] += g[i * e + c] * key[i]
      }
      row(dq, t)[i] += sum
    }
    const dkey = new Float64Array(d)
    for (let i = 0; i < d; i++) {
      for (let c = 0; c < e; c++) {
        dkey[i] += beta * (g[i * e + c] * u[c] - states[t][i * e + c] * du[c])
        g[i * e + c] -= beta * key[i] * du[c]
      }
    }
    let dbeta = 0
    for (let c = 0; c < e; c++) {
      dbeta += u[c] * du[c]
      row(dv, t)[c] += beta * du[c]
    }
    dwrite.data[t * dwrite.stride] += dbeta * beta * (1 - beta)
    // Through |k| = 1: only what is across the key turns it.
    const length = norm(row(keys, t))
    const along = dkey.reduce((sum, x, i) => sum + x * key[i], 0)
    for (let i = 0; i < d; i++) row(dk, t)[i] += (dkey[i] - along * key[i]) / length
  }
}

/** Rows made one long. */
function unit(k: Kernels, keys: Mat): Mat {
  const units = k.memory.scratch(keys.rows, keys.cols)
  for (let t = 0; t < keys.rows; t++) {
    const scale = 1 / norm(row(keys, t))
    row(units, t).set(row(keys, t).map((x) => x * scale))
  }
  return units
}

/** |x|, never 0. */
const norm = (x: Float32Array) => Math.sqrt(dot(x, x) + 1e-12)

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
