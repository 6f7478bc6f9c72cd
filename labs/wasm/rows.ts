/**
 * What is done row by row or element by element: softmax, norm, rotation, gate, loss, optimizer. The
 * meaning of each is its twin's in src/kernels/plain-*.ts. Pointers and strides are in bytes.
 */
import { softmaxRow } from './dot'
import { exp4, sumLanes } from './lanes'

/** Softmax of each row's first `seen` scores (one more each row if `causal`); the rest become 0. */
export function softmax(
  rows: i32, columns: i32, x: usize, row: usize, scale: f32, seen: i32, causal: bool,
): void {
  for (let i = 0; i < rows; i++) {
    const at = x + i * row
    const n = min(columns, causal ? seen + i : seen)
    scaleRow(at, n, scale)
    softmaxRow(at, n)
    if (n < columns) memory.fill(at + (<usize>n << 2), 0, (columns - n) << 2)
  }
}

function scaleRow(x: usize, n: i32, by: f32): void {
  const bys = f32x4.splat(by)
  let j = 0
  for (; j + 4 <= n; j += 4) v128.store(x + (j << 2), f32x4.mul(v128.load(x + (j << 2)), bys))
  for (; j < n; j++) store<f32>(x + (j << 2), load<f32>(x + (j << 2)) * by)
}

/** dp becomes scale · p ∘ (dp − Σ p dp), row by row. */
export function softmaxBack(
  rows: i32, columns: i32, p: usize, pRow: usize, dp: usize, dpRow: usize, scale: f32,
): void {
  const scales = f32x4.splat(scale)
  for (let i = 0; i < rows; i++) {
    const shares = p + i * pRow
    const slopes = dp + i * dpRow
    let sums = f32x4.splat(0)
    let j = 0
    for (; j + 4 <= columns; j += 4) {
      const at = <usize>j << 2
      sums = f32x4.add(sums, f32x4.mul(v128.load(shares + at), v128.load(slopes + at)))
    }
    let sum = sumLanes(sums)
    for (; j < columns; j++) {
      const at = <usize>j << 2
      sum += load<f32>(shares + at) * load<f32>(slopes + at)
    }
    const all = f32x4.splat(sum)
    for (j = 0; j + 4 <= columns; j += 4) {
      const at = <usize>j << 2
      const slope = f32x4.sub(v128.load(slopes + at), all)
      v128.store(slopes + at, f32x4.mul(scales, f32x4.mul(v128.load(shares + at), slope)))
    }
    for (; j < columns; j++) {
      const at = <usize>j << 2
      store<f32>(slopes + at, scale * load<f32>(shares + at) * (load<f32>(slopes + at) - sum))
    }
  }
}

/** y = x ∘ gain / √(mean x² + ε); the factor of each row is kept for the way back. d is a multiple of 4. */
export function rmsNorm(
  rows: i32, d: i32, x: usize, xRow: usize, gain: usize, y: usize, yRow: usize, factors: usize, epsilon: f32,
): void {
  const bytes = <usize>d << 2
  for (let i = 0; i < rows; i++) {
    const from = x + i * xRow
    const to = y + i * yRow
    let squares = f32x4.splat(0)
    for (let p: usize = 0; p < bytes; p += 16) {
      const xs = v128.load(from + p)
      squares = f32x4.add(squares, f32x4.mul(xs, xs))
    }
    const factor: f32 = 1 / sqrt<f32>(sumLanes(squares) / <f32>d + epsilon)
    store<f32>(factors + (i << 2), factor)
    const factor4 = f32x4.splat(factor)
    for (let p: usize = 0; p < bytes; p += 16) {
      const ys = f32x4.mul(f32x4.mul(v128.load(from + p), factor4), v128.load(gain + p))
      v128.store(to + p, ys)
    }
  }
}

/** dx += r g dy − x r³ Σ(g dy x) / d and dgain += Σ_rows dy x r, with r the kept factor. */
export function rmsNormBack(
  rows: i32, d: i32, x: usize, xRow: usize, gain: usize, factors: usize,
  dy: usize, dyRow: usize, dx: usize, dxRow: usize, dgain: usize,
): void {
  const bytes = <usize>d << 2
  for (let i = 0; i < rows; i++) {
    const from = x + i * xRow
    const slope = dy + i * dyRow
    const to = dx + i * dxRow
    const r = load<f32>(factors + (i << 2))
    const rs = f32x4.splat(r)
    let dots = f32x4.splat(0)
    for (let p: usize = 0; p < bytes; p += 16) {
      const slopes = v128.load(slope + p)
      const xs = v128.load(from + p)
      dots = f32x4.add(dots, f32x4.mul(f32x4.mul(slopes, v128.load(gain + p)), xs))
      const more = f32x4.mul(slopes, f32x4.mul(xs, rs))
      v128.store(dgain + p, f32x4.add(v128.load(dgain + p), more))
    }
    const pull = f32x4.splat((sumLanes(dots) * r * r * r) / <f32>d)
    for (let p: usize = 0; p < bytes; p += 16) {
      const straight = f32x4.mul(rs, f32x4.mul(v128.load(gain + p), v128.load(slope + p)))
      const slopes = f32x4.sub(straight, f32x4.mul(v128.load(from + p), pull))
      v128.store(to + p, f32x4.add(v128.load(to + p), slopes))
    }
  }
}

