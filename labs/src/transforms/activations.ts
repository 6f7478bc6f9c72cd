import type { Kernels } from '../kernels/kernels.ts'
import { copy, type Mat, row } from '../mat.ts'
import { dense, type LinearOp } from '../model/linear.ts'
import type { Lm } from '../model/lm.ts'
import { type Format, nearest } from './formats.ts'
import { type Transformed, withOps } from './transform.ts'

/** Whole powers of two by which each input of an operation is shifted. */
export type Shifts = Int32Array

/**
 * The same operation with x divided by 2^shift and the weights' columns multiplied by it, the
 * pre-shifted exponent bias of 2310.16836, section 4.2: powers of two change no digit, so nothing changes
 * but how large the channels of x are; `then` is done to x as it is multiplied. Keeps a matrix, which `release` gives back.
 */
export function shifted(
  k: Kernels,
  op: LinearOp,
  shifts: Shifts,
  then: (x: Mat) => void = () => undefined,
): { op: LinearOp; release(): void } {
  if (!op.weight) return { op, release: () => undefined }
  const w = k.memory.keep(op.nOut, op.nIn)
  copy(op.weight, w)
  for (let i = 0; i < w.rows; i++) {
    const weights = row(w, i)
    for (let c = 0; c < w.cols; c++) weights[c] *= 2 ** shifts[c]
  }
  const inner = dense(w)
  const change = (x: Mat) => {
    scaleColumns(x, shifts)
    then(x)
  }
  return { op: through(inner, change), release: () => k.memory.release(w) }
}

/** An operation that first does something to a copy of its input. */
export function through(op: LinearOp, change: (x: Mat) => void): LinearOp {
  return {
    nIn: op.nIn,
    nOut: op.nOut,
    bytes: op.bytes,
    mul: (k, x, y) =>
      k.memory.scope(() => {
        const changed = k.memory.scratch(x.rows, x.cols)
        copy(x, changed)
        change(changed)
        op.mul(k, changed, y)
      }),
  }
}

function scaleColumns(x: Mat, shifts: Shifts): void {
  for (let i = 0; i < x.rows; i++) {
    const values = row(x, i)
    for (let c = 0; c < x.cols; c++) values[c] *= 2 ** -shifts[c]
  }
}

/** Rounds to a format, one scale for each row, which is a token. */
export function roundRows(x: Mat, format: Format): void {
  for (let i = 0; i < x.rows; i++) {
    const values = row(x, i)
    const most = values.reduce((a, v) => Math.max(a, Math.abs(v)), 0)
    if (most === 0) continue
    for (let c = 0; c < values.length; c++) values[c] = most * nearest(format, values[c] / most)
  }
}

/**
 * A model that says the same with some channels 2^`by` times as large where they enter its matrices:
 * large models grow such channels by themselves, small ones do not. Every 16th channel is one.
 */
export function withOutliers(
  k: Kernels,
  lm: Lm,
  by: number,
  then?: (x: Mat) => void,
): Transformed & { shifts: Shifts } {
  const shifts = Int32Array.from({ length: lm.spec.width }, (_, c) => (c % 16 === 0 ? -by : 0))
  const releases: (() => void)[] = []
  const changed = withOps(lm, (op) => {
    if (op.nIn !== lm.spec.width) return then ? through(op, then) : op
    const { op: larger, release } = shifted(k, op, shifts, then)
    releases.push(release)
    return larger
  })
  return {
    lm: changed,
    shifts,
    [Symbol.dispose]: () => releases.forEach((release) => release()),
  }
}
