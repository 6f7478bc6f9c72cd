import type { Kernels } from '../kernels/kernels.ts'
import type { Mat } from '../mat.ts'
import type { Lm } from '../model/lm.ts'
import { embed } from '../model/pass.ts'
import type { Ids } from '../tasks/task.ts'

/**
 * How a layer mixes positions: from queries (n, heads · headWidth), keys and values
 * (n, kvHeads · headWidth), none of them rotated, to what is written into `mixed`, shaped as queries.
 */
export type Mixing = (layer: number, q: Mat, keys: Mat, values: Mat, mixed: Mat) => void

/**
 * The model without its attention: tokens in, normed states of the last layer out (n, width), in scratch.
 * Nothing is kept for a way back.
 */
export function trunk(k: Kernels, lm: Lm, ids: Ids, mixing: Mixing): Mat {
  const { spec } = lm
  const n = ids.length
  const x = embed(k, lm, ids)
  const normed = k.memory.scratch(n, spec.width)
  const factors = k.memory.scratch(n, 1)
  const written = k.memory.scratch(n, spec.width)
  const make = (cols: number) => k.memory.scratch(n, cols)

  lm.layers.forEach((layer, i) => {
    k.memory.scope(() => {
      const [q, keys, values] = [make(layer.q.nOut), make(layer.k.nOut), make(layer.v.nOut)]
      const mixed = make(layer.q.nOut)
      k.rmsNorm(x, layer.norm1, normed, factors, spec.epsilon)
      layer.q.mul(k, normed, q)
      layer.k.mul(k, normed, keys)
      layer.v.mul(k, normed, values)
      mixing(i, q, keys, values, mixed)
      layer.o.mul(k, mixed, written)
      k.addScaled(x, written, 1)
    })
    k.memory.scope(() => {
      const [gate, up] = [make(layer.gate.nOut), make(layer.up.nOut)]
      k.rmsNorm(x, layer.norm2, normed, factors, spec.epsilon)
      layer.gate.mul(k, normed, gate)
      layer.up.mul(k, normed, up)
      k.gateUp(gate, up, gate)
      layer.down.mul(k, gate, written)
      k.addScaled(x, written, 1)
    })
  })
  k.rmsNorm(x, lm.norm, normed, factors, spec.epsilon)
  return normed
}
