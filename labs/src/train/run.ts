import type { Kernels } from '../kernels/kernels.ts'
import { fill, type Mat } from '../mat.ts'
import { assemble, initialise, keepWeights, type Lm, type Weights } from '../model/lm.ts'
import { crossEntropy } from '../model/loss.ts'
import { forward } from '../model/pass.ts'
import type { ModelSpec } from '../model/spec.ts'
import { rng } from '../rng.ts'
import { type Batch, type BatchSource, part } from './batch.ts'
import type { Schedule } from './schedule.ts'

/** Everything that makes a training run. Two runs of one recipe give the same weights, bit for bit. */
export type Recipe = {
  readonly spec: ModelSpec
  /** Of the weights it starts with; the data have their own. */
  readonly seed: string
  readonly data: BatchSource
  readonly schedule: Schedule
  readonly optimizer: Optimizer
  readonly steps: number
  /** Tokens of a step, at most. */
  readonly tokensPerStep: number
  /**
   * Tokens of a part of a step, about. Each part's gradient is made by itself and they are added in
   * order, so it does not matter which worker made it.
   */
  readonly tokensPerPart: number
}

/** AdamW (1711.05101) with the gradient's length held to `clip`. Norms' gains do not decay. */
export type Optimizer = {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly decay: number
  readonly clip: number
}

export const adamw: Optimizer = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, decay: 0.1, clip: 1 }

/** What one step did. */
export type Stepped = {
  readonly step: number
  /** Nats per target, weighted as the batch says. */
  readonly loss: number
  /** The gradient's length before it was held. */
  readonly length: number
  readonly rate: number
  readonly tokens: number
}

/** A run that goes on: its model, and all that it needs to go on elsewhere. */
export type Run = {
  readonly recipe: Recipe
  readonly lm: Lm
  readonly weights: Weights
  /** Averages of the slopes and of their squares, by weight. */
  readonly moments: ReadonlyMap<string, { readonly mean: Mat; readonly square: Mat }>
  progress: { step: number; tokens: number }
  /** Trains one step. */
  step(): Stepped
}

/** Starts a run at its first step. */
export function startRun(k: Kernels, recipe: Recipe): Run {
  const weights = keepWeights(k, recipe.spec)
  initialise(recipe.spec, weights, rng(recipe.seed))
  const lm = assemble(k, recipe.spec, weights)
  const like = (m: Mat) => k.memory.keep(m.rows, m.cols)
  const moments = new Map(
    [...weights].map(([name, w]) => [name, { mean: like(w), square: like(w) }]),
  )
  const total = new Map([...weights.values()].map((w) => [w, like(w)]))
  const partial = new Map([...weights.values()].map((w) => [w, like(w)]))

  const run: Run = {
    recipe,
    lm,
    weights,
    moments,
    progress: { step: 0, tokens: 0 },
    step() {
      const { step, tokens } = run.progress
      const batch = recipe.data.next(step, recipe.tokensPerStep)
      const wanted = batch.weights.reduce((sum, weight) => sum + weight, 0)
      let loss = 0
      for (const grad of total.values()) fill(grad, 0)
      for (const some of partsOf(batch, recipe.tokensPerPart)) {
        loss += slopesOf(k, lm, some, 1 / wanted, partial)
        for (const [w, grad] of total) k.addScaled(grad, partial.get(w) ?? grad, 1)
      }

      const length = Math.sqrt([...total.values()].reduce((sum, m) => sum + k.sumSquares(m), 0))
      const rate = recipe.schedule.rate(step, tokens)
      const { clip, decay, ...betas } = recipe.optimizer
      const shrink = length > clip ? clip / length : 1
      for (const [name, w] of weights) {
        const { mean, square } = moments.get(name) ?? { mean: w, square: w }
        const asked = { ...betas, rate, decay: w.rows > 1 ? decay : 0, t: step + 1, shrink }
        k.adamw(w, total.get(w) ?? w, mean, square, asked)
      }
      run.progress = { step: step + 1, tokens: tokens + batch.ids.length }
      return { step, loss: loss / wanted, length, rate, tokens: batch.ids.length }
    },
  }
  return run
}

/** Writes the slopes of a batch's loss, times `scale`, over `grads`; returns the loss, unscaled. */
export function slopesOf(
  k: Kernels,
  lm: Lm,
  batch: Batch,
  scale: number,
  grads: ReadonlyMap<Mat, Mat>,
): number {
  for (const grad of grads.values()) fill(grad, 0)
  return k.memory.scope(() => {
    const { y, back } = forward(k, lm, batch.ids, batch.offsets)
    const loss = crossEntropy(k, y, batch.targets, batch.weights, scale)
    back(y, { of: (w) => grads.get(w) })
    return loss
  })
}

/** Whole sequences, together at most about `tokens` tokens but one sequence at least. */
function* partsOf(batch: Batch, tokens: number): Generator<Batch> {
  const sequences = batch.offsets.length - 1
  let from = 0
  for (let to = 1; to <= sequences; to++) {
    const isFull = to === sequences || batch.offsets[to + 1] - batch.offsets[from] > tokens
    if (!isFull) continue
    yield part(batch, from, to)
    from = to
  }
}