/** Turns each pair (x_c, x_{c+half}) of each head by its row's angle, forwards or back. */
export function rotate(
  rows: i32, heads: i32, half: i32, x: usize, xRow: usize, y: usize, yRow: usize,
  positions: usize, cosines: usize, sines: usize, tableRow: usize, back: bool,
): void {
  const direction: f32 = back ? -1 : 1
  const bytes = <usize>half << 2
  for (let i = 0; i < rows; i++) {
    const angle = load<i32>(positions + (i << 2)) * tableRow
    for (let h = 0; h < heads; h++) {
      const from = x + i * xRow + h * 2 * bytes
      const to = y + i * yRow + h * 2 * bytes
      let p: usize = 0
      for (; p + 16 <= bytes; p += 16) {
        const c = v128.load(cosines + angle + p)
        const s = f32x4.mul(v128.load(sines + angle + p), f32x4.splat(direction))
        const a = v128.load(from + p)
        const b = v128.load(from + bytes + p)
        v128.store(to + p, f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, s)))
        v128.store(to + bytes + p, f32x4.add(f32x4.mul(a, s), f32x4.mul(b, c)))
      }
      for (; p < bytes; p += 4) {
        const c = load<f32>(cosines + angle + p)
        const s = load<f32>(sines + angle + p) * direction
        const a = load<f32>(from + p)
        const b = load<f32>(from + bytes + p)
        store<f32>(to + p, a * c - b * s)
        store<f32>(to + bytes + p, a * s + b * c)
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function sigmoid4(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(x))))
}

/** y = silu(gate) ∘ up over n elements; n is a multiple of 4. */
export function gateUp(n: i32, gate: usize, up: usize, y: usize): void {
  for (let p: usize = 0; p < <usize>n << 2; p += 16) {
    const gates = v128.load(gate + p)
    v128.store(y + p, f32x4.mul(f32x4.mul(gates, sigmoid4(gates)), v128.load(up + p)))
  }
}

/** The slopes of gate and up; they may be written over gate and up. */
export function gateUpBack(n: i32, gate: usize, up: usize, dy: usize, dgate: usize, dup: usize): void {
  const one = f32x4.splat(1)
  for (let p: usize = 0; p < <usize>n << 2; p += 16) {
    const gates = v128.load(gate + p)
    const ups = v128.load(up + p)
    const slopes = v128.load(dy + p)
    const s = sigmoid4(gates)
    const silu = f32x4.mul(gates, s)
    const steep = f32x4.mul(s, f32x4.add(one, f32x4.sub(gates, silu)))
    v128.store(dup + p, f32x4.mul(slopes, silu))
    v128.store(dgate + p, f32x4.mul(f32x4.mul(slopes, ups), steep))
  }
}

/** y += s · x over n elements. */
export function addScaled(n: i32, y: usize, x: usize, s: f32): void {
  const by = f32x4.splat(s)
  let p: usize = 0
  const whole = (<usize>n & ~3) << 2
  for (; p < whole; p += 16) {
    v128.store(y + p, f32x4.add(v128.load(y + p), f32x4.mul(by, v128.load(x + p))))
  }
  for (; p < <usize>n << 2; p += 4) store<f32>(y + p, load<f32>(y + p) + s * load<f32>(x + p))
}

export function sumSquares(n: i32, x: usize): f32 {
  let sums = f32x4.splat(0)
  let p: usize = 0
  const whole = (<usize>n & ~3) << 2
  for (; p < whole; p += 16) {
    const xs = v128.load(x + p)
    sums = f32x4.add(sums, f32x4.mul(xs, xs))
  }
  let sum = sumLanes(sums)
  for (; p < <usize>n << 2; p += 4) sum += load<f32>(x + p) * load<f32>(x + p)
  return sum
}

/** One step of AdamW; `slow` and `square` are the corrections 1/(1−β₁ᵗ) and 1/(1−β₂ᵗ). */
export function adamw(
  n: i32, w: usize, g: usize, m: usize, v: usize,
  rate: f32, beta1: f32, beta2: f32, epsilon: f32, decay: f32, slow: f32, square: f32, shrink: f32,
): void {
  for (let i = 0; i < n; i += 4) {
    const p = <usize>i << 2
    if (i + 4 > n) {
      for (let q = p; q < <usize>n << 2; q += 4) {
        const g1: f32 = load<f32>(g + q) * shrink
        const m1: f32 = beta1 * load<f32>(m + q) + (1 - beta1) * g1
        const v1: f32 = beta2 * load<f32>(v + q) + (1 - beta2) * (g1 * g1)
        const w1 = load<f32>(w + q)
        store<f32>(m + q, m1)
        store<f32>(v + q, v1)
        const step: f32 = (m1 * slow) / (sqrt<f32>(v1 * square) + epsilon)
        store<f32>(w + q, w1 - rate * (step + decay * w1))
      }
      return
    }
    const gs = f32x4.mul(v128.load(g + p), f32x4.splat(shrink))
    const ms = f32x4.add(
      f32x4.mul(f32x4.splat(beta1), v128.load(m + p)),
      f32x4.mul(f32x4.splat(1 - beta1), gs),
    )
    const vs = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), v128.load(v + p)),
      f32x4.mul(f32x4.splat(1 - beta2), f32x4.mul(gs, gs)),
    )
    v128.store(m + p, ms)
    v128.store(v + p, vs)
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(vs, f32x4.splat(square))), f32x4.splat(epsilon))
    const step = f32x4.div(f32x4.mul(ms, f32x4.splat(slow)), root)
    const ws = v128.load(w + p)
    const whole = f32x4.add(step, f32x4.mul(f32x4.splat(decay), ws))
    v128.store(w + p, f32x4.sub(ws, f32x4.mul(f32x4.splat(rate), whole)))
  }
}
