import type { Kernels } from './kernels.ts'
import type { Mat } from '../mat.ts'
import type { Meter } from '../meter.ts'
import { quantBytes } from './quants.ts'

/**
 * The same kernels, in the same memory, that also write on a meter what they cost: every addition and
 * multiplication of the formula once (an exponential or a root counts as one), and every operand's
 * bytes once however often a cache serves them.
 */
export function metered(kernels: Kernels, meter: Meter): Kernels {
  const count = (flops: number, bytes: number) => {
    meter.flops += flops
    meter.bytesRead += bytes
  }
  return {
    ...kernels,
    gemm(form, a, b, c, write) {
      count(2 * size(c) * (form === 'tn' ? a.rows : a.cols), bytesOf(a) + bytesOf(b))
      kernels.gemm(form, a, b, c, write)
    },
    gemmQuants(x, w, y) {
      count(2 * size(y) * w.cols, bytesOf(x) + quantBytes(w))
      kernels.gemmQuants(x, w, y)
    },
    attend(q, keys, values, out, weights, how) {
      const read = 8 * weights.cols * q.cols
      count(4 * size(q) * weights.cols + 4 * size(weights), bytesOf(q) + read)
      meter.kvRead += read
      kernels.attend(q, keys, values, out, weights, how)
    },
    softmax(x, how) {
      count(4 * size(x), bytesOf(x))
      kernels.softmax(x, how)
    },
    softmaxBack(p, dp, scale) {
      count(5 * size(p), 2 * bytesOf(p))
      kernels.softmaxBack(p, dp, scale)
    },
    rmsNorm(x, gain, y, factors, epsilon) {
      count(4 * size(x), bytesOf(x) + bytesOf(gain))
      kernels.rmsNorm(x, gain, y, factors, epsilon)
    },
    rmsNormBack(x, gain, factors, dy, dx, dgain) {
      count(11 * size(x), 2 * bytesOf(x) + bytesOf(gain))
      kernels.rmsNormBack(x, gain, factors, dy, dx, dgain)
    },
    rotate(x, positions, table, y, way) {
      count(3 * size(x), 2 * bytesOf(x))
      kernels.rotate(x, positions, table, y, way)
    },
    gateUp(gate, up, y) {
      count(5 * size(gate), 2 * bytesOf(gate))
      kernels.gateUp(gate, up, y)
    },
    gateUpBack(gate, up, dy, dgate, dup) {
      count(11 * size(gate), 3 * bytesOf(gate))
      kernels.gateUpBack(gate, up, dy, dgate, dup)
    },
    addScaled(y, x, s) {
      count(2 * size(x), 2 * bytesOf(x))
      kernels.addScaled(y, x, s)
    },
    sumSquares(x) {
      count(2 * size(x), bytesOf(x))
      return kernels.sumSquares(x)
    },
    adamw(w, g, m, v, step) {
      count(16 * size(w), 4 * bytesOf(w))
      kernels.adamw(w, g, m, v, step)
    },
  }
}

const size = (m: Mat) => m.rows * m.cols

const bytesOf = (m: Mat) => 4 * size(m)
