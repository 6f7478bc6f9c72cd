import { mat, row } from '../mat.ts'
import { dot, type Mixer, queryKeyValue } from './mixer.ts'

/** Softmax attention (1706.03762, equation 1): the ceiling, whose state grows with every position. */
export const softmaxAttention: Mixer = {
  name: 'softmax-attention',
  inputs: queryKeyValue,
  forward(k, [q, keys, v], out) {
    const n = q.rows
    const scale = 1 / Math.sqrt(q.cols)
    const p = k.memory.scratch(n, n)
    k.gemm('nt', q, keys, p)
    k.softmax(p, { scale, sees: { from: 1 } })
    k.gemm('nn', p, v, out)
    return (dout, [dq, dk, dv]) =>
      k.memory.scope(() => {
        const ds = k.memory.scratch(n, n)
        k.gemm('tn', p, dout, dv, 'add')
        k.gemm('nt', dout, v, ds)
        k.softmaxBack(p, ds, scale)
        k.gemm('nn', ds, keys, dq, 'add')
        k.gemm('tn', ds, q, dk, 'add')
      })
  },
  // Keys and values by turns.
  open: () => [],
  step([q, key, v], state, out) {
    state.push(key.slice(), v.slice())
    const n = state.length / 2
    const scores = Array.from({ length: n }, (_, j) => dot(q, state[2 * j]) / Math.sqrt(q.length))
    const top = Math.max(...scores)
    const shares = scores.map((s) => Math.exp(s - top))
    const whole = shares.reduce((a, b) => a + b)
    out.fill(0)
    for (let j = 0; j < n; j++) {
      const value = state[2 * j + 1]
      for (let c = 0; c < out.length; c++) out[c] += (shares[j] / whole) * value[c]
    }
  },
  stateBytes: (n, d) => 2 * n * d * 4,
  matrix([q, keys]) {
    const m = mat(q.rows, q.rows)
    for (let t = 0; t < q.rows; t++) {
      let whole = 0
      for (let s = 0; s <= t; s++) {
        const share = Math.exp(dot(row(q, t), row(keys, s)) / Math.sqrt(q.cols))
        m.data[t * m.stride + s] = share
        whole += share
      }
      for (let s = 0; s <= t; s++) m.data[t * m.stride + s] /= whole
    }
    return m
  },
}
