import type { Kernels } from '../kernels/kernels.ts'
import type { LinearOp } from '../model/linear.ts'
import type { Lm } from '../model/lm.ts'

/** Something that makes another model of a model, and leaves the one it was given as it is. */
export type WeightTransform = {
  readonly name: string
  /** Bits that it stores for each weight of a matrix, its scales included. */
  readonly bits: number
  apply(k: Kernels, lm: Lm): Transformed
}

/** The other model; it shares with the first what was not changed. */
export type Transformed = Disposable & { readonly lm: Lm }

/** The operations of a layer that are matrices. */
const matrices = ['q', 'k', 'v', 'o', 'gate', 'up', 'down'] as const

/** The same model with the operations of its layers replaced; the embedding and the norms stay. */
export function withOps(lm: Lm, replace: (op: LinearOp, name: string) => LinearOp): Lm {
  return {
    ...lm,
    layers: lm.layers.map((layer, i) => ({
      ...layer,
      ...Object.fromEntries(
        matrices.map((name) => [name, replace(layer[name], `layers.${i}.${name}`)]),
      ),
    })),
  }
}
