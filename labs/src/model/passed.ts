import type { Kernels } from '../kernels/kernels.ts'
import { fill, type Mat } from '../mat.ts'
import type { GradSink, LinearOp } from './linear.ts'

/** Sequences one after the other, without padding: sequence s has rows offsets[s] up to offsets[s + 1]. */
export type Packed = { readonly x: Mat; readonly offsets: Int32Array }

/**
 * What a module made of its input, and the way back: from the slopes of y to those of x, adding those
 * of its weights to `g`. Lives in scratch memory, so both belong in one scope.
 */
export type Passed = { readonly y: Mat; back(dy: Mat, g: GradSink): Mat }

/** A linear operation, forth and back. */
export function apply(k: Kernels, op: LinearOp, x: Mat): Passed {
  const y = k.memory.scratch(x.rows, op.nOut)
  op.mul(k, x, y)
  return {
    y,
    back(dy, g) {
      if (!op.back) throw new Error('This operation cannot be trained')
      const dx = k.memory.scratch(x.rows, x.cols)
      op.back(k, x, dy, dx, g)
      return dx
    },
  }
}

/** Root-mean-square norm, forth and back. */
export function norm(k: Kernels, x: Mat, gain: Mat, epsilon: number): Passed {
  const y = k.memory.scratch(x.rows, x.cols)
  const factors = k.memory.scratch(x.rows, 1)
  k.rmsNorm(x, gain, y, factors, epsilon)
  return {
    y,
    back(dy, g) {
      const dx = zeros(k, x.rows, x.cols)
      k.rmsNormBack(x, gain, factors, dy, dx, g.of(gain) ?? zeros(k, 1, x.cols))
      return dx
    },
  }
}

/** a + b, in new scratch. */
export function sum(k: Kernels, a: Mat, b: Mat): Mat {
  const y = k.memory.scratch(a.rows, a.cols)
  y.data.set(a.data)
  k.addScaled(y, b, 1)
  return y
}

/** Scratch that is cleared. */
export function zeros(k: Kernels, rows: number, cols: number): Mat {
  const m = k.memory.scratch(rows, cols)
  fill(m, 0)
  return m
}
