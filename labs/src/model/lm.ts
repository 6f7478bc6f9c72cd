import type { Kernels } from '../kernels/kernels.ts'
import type { Mat } from '../mat.ts'
import type { Rng } from '../rng.ts'
import { dense, type LinearOp } from './linear.ts'
import { openAngles, type AngleTable, rotary } from './positions.ts'
import { checkSpec, type ModelSpec, weightShapes } from './spec.ts'

/**
 * A language model: its shape and the operations it is made of. Methods make another by replacing
 * operations; nothing in it changes but by training.
 */
export type Lm = {
  readonly spec: ModelSpec
  /** (vocab, width) */
  readonly embedding: Mat
  readonly layers: readonly Layer[]
  /** (1, width) */
  readonly norm: Mat
  readonly head: LinearOp
  readonly angles: AngleTable
}

export type Layer = {
  readonly norm1: Mat
  readonly q: LinearOp
  readonly k: LinearOp
  readonly v: LinearOp
  readonly o: LinearOp
  readonly norm2: Mat
  readonly gate: LinearOp
  readonly up: LinearOp
  readonly down: LinearOp
}

/** A model's weights by name, in a checkpoint's order. */
export type Weights = ReadonlyMap<string, Mat>

/** Room for the weights of a shape, all zero. Throws a Refusal for an impossible shape. */
export function keepWeights(k: Kernels, spec: ModelSpec): Weights {
  checkSpec(spec)
  const weights = new Map<string, Mat>()
  for (const [name, [rows, cols]] of weightShapes(spec))
    weights.set(name, k.memory.keep(rows, cols))
  return weights
}

/**
 * Weights to begin training with: Gaussian with variance 1 / inputs, so that every operation keeps the
 * size of what it is given; those that write to the residual stream smaller by √(2 · layers), so that
 * their sum is too. Embeddings have a quarter of that variance, for logits that start out small.
 */
export function initialise(spec: ModelSpec, weights: Weights, chance: Rng): void {
  for (const [name, w] of weights) {
    const source = chance.fork(name)
    const part = name.slice(name.lastIndexOf('.') + 1)
    const spread =
      part === 'embedding' || part === 'head'
        ? 0.5 / Math.sqrt(w.cols)
        : part === 'o' || part === 'down'
          ? 1 / Math.sqrt(w.cols * 2 * spec.layers)
          : 1 / Math.sqrt(w.cols)
    const isGain = part.startsWith('norm')
    for (let i = 0; i < w.rows * w.cols; i++) w.data[i] = isGain ? 1 : spread * source.normal()
  }
}

/** Makes a model of weights, each standing behind the operation `op` makes of it. */
export function assemble(
  k: Kernels,
  spec: ModelSpec,
  weights: Weights,
  op: (name: string, w: Mat) => LinearOp = (_, w) => dense(w),
): Lm {
  const weight = (name: string) => {
    const w = weights.get(name)
    if (!w) throw new Error(`There is no weight ${name}`)
    return w
  }
  const linear = (name: string) => op(name, weight(name))
  const layers = Array.from({ length: spec.layers }, (_, i) => ({
    norm1: weight(`layers.${i}.norm1`),
    q: linear(`layers.${i}.q`),
    k: linear(`layers.${i}.k`),
    v: linear(`layers.${i}.v`),
    o: linear(`layers.${i}.o`),
    norm2: weight(`layers.${i}.norm2`),
    gate: linear(`layers.${i}.gate`),
    up: linear(`layers.${i}.up`),
    down: linear(`layers.${i}.down`),
  }))
  return {
    spec,
    embedding: weight('embedding'),
    layers,
    norm: weight('norm'),
    head: linear(spec.head === 'tied' ? 'embedding' : 'head'),
    angles: openAngles(k.memory, rotary(spec.rotaryBase, spec.headWidth), spec.headWidth),
  }
}
