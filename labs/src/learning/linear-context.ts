import type { Kernels } from '../kernels/kernels.ts'
import type { Mat } from '../mat.ts'
import { row } from '../mat.ts'
import { lightningAttention } from '../mixers/lightning-attention.ts'
import { rng } from '../rng.ts'

/** Examples of a linear function that nobody was told, and a question: x is (n, d), y has n numbers. */
export type Episode = {
  readonly x: Mat
  readonly y: Float64Array
  readonly question: Float32Array
  readonly answer: number
}

/** w ~ N(0, I), x ~ N(0, I), y = w · x + noise. Scratch: call it in a scope. */
export function episode(k: Kernels, n: number, d: number, noise: number, seed: string): Episode {
  const chance = rng(seed)
  const w = Float64Array.from({ length: d }, chance.normal)
  const x = k.memory.scratch(n, d)
  for (let i = 0; i < n * d; i++) x.data[i] = chance.normal()
  const dot = (v: Float32Array) => w.reduce((sum, one, c) => sum + one * v[c], 0)
  const y = Float64Array.from({ length: n }, (_, i) => dot(row(x, i)) + noise * chance.normal())
  const question = Float32Array.from({ length: d }, chance.normal)
  return { x, y, question, answer: dot(question) }
}

/**
 * Layers of linear attention whose weights are set by hand so that each is one step of gradient descent on
 * the examples in the context (2211.15661, theorem 1, in the form of one head without softmax): keys are
 * the x of examples, values what is left of their y, queries the x of whoever asks; what comes out times
 * `rate` is what the step adds to each prediction. Returns the prediction for the question.
 */
export function attentionSteps(
  k: Kernels,
  { x, y, question }: Episode,
  { rate, layers }: { readonly rate: number; readonly layers: number },
): number {
  const [n, d] = [x.rows, x.cols]
  return k.memory.scope(() => {
    const make = () => {
      const m = k.memory.scratch(2 * n + 1, d)
      m.data.fill(0)
      return m
    }
    // The examples to be read, then the same and the question to ask about them: attention looks back.
    const [keys, values, queries, out] = [make(), make(), make(), make()]
    for (let i = 0; i < n; i++) {
      row(keys, i).set(row(x, i))
      row(queries, n + i).set(row(x, i))
    }
    row(queries, 2 * n).set(question)
    const predicted = new Float64Array(n + 1)
    const head = lightningAttention(1)
    for (let layer = 0; layer < layers; layer++) {
      for (let i = 0; i < n; i++) values.data[i * d] = y[i] - predicted[i]
      head.forward(k, [queries, keys, values], out)
      for (let i = 0; i <= n; i++) predicted[i] += rate * out.data[(n + i) * d]
    }
    return predicted[n]
  })
}

/** Gradient descent on ½ Σ (w · x − y)² from w = 0, as its formula says; the prediction for the question. */
export function gradientSteps(
  { x, y, question }: Episode,
  { rate, layers }: { readonly rate: number; readonly layers: number },
): number {
  const d = x.cols
  let w = new Float64Array(d)
  for (let step = 0; step < layers; step++) {
    const next = w.slice()
    for (let i = 0; i < x.rows; i++) {
      const xi = row(x, i)
      const left = y[i] - w.reduce((sum, one, c) => sum + one * xi[c], 0)
      for (let c = 0; c < d; c++) next[c] += rate * left * xi[c]
    }
    w = next
  }
  return w.reduce((sum, one, c) => sum + one * question[c], 0)
}

/** Ridge regression, (XᵀX + λI) w = Xᵀy; with no λ to speak of it is least squares. */
export function ridge({ x, y, question }: Episode, lambda: number): number {
  const d = x.cols
  const a = Array.from({ length: d }, (_, i) => {
    return Float64Array.from({ length: d + 1 }, (__, j) => (i === j ? lambda : 0))
  })
  for (let r = 0; r < x.rows; r++) {
    const xr = row(x, r)
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) a[i][j] += xr[i] * xr[j]
      a[i][d] += xr[i] * y[r]
    }
  }
  // Gauss and Jordan, with the largest pivot.
  for (let i = 0; i < d; i++) {
    let best = i
    for (let r = i + 1; r < d; r++) if (Math.abs(a[r][i]) > Math.abs(a[best][i])) best = r
    const moved = a[i]
    a[i] = a[best]
    a[best] = moved
    for (let r = 0; r < d; r++) {
      if (r === i || a[i][i] === 0) continue
      const factor = a[r][i] / a[i][i]
      for (let c = i; c <= d; c++) a[r][c] -= factor * a[i][c]
    }
  }
  return a.reduce((sum, line, i) => sum + (line[d] / line[i]) * question[i], 0)
}

/** The mean of the answers of the examples nearest to the question. */
export function nearestExamples({ x, y, question }: Episode, count: number): number {
  const distances = Array.from(y, (answer, i) => ({
    answer,
    far: row(x, i).reduce((sum, one, c) => sum + (one - question[c]) ** 2, 0),
  }))
  const near = distances.toSorted((p, q) => p.far - q.far).slice(0, count)
  return near.reduce((sum, { answer }) => sum + answer, 0) / near.length
}
