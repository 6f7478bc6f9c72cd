import type { Attending, Kernels } from './kernels.ts'
import { plainRows } from './plain-rows.ts'
import type { Mat } from '../mat.ts'
import { layOut } from '../memory.ts'
import type { Quants } from './quants.ts'

/**
 * The kernels in plain TypeScript: the definition of each, about forty times slower than the other.
 * Sums are carried in double precision, so these are also the more exact.
 */
export function plainKernels(bytes: number): Kernels {
  const memory = layOut(new ArrayBuffer(bytes), 0)
  return { name: 'plain', memory, gemm, gemmQuants, widen, attend, ...plainRows }
}

function gemm(
  form: 'nn' | 'nt' | 'tn',
  a: Mat,
  b: Mat,
  c: Mat,
  write: 'set' | 'add' = 'set',
): void {
  const k = form === 'tn' ? a.rows : a.cols
  const [aRow, aStep] = form === 'tn' ? [1, a.stride] : [a.stride, 1]
  const [bStep, bColumn] = form === 'nt' ? [1, b.stride] : [b.stride, 1]
  for (let i = 0; i < c.rows; i++) {
    for (let j = 0; j < c.cols; j++) {
      let sum = write === 'add' ? c.data[i * c.stride + j] : 0
      for (let p = 0; p < k; p++) {
        sum += a.data[i * aRow + p * aStep] * b.data[p * bStep + j * bColumn]
      }
      c.data[i * c.stride + j] = sum
    }
  }
}

function gemmQuants(x: Mat, w: Quants, y: Mat): void {
  for (let j = 0; j < w.rows; j++) {
    for (let i = 0; i < x.rows; i++) {
      let sum = 0
      for (let p = 0; p < w.cols; p++) sum += x.data[i * x.stride + p] * weight(w, j, p)
      y.data[i * y.stride + j] = sum
    }
  }
}

function widen(w: Quants, from: number, to: Mat): void {
  for (let j = 0; j < to.rows; j++) {
    for (let p = 0; p < w.cols; p++) to.data[j * to.stride + p] = weight(w, from + j, p)
  }
}

/** The number that a code stands for. */
function weight(w: Quants, j: number, p: number): number {
  const block = j * w.scales.stride + (p >> 5)
  const scale = w.scales.data[block]
  if (w.bits === 8) return ((w.codes[block * 32 + (p & 31)] << 24) >> 24) * scale
  const pair = w.codes[block * 16 + (p & 15)]
  return (((p & 31) < 16 ? pair & 15 : pair >> 4) - 8) * scale
}

function attend(q: Mat, keys: Mat, values: Mat, out: Mat, weights: Mat, how: Attending): void {
  const n = weights.cols
  for (let h = 0; h < q.rows; h++) {
    // How much query h cares for every key.
    const shares = weights.data.subarray(h * weights.stride, h * weights.stride + n)
    for (let j = 0; j < n; j++) {
      const key = (how.slots ? how.slots[j] : j) * keys.stride
      let dot = 0
      for (let c = 0; c < q.cols; c++) dot += q.data[h * q.stride + c] * keys.data[key + c]
      shares[j] = dot * how.scale
    }
    plainRows.softmax({ data: shares, rows: 1, cols: n, stride: n }, { scale: 1, sees: 'all' })

    // The values, mixed by that care.
    for (let c = 0; c < q.cols; c++) {
      let sum = 0
      for (let j = 0; j < n; j++) {
        sum += shares[j] * values.data[(how.slots ? how.slots[j] : j) * values.stride + c]
      }
      out.data[h * out.stride + c] = sum
    }
  }
}
