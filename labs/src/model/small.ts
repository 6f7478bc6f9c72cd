import type { Kernels } from '../kernels/kernels.ts'
import { rng } from '../rng.ts'
import { assemble, initialise, keepWeights, type Lm } from './lm.ts'
import type { ModelSpec } from './spec.ts'

/** The smallest shape that has layers, heads that share keys, and a feed-forward part. */
export const smallSpec: ModelSpec = {
  name: 'small',
  vocab: 40,
  width: 32,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headWidth: 16,
  inner: 64,
  context: 64,
  rotaryBase: 1000,
  epsilon: 1e-5,
  head: 'tied',
}

/** An untrained model of chance for laws that hold for any: two of one seed are the same. */
export function smallLm(k: Kernels, spec: Partial<ModelSpec> = {}, seed = 'small'): Lm {
  const whole = { ...smallSpec, ...spec }
  const weights = keepWeights(k, whole)
  initialise(whole, weights, rng(seed))
  return assemble(k, whole, weights)
}
