/**
 * Products with few rows, y = x wᵀ, as in decoding: each row of w is read once and dotted with every
 * row of x, without packing. Also attention of one position over its cache. Pointers and strides are
 * in bytes.
 */
import { exp1, exp4, maxLanes, sumLanes } from './lanes'

/** Element (i, j) of y becomes x_i · w_j, or that much more. x is (m, k), w is (n, k), y is (m, n). */
export function dotRows(
  m: i32, n: i32, k: i32,
  x: usize, xRow: usize,
  w: usize, wRow: usize,
  y: usize, yRow: usize,
  add: bool,
): void {
  let i = 0
  for (; i + 4 <= m; i += 4) dotFourByTwo(n, k, x + i * xRow, xRow, w, wRow, y + i * yRow, yRow, add)
  for (; i < m; i++) dotOneByFour(n, k, x + i * xRow, w, wRow, y + i * yRow, add)
}

/** One row of x with four rows of w at a time. */
function dotOneByFour(n: i32, k: i32, x: usize, w: usize, wRow: usize, y: usize, add: bool): void {
  const whole = k & ~3
  let j = 0
  for (; j + 4 <= n; j += 4) {
    let d0 = f32x4.splat(0), d1 = f32x4.splat(0), d2 = f32x4.splat(0), d3 = f32x4.splat(0)
    const w0 = w + j * wRow
    const w1 = w0 + wRow
    const w2 = w1 + wRow
    const w3 = w2 + wRow
    for (let p: usize = 0; p < <usize>whole << 2; p += 16) {
      const xs = v128.load(x + p)
      d0 = f32x4.add(d0, f32x4.mul(xs, v128.load(w0 + p)))
      d1 = f32x4.add(d1, f32x4.mul(xs, v128.load(w1 + p)))
      d2 = f32x4.add(d2, f32x4.mul(xs, v128.load(w2 + p)))
      d3 = f32x4.add(d3, f32x4.mul(xs, v128.load(w3 + p)))
    }
    put(y + (j << 2), sumLanes(d0) + dotTail(whole, k, x, w0), add)
    put(y + (j << 2) + 4, sumLanes(d1) + dotTail(whole, k, x, w1), add)
    put(y + (j << 2) + 8, sumLanes(d2) + dotTail(whole, k, x, w2), add)
    put(y + (j << 2) + 12, sumLanes(d3) + dotTail(whole, k, x, w3), add)
  }
  for (; j < n; j++) put(y + (j << 2), dot(k, x, w + j * wRow), add)
}

/** Four rows of x with two rows of w at a time: eight accumulators, six loads a step. */
function dotFourByTwo(
  n: i32, k: i32, x0: usize, xRow: usize, w: usize, wRow: usize, y0: usize, yRow: usize, add: bool,
): void {
  const whole = k & ~3
  const x1 = x0 + xRow, x2 = x1 + xRow, x3 = x2 + xRow
  const y1 = y0 + yRow, y2 = y1 + yRow, y3 = y2 + yRow
  for (let j = 0; j < n; j += 2) {
    const wa = w + j * wRow
    // With an odd number of rows the last is its own neighbour.
    const next = j + 1 < n ? 1 : 0
    const wb = wa + next * wRow
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0)
    let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0)
    for (let p: usize = 0; p < <usize>whole << 2; p += 16) {
      const as = v128.load(wa + p)
      const bs = v128.load(wb + p)
      let xs = v128.load(x0 + p)
      a0 = f32x4.add(a0, f32x4.mul(xs, as))
      b0 = f32x4.add(b0, f32x4.mul(xs, bs))
      xs = v128.load(x1 + p)
      a1 = f32x4.add(a1, f32x4.mul(xs, as))
      b1 = f32x4.add(b1, f32x4.mul(xs, bs))
      xs = v128.load(x2 + p)
      a2 = f32x4.add(a2, f32x4.mul(xs, as))
      b2 = f32x4.add(b2, f32x4.mul(xs, bs))
      xs = v128.load(x3 + p)
      a3 = f32x4.add(a3, f32x4.mul(xs, as))
      b3 = f32x4.add(b3, f32x4.mul(xs, bs))
    }
    const at = j << 2
    put(y0 + at, sumLanes(a0) + dotTail(whole, k, x0, wa), add)
    put(y1 + at, sumLanes(a1) + dotTail(whole, k, x1, wa), add)
    put(y2 + at, sumLanes(a2) + dotTail(whole, k, x2, wa), add)
    put(y3 + at, sumLanes(a3) + dotTail(whole, k, x3, wa), add)
    if (!next) continue
    put(y0 + at + 4, sumLanes(b0) + dotTail(whole, k, x0, wb), add)
    put(y1 + at + 4, sumLanes(b1) + dotTail(whole, k, x1, wb), add)
    put(y2 + at + 4, sumLanes(b2) + dotTail(whole, k, x2, wb), add)
    put(y3 + at + 4, sumLanes(b3) + dotTail(whole, k, x3, wb), add)
  }
}

