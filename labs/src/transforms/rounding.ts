import type { Kernels } from '../kernels/kernels.ts'
import { copy, type Mat } from '../mat.ts'
import { dense } from '../model/linear.ts'
import type { Lm } from '../model/lm.ts'
import { type Format, nearest } from './formats.ts'
import { type WeightTransform, withOps } from './transform.ts'

/** So many weights share a scale of 16 bits. */
export const block = 32

/** Rounds the matrices of all layers to a format, in blocks, each scaled by its largest weight. */
export function rounded(format: Format): WeightTransform {
  return transformOf(format.name, format.bits, (w) => roundBlocks(w, () => format, [1]))
}

/**
 * LLM-FP4 (2310.16836, section 4): for each matrix the format of those with four bits, and how much of the
 * largest weights is cut off, that make the least error.
 *
 * Our reading: the error of the weights stands for that of the outputs, as weights alone are rounded.
 */
export function searched(formats: readonly Format[], cuts = [1, 0.9, 0.8]): WeightTransform {
  const [{ bits }] = formats
  return transformOf(`searched FP${bits}`, bits, (w) => {
    const before = w.data.slice(0, w.rows * w.cols)
    let best = { error: Infinity, data: before }
    for (const format of formats) {
      w.data.set(before)
      roundBlocks(w, () => format, cuts)
      const error = squaredError(w.data, before)
      if (error < best.error) best = { error, data: w.data.slice(0, before.length) }
    }
    w.data.set(best.data)
  })
}

function transformOf(name: string, bits: number, round: (w: Mat) => void): WeightTransform {
  return {
    name,
    bits: bits + 16 / block,
    apply(k: Kernels, lm: Lm) {
      const kept: Mat[] = []
      const changed = withOps(lm, (op) => {
        if (!op.weight) return op
        const w = k.memory.keep(op.nOut, op.nIn)
        kept.push(w)
        copy(op.weight, w)
        round(w)
        return dense(w)
      })
      return {
        lm: changed,
        [Symbol.dispose]() {
          for (const w of kept) k.memory.release(w)
        },
      }
    },
  }
}

/** Rounds in place. Of the cuts the one with the least error is taken, block by block. */
export function roundBlocks(w: Mat, formatOf: () => Format, cuts: readonly number[]): void {
  const format = formatOf()
  const count = w.rows * w.cols
  for (let from = 0; from < count; from += block) {
    const some = w.data.subarray(from, Math.min(count, from + block))
    const most = some.reduce((a, x) => Math.max(a, Math.abs(x)), 0)
    if (most === 0) continue
    let best: { error: number; values: Float32Array } | undefined
    for (const cut of cuts) {
      const scale = most * cut
      const values = some.map((x) => scale * nearest(format, x / scale))
      const error = squaredError(values, some)
      if (!best || error < best.error) best = { error, values }
    }
    if (best) some.set(best.values)
  }
}

export function squaredError(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < b.length; i++) sum += (a[i] - b[i]) ** 2
  return sum
}
