import { blockWidth } from '../kernels/quants.ts'
import { Refusal } from '../refusal.ts'

/** The shape of a decoder of Llama's architecture: everything but its weights. */
export type ModelSpec = {
  readonly name: string
  /** How many token ids there are. */
  readonly vocab: number
  /** The width of the residual stream. */
  readonly width: number
  readonly layers: number
  readonly heads: number
  /** Key-value heads; `heads / kvHeads` query heads share one. */
  readonly kvHeads: number
  readonly headWidth: number
  /** The width inside the feed-forward part. */
  readonly inner: number
  /** The longest sequence it was trained on, in tokens. */
  readonly context: number
  /** θ of the rotary positions: pair i turns by position · θ^(−2i / headWidth). */
  readonly rotaryBase: number
  /** ε of the norms. */
  readonly epsilon: number
  /** Whether the logits are read through the embedding or a matrix of their own. */
  readonly head: 'tied' | 'own'
}

/** The most of each that a model may have here; a header that says more is damaged or hostile. */
const most = {
  vocab: 262_144,
  width: 16_384,
  layers: 256,
  heads: 256,
  kvHeads: 256,
  headWidth: 512,
  inner: 65_536,
  context: 2 ** 24,
}

/** Throws a Refusal, a sentence that names the number, where no model can have this shape. */
export function checkSpec(spec: ModelSpec): ModelSpec {
  for (const [name, limit] of Object.entries(most)) {
    const value: unknown = Object.entries(spec).find(([key]) => key === name)?.[1]
    if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > limit) {
      throw new Refusal(
        `A model cannot have ${name} ${String(value)}; it must be from 1 to ${limit}.`,
      )
    }
  }
  if (spec.heads % spec.kvHeads !== 0) {
    throw new Refusal(`${spec.heads} heads cannot share ${spec.kvHeads} key-value heads evenly.`)
  }
  for (const name of ['width', 'inner', 'headWidth'] as const) {
    if (spec[name] % 4 !== 0) throw new Refusal(`The ${name} ${spec[name]} is no multiple of 4.`)
  }
  if (!(spec.rotaryBase > 1) || !(spec.epsilon > 0)) {
    throw new Refusal('The rotary base must be above 1 and the norms’ epsilon above 0.')
  }
  return spec
}

/** The shape of each weight, by name, in the order in which a checkpoint holds them. */
export function weightShapes(spec: ModelSpec): Map<string, readonly [rows: number, cols: number]> {
  const { vocab, width, inner } = spec
  const queries = spec.heads * spec.headWidth
  const keys = spec.kvHeads * spec.headWidth
  const shapes = new Map<string, readonly [number, number]>([['embedding', [vocab, width]]])
  for (let i = 0; i < spec.layers; i++) {
    shapes.set(`layers.${i}.norm1`, [1, width])
    shapes.set(`layers.${i}.q`, [queries, width])
    shapes.set(`layers.${i}.k`, [keys, width])
    shapes.set(`layers.${i}.v`, [keys, width])
    shapes.set(`layers.${i}.o`, [width, queries])
    shapes.set(`layers.${i}.norm2`, [1, width])
    shapes.set(`layers.${i}.gate`, [inner, width])
    shapes.set(`layers.${i}.up`, [inner, width])
    shapes.set(`layers.${i}.down`, [width, inner])
  }
  shapes.set('norm', [1, width])
  if (spec.head === 'own') shapes.set('head', [vocab, width])
  return shapes
}

/** How many numbers a model has. */
export function countWeights(spec: ModelSpec): number {
  return [...weightShapes(spec).values()].reduce((sum, [rows, cols]) => sum + rows * cols, 0)
}

/** Whether a weight is rounded in an 8-bit checkpoint: matrices are, the few numbers of a norm are not. */
export const isRounded = ([rows, cols]: readonly [number, number]): boolean =>
  rows > 1 && cols % blockWidth === 0