// @ts-ignore: decorator
@inline
function put(at: usize, value: f32, add: bool): void {
  store<f32>(at, add ? load<f32>(at) + value : value)
}

// @ts-ignore: decorator
@inline
function dotTail(from: i32, to: i32, x: usize, w: usize): f32 {
  let sum: f32 = 0
  for (let p = from; p < to; p++) sum += load<f32>(x + (p << 2)) * load<f32>(w + (p << 2))
  return sum
}

/** The sum of products of two rows of k numbers, two vectors at a time. */
// @ts-ignore: decorator
@inline
function dot(k: i32, x: usize, w: usize): f32 {
  let even = f32x4.splat(0), odd = f32x4.splat(0)
  let p = 0
  for (; p + 8 <= k; p += 8) {
    const at = <usize>p << 2
    even = f32x4.add(even, f32x4.mul(v128.load(x + at), v128.load(w + at)))
    odd = f32x4.add(odd, f32x4.mul(v128.load(x + at, 16), v128.load(w + at, 16)))
  }
  return sumLanes(f32x4.add(even, odd)) + dotTail(p, k, x, w)
}

/**
 * Attention of g queries of width d over n cached keys: out = softmax(scale · q kᵀ) v. With `slots`
 * (not 0) entry j is row `slots[j]` of keys and values. `weights` (g, n) keeps the shares.
 */
export function attend(
  g: i32, n: i32, d: i32,
  q: usize, qRow: usize,
  keys: usize, keyRow: usize,
  values: usize, valueRow: usize,
  out: usize, outRow: usize,
  weights: usize, weightRow: usize,
  slots: usize,
  scale: f32,
): void {
  for (let h = 0; h < g; h++) {
    const query = q + h * qRow
    const shares = weights + h * weightRow
    const mixed = out + h * outRow
    for (let j = 0; j < n; j++) {
      const row = slots ? load<i32>(slots + (j << 2)) : j
      store<f32>(shares + (j << 2), scale * dot(d, query, keys + row * keyRow))
    }
    softmaxRow(shares, n)
    memory.fill(mixed, 0, d << 2)
    for (let j = 0; j < n; j++) {
      const row = slots ? load<i32>(slots + (j << 2)) : j
      addScaledRow(d, load<f32>(shares + (j << 2)), values + row * valueRow, mixed)
    }
  }
}

// @ts-ignore: decorator
@inline
function addScaledRow(d: i32, share: f32, value: usize, to: usize): void {
  const shares = f32x4.splat(share)
  let c = 0
  for (; c + 4 <= d; c += 4) {
    const at = <usize>c << 2
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(shares, v128.load(value + at))))
  }
  for (; c < d; c++) {
    const at = <usize>c << 2
    store<f32>(to + at, load<f32>(to + at) + share * load<f32>(value + at))
  }
}

/** Turns n scores into shares of one, in place; the largest is subtracted first. */
export function softmaxRow(x: usize, n: i32): void {
  const whole = n & ~3
  let highest = f32x4.splat(-Infinity)
  for (let j = 0; j < whole; j += 4) highest = f32x4.pmax(highest, v128.load(x + (<usize>j << 2)))
  let top = maxLanes(highest)
  for (let j = whole; j < n; j++) top = max(top, load<f32>(x + (<usize>j << 2)))

  let sums = f32x4.splat(0)
  const tops = f32x4.splat(top)
  for (let j = 0; j < whole; j += 4) {
    const at = x + (<usize>j << 2)
    const e = exp4(f32x4.sub(v128.load(at), tops))
    v128.store(at, e)
    sums = f32x4.add(sums, e)
  }
  let sum = sumLanes(sums)
  for (let j = whole; j < n; j++) {
    const at = x + (<usize>j << 2)
    const e = exp1(load<f32>(at) - top)
    store<f32>(at, e)
    sum += e
  }

  const share: f32 = 1 / sum
  const shares = f32x4.splat(share)
  for (let j = 0; j < whole; j += 4) {
    const at = x + (<usize>j << 2)
    v128.store(at, f32x4.mul(v128.load(at), shares))
  }
  for (let j = whole; j < n; j++) {
    const at = x + (<usize>j << 2)
    store<f32>(at, load<f32>(at) * share)
  }
}
