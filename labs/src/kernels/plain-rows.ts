import type { AdamStep, Angles, Kernels, Sees } from './kernels.ts'
import type { Mat } from '../mat.ts'

/** What is done row by row or element by element, in plain TypeScript. */
export const plainRows = {
  softmax,
  softmaxBack,
  rmsNorm,
  rmsNormBack,
  rotate,
  gateUp,
  gateUpBack,
  addScaled,
  sumSquares,
  adamw,
} satisfies Partial<Kernels>

function softmax(x: Mat, how: { scale: number; sees: Sees }): void {
  for (let i = 0; i < x.rows; i++) {
    const at = i * x.stride
    const n = how.sees === 'all' ? x.cols : Math.min(x.cols, how.sees.from + i)
    // The largest is subtracted first, so that exp stays finite.
    let largest = -Infinity
    for (let j = 0; j < n; j++) largest = Math.max(largest, how.scale * x.data[at + j])
    let sum = 0
    for (let j = 0; j < n; j++) {
      const e = Math.exp(how.scale * x.data[at + j] - largest)
      x.data[at + j] = e
      sum += e
    }
    for (let j = 0; j < n; j++) x.data[at + j] /= sum
    for (let j = n; j < x.cols; j++) x.data[at + j] = 0
  }
}

function softmaxBack(p: Mat, dp: Mat, scale: number): void {
  for (let i = 0; i < p.rows; i++) {
    let sum = 0
    for (let j = 0; j < p.cols; j++) sum += p.data[i * p.stride + j] * dp.data[i * dp.stride + j]
    for (let j = 0; j < p.cols; j++) {
      const at = i * dp.stride + j
      dp.data[at] = scale * p.data[i * p.stride + j] * (dp.data[at] - sum)
    }
  }
}

function rmsNorm(x: Mat, gain: Mat, y: Mat, factors: Mat, epsilon: number): void {
  for (let i = 0; i < x.rows; i++) {
    let squares = 0
    for (let c = 0; c < x.cols; c++) squares += x.data[i * x.stride + c] ** 2
    const factor = 1 / Math.sqrt(squares / x.cols + epsilon)
    factors.data[i] = factor
    for (let c = 0; c < x.cols; c++) {
      y.data[i * y.stride + c] = x.data[i * x.stride + c] * factor * gain.data[c]
    }
  }
}

function rmsNormBack(x: Mat, gain: Mat, factors: Mat, dy: Mat, dx: Mat, dgain: Mat): void {
  for (let i = 0; i < x.rows; i++) {
    const r = factors.data[i]
    let dot = 0
    for (let c = 0; c < x.cols; c++) {
      const slope = dy.data[i * dy.stride + c]
      const value = x.data[i * x.stride + c]
      dot += slope * gain.data[c] * value
      dgain.data[c] += slope * value * r
    }
    // r depends on every x of the row: ∂r/∂x_c = −r³ x_c / d.
    const pull = (dot * r ** 3) / x.cols
    for (let c = 0; c < x.cols; c++) {
      dx.data[i * dx.stride + c] +=
        r * gain.data[c] * dy.data[i * dy.stride + c] - pull * x.data[i * x.stride + c]
    }
  }
}

function rotate(
  x: Mat,
  positions: Int32Array,
  table: Angles,
  y: Mat,
  way: 'forth' | 'back' = 'forth',
): void {
  const half = table.cos.cols
  const direction = way === 'forth' ? 1 : -1
  for (let i = 0; i < x.rows; i++) {
    const angle = positions[i] * table.cos.stride
    for (let head = 0; head < x.cols; head += 2 * half) {
      for (let c = 0; c < half; c++) {
        const cos = table.cos.data[angle + c]
        const sin = direction * table.sin.data[angle + c]
        const a = x.data[i * x.stride + head + c]
        const b = x.data[i * x.stride + head + half + c]
        y.data[i * y.stride + head + c] = a * cos - b * sin
        y.data[i * y.stride + head + half + c] = a * sin + b * cos
      }
    }
  }
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

function gateUp(gate: Mat, up: Mat, y: Mat): void {
  for (let i = 0; i < gate.rows * gate.cols; i++) {
    y.data[i] = gate.data[i] * sigmoid(gate.data[i]) * up.data[i]
  }
}

function gateUpBack(gate: Mat, up: Mat, dy: Mat, dgate: Mat, dup: Mat): void {
  for (let i = 0; i < gate.rows * gate.cols; i++) {
    const g = gate.data[i]
    const u = up.data[i]
    const s = sigmoid(g)
    dup.data[i] = dy.data[i] * g * s
    dgate.data[i] = dy.data[i] * u * s * (1 + g * (1 - s))
  }
}

function addScaled(y: Mat, x: Mat, s: number): void {
  for (let i = 0; i < x.rows * x.cols; i++) y.data[i] += s * x.data[i]
}

function sumSquares(x: Mat): number {
  let sum = 0
  for (let i = 0; i < x.rows * x.cols; i++) sum += x.data[i] ** 2
  return sum
}

function adamw(w: Mat, g: Mat, m: Mat, v: Mat, step: AdamStep): void {
  const { rate, beta1, beta2, epsilon, decay, t, shrink } = step
  for (let i = 0; i < w.rows * w.cols; i++) {
    const slope = g.data[i] * shrink
    m.data[i] = beta1 * m.data[i] + (1 - beta1) * slope
    v.data[i] = beta2 * v.data[i] + (1 - beta2) * slope * slope
    const mean = m.data[i] / (1 - beta1 ** t)
    const spread = Math.sqrt(v.data[i] / (1 - beta2 ** t)) + epsilon
    w.data[i] -= rate * (mean / spread + decay * w.data[i])
  }
}
