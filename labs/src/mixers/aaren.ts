import { mat, row } from '../mat.ts'
import type { Mixer } from './mixer.ts'

/**
 * Attention as a recurrent network (2405.13956, section 3): with a query that is learnt and does not
 * depend on the input, o_t = Σ_{i≤t} e^{sᵢ} vᵢ / Σ_{i≤t} e^{sᵢ}. What is needed of the past is the
 * largest score m, u = Σ e^{sᵢ−m} and w = Σ e^{sᵢ−m} vᵢ; two stretches of positions combine by
 * `combine`, which is associative, so that all prefixes come from a scan.
 *
 * Our reading: the score s = q · k is one number, linear in the input like k itself, so it is an input
 * and q stands in the projection that makes it.
 */
export const aaren: Mixer = {
  name: 'aaren',
  inputs: (d) => [
    { name: 'score', width: 1 },
    { name: 'value', width: d },
  ],
  forward(_k, [s, v], out) {
    const prefixes = scan(
      Array.from({ length: s.rows }, (_, t) => leaf(s.data[t * s.stride], row(v, t))),
    )
    prefixes.forEach((prefix, t) => read(prefix, row(out, t)))
    return (dout, [ds, dv]) => {
      // From the end: every later output pulls on score and value i with its weight p = e^{sᵢ−m}/u.
      // Kept relative to a base so that no exponential overflows.
      const d = v.cols
      const pull = new Float64Array(d)
      let held = 0
      let base = Infinity
      for (let i = s.rows - 1; i >= 0; i--) {
        const { m, u } = prefixes[i]
        const o = row(out, i)
        const slope = row(dout, i)
        // e^{sᵢ} Σ_{t≥i} doₜ / (u_t e^{m_t}): m falls towards the beginning, so the sum is kept times e^m.
        const shrink = base === Infinity ? 0 : Math.exp(m - base)
        base = m
        let along = 0
        for (let c = 0; c < d; c++) {
          pull[c] = pull[c] * shrink + slope[c] / u
          along += slope[c] * o[c]
        }
        held = held * shrink + along / u
        const share = Math.exp(s.data[i * s.stride] - m)
        const value = row(v, i)
        const dvalue = row(dv, i)
        let sum = 0
        for (let c = 0; c < d; c++) {
          dvalue[c] += share * pull[c]
          sum += pull[c] * value[c]
        }
        ds.data[i * ds.stride] += share * (sum - held)
      }
    }
  },
  // m, u, then w.
  open: (d) => [Float32Array.of(-Infinity, 0), new Float32Array(d)],
  step([s, v], state, out) {
    const [[m, u], w] = state
    const next = combine({ m, u, w }, leaf(s[0], v))
    state[0].set([next.m, next.u])
    w.set(next.w)
    read(next, out)
  },
  stateBytes: (_n, d) => 4 * (d + 2),
  matrix([s]) {
    const m = mat(s.rows, s.rows)
    for (let t = 0; t < s.rows; t++) {
      let whole = 0
      for (let i = 0; i <= t; i++) whole += Math.exp(s.data[i * s.stride])
      for (let i = 0; i <= t; i++) m.data[t * m.stride + i] = Math.exp(s.data[i * s.stride]) / whole
    }
    return m
  },
}

/** What is known of a stretch of positions. */
export type Stretch = { readonly m: number; readonly u: number; readonly w: Float32Array }

export const leaf = (s: number, v: Float32Array): Stretch => ({ m: s, u: 1, w: v })

/** Two stretches that follow each other, as one. */
export function combine(a: Stretch, b: Stretch): Stretch {
  const m = Math.max(a.m, b.m)
  const [shrinkA, shrinkB] = [Math.exp(a.m - m), Math.exp(b.m - m)]
  return {
    m,
    u: a.u * shrinkA + b.u * shrinkB,
    w: a.w.map((x, c) => x * shrinkA + b.w[c] * shrinkB),
  }
}

/** All prefixes (Hillis and Steele): in round r everyone takes in the stretch 2ʳ before it. */
export function scan(leaves: readonly Stretch[]): Stretch[] {
  let prefixes = [...leaves]
  for (let reach = 1; reach < leaves.length; reach *= 2) {
    const before = prefixes
    prefixes = before.map((own, t) => (t < reach ? own : combine(before[t - reach], own)))
  }
  return prefixes
}

function read({ u, w }: Stretch, out: Float32Array): void {
  for (let c = 0; c < out.length; c++) out[c] = w[c] / u
}
