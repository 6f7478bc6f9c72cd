import { plainKernels } from './plain.ts'
import { wasmKernels } from './wasm.ts'
import type { Mat } from '../mat.ts'
import type { Memory } from '../memory.ts'
import type { Quants } from './quants.ts'

/**
 * The arithmetic everything else is made of. There are two of each: plain TypeScript, which defines
 * what it means, and WebAssembly, which is fast. Matrices must lie in `memory`; no argument may
 * overlap a result unless it says so.
 */
export type Kernels = {
  readonly name: 'plain' | 'wasm'
  readonly memory: Memory

  /**
   * c = a b, or c += a b. `nn`: a is (m, k), b is (k, n). `nt`: b is (n, k), read transposed, as
   * weights are. `tn`: a is (k, m), read transposed, as gradients of weights need. c is (m, n).
   */
  gemm(form: 'nn' | 'nt' | 'tn', a: Mat, b: Mat, c: Mat, write?: 'set' | 'add'): void

  /** y = x wᵀ for weights of few bits. x is (m, k), w is (n, k), y is (m, n). */
  gemmQuants(x: Mat, w: Quants, y: Mat): void

  /** Writes rows `from` up to `from + to.rows` of the weights out as numbers. */
  widen(w: Quants, from: number, to: Mat): void

  /**
   * Attention of the queries of one position over a cache (1706.03762, equation 1):
   * out = softmax(scale · q kᵀ) v. q is (g, d); keys and values are (n, d), or n rows of them named by
   * `slots`; out is (g, d); weights is (g, n) and keeps the shares.
   */
  attend(q: Mat, keys: Mat, values: Mat, out: Mat, weights: Mat, how: Attending): void

  /** Each row of scores becomes shares of one of scale · score, in place, over the columns it may see. */
  softmax(x: Mat, how: { scale: number; sees: Sees }): void

  /** The way back through `softmax`: dp (what the shares' slopes are) becomes the scores' slopes. */
  softmaxBack(p: Mat, dp: Mat, scale: number): void

  /** y = x ∘ gain / √(mean x² + ε), row by row (1910.07467). Row i's factor is kept in `factors`. */
  rmsNorm(x: Mat, gain: Mat, y: Mat, factors: Mat, epsilon: number): void

  /** Adds to dx and dgain what dy asks of them. */
  rmsNormBack(x: Mat, gain: Mat, factors: Mat, dy: Mat, dx: Mat, dgain: Mat): void

  /**
   * Turns pairs of numbers by their row's position (2104.09864): in each head of width 2 · table.cols,
   * number c and its partner half a head on. y may be x. `back` turns the other way.
   */
  rotate(x: Mat, positions: Int32Array, table: Angles, y: Mat, way?: 'forth' | 'back'): void

  /** y = silu(gate) ∘ up (2002.05202). */
  gateUp(gate: Mat, up: Mat, y: Mat): void

  /** The slopes of gate and up; dgate may be gate, dup may be up. */
  gateUpBack(gate: Mat, up: Mat, dy: Mat, dgate: Mat, dup: Mat): void

  /** y += s · x. */
  addScaled(y: Mat, x: Mat, s: number): void

  sumSquares(x: Mat): number

  /** One step of AdamW (1711.05101) on w, m and v from the gradient g · `shrink`. */
  adamw(w: Mat, g: Mat, m: Mat, v: Mat, step: AdamStep): void
}

export type Attending = { readonly scale: number; readonly slots?: Int32Array }

/** Which columns a row of scores sees: all, or in row i the first `from` + i. */
export type Sees = 'all' | { readonly from: number }

/** Cosines and sines of every position: (positions, head width / 2) each. */
export type Angles = { readonly cos: Mat; readonly sin: Mat }

export type AdamStep = {
  readonly rate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  /** Weight decay, applied as rate · decay · w. */
  readonly decay: number
  /** Counts from 1; corrects the averages' start at zero. */
  readonly t: number
  /** The gradient's factor, from clipping. */
  readonly shrink: number
}

/** Opens kernels over `bytes` of memory of their own (64 MB where nothing is said). */
export async function openKernels(
  kind: Kernels['name'] = 'wasm',
  bytes = 64 * 2 ** 20,
): Promise<Kernels> {
  return kind === 'plain' ? plainKernels(bytes) : wasmKernels(bytes)
}
