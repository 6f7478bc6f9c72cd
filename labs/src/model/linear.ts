import type { Kernels } from '../kernels/kernels.ts'
import { quantBytes, type Quants } from '../kernels/quants.ts'
import type { Mat } from '../mat.ts'

/** Where gradients are added up. A weight that is not trained has none. */
export type GradSink = { of(weight: Mat): Mat | undefined }

/** Anything that stands for y = x wᵀ, whatever it keeps in w's place. */
export type LinearOp = {
  readonly nIn: number
  readonly nOut: number
  /** The matrix it is, (nOut, nIn), where it is one of plain numbers. */
  readonly weight?: Mat
  /** Bytes that its weights really take. */
  bytes(): number
  /** x is (n, nIn), y is (n, nOut): one row while decoding, more while verifying or reading. */
  mul(k: Kernels, x: Mat, y: Mat): void
  /** Adds what dy asks of the weights to `g`, and writes dx = dy w unless dx is null. */
  back?(k: Kernels, x: Mat, dy: Mat, dx: Mat | null, g: GradSink): void
}

/** A matrix of numbers, (nOut, nIn), as Llama's checkpoints lay them out. */
export function dense(w: Mat): LinearOp {
  return {
    nIn: w.cols,
    nOut: w.rows,
    weight: w,
    bytes: () => 4 * w.rows * w.cols,
    mul: (k, x, y) => k.gemm('nt', x, w, y),
    back(k, x, dy, dx, g) {
      const dw = g.of(w)
      if (dw) k.gemm('tn', dy, x, dw, 'add')
      if (dx) k.gemm('nn', dy, w, dx)
    },
  }
}

/** Weights of 8 or 4 bits. They are read, not trained. */
export function quantized(w: Quants): LinearOp {
  return {
    nIn: w.cols,
    nOut: w.rows,
    bytes: () => quantBytes(w),
    mul: (k, x, y) => k.gemmQuants(x, w, y),
  }
}
