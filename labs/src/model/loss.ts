import type { Kernels } from '../kernels/kernels.ts'
import { type Mat, row } from '../mat.ts'

/** A share this small counts as this small, so that one impossible token does not make a loss infinite. */
const leastShare = 1e-38

/**
 * Cross-entropy. Turns logits (n, vocab) into their slopes, in place, and returns the weighted sum of
 * losses in nats: Σ weightᵢ · −ln softmax(logitsᵢ)[targetᵢ]. The slopes are multiplied by `scale`.
 */
export function crossEntropy(
  k: Kernels,
  logits: Mat,
  targets: Int32Array,
  weights: Float32Array,
  scale: number,
): number {
  k.softmax(logits, { scale: 1, sees: 'all' })
  let total = 0
  for (let i = 0; i < logits.rows; i++) {
    const shares = row(logits, i)
    const weight = weights[i]
    if (weight === 0) {
      shares.fill(0)
      continue
    }
    total -= weight * Math.log(Math.max(shares[targets[i]], leastShare))
    const factor = weight * scale
    for (let c = 0; c < shares.length; c++) shares[c] *= factor
    shares[targets[i]] -= factor
  }
  return total
}
