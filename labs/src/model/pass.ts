import type { Kernels } from '../kernels/kernels.ts'
import { type Mat, row } from '../mat.ts'
import { attention } from './attention.ts'
import type { Layer, Lm } from './lm.ts'
import { apply, norm, type Packed, type Passed, sum } from './passed.ts'

/**
 * The whole model over packed sequences, for training: x becomes logits. `ids` are the sequences'
 * tokens, row for row. Backwards it returns the slopes of the embedded tokens.
 */
export function forward(k: Kernels, lm: Lm, ids: Int32Array, offsets: Int32Array): Passed {
  let x = embed(k, lm, ids)
  const backs: Passed['back'][] = []
  for (const layer of lm.layers) {
    const mixed = mix(k, lm, layer, { x, offsets })
    const fed = feed(k, lm, layer, mixed.y)
    backs.push(mixed.back, fed.back)
    x = fed.y
  }
  const normed = norm(k, x, lm.norm, lm.spec.epsilon)
  const logits = apply(k, lm.head, normed.y)
  return {
    y: logits.y,
    back(dlogits, g) {
      let dx = normed.back(logits.back(dlogits, g), g)
      for (const back of backs.toReversed()) dx = back(dx, g)
      const dtable = g.of(lm.embedding)
      if (dtable) scatterRows(ids, dx, dtable)
      return dx
    },
  }
}

/** x + o(attention(norm(x))). */
function mix(k: Kernels, lm: Lm, layer: Layer, { x, offsets }: Packed): Passed {
  const normed = norm(k, x, layer.norm1, lm.spec.epsilon)
  const attended = attention(k, lm, layer, { x: normed.y, offsets })
  return {
    y: sum(k, x, attended.y),
    back: (dy, g) => sum(k, dy, normed.back(attended.back(dy, g), g)),
  }
}

/** x + down(silu(gate(n)) ∘ up(n)), n = norm(x). */
function feed(k: Kernels, lm: Lm, layer: Layer, x: Mat): Passed {
  const normed = norm(k, x, layer.norm2, lm.spec.epsilon)
  const gate = apply(k, layer.gate, normed.y)
  const up = apply(k, layer.up, normed.y)
  const product = k.memory.scratch(x.rows, lm.spec.inner)
  k.gateUp(gate.y, up.y, product)
  const down = apply(k, layer.down, product)
  return {
    y: sum(k, x, down.y),
    back(dy, g) {
      const dproduct = down.back(dy, g)
      // Gate and up are not needed again: their slopes take their place.
      k.gateUpBack(gate.y, up.y, dproduct, gate.y, up.y)
      const dnormed = sum(k, gate.back(gate.y, g), up.back(up.y, g))
      return sum(k, dy, normed.back(dnormed, g))
    },
  }
}

/** The rows of the embedding that the tokens name, (ids.length, width). */
export function embed(k: Kernels, lm: Lm, ids: Int32Array): Mat {
  const x = k.memory.scratch(ids.length, lm.spec.width)
  ids.forEach((id, i) => {
    if (!(id >= 0 && id < lm.spec.vocab)) throw new Error(`There is no token ${id}`)
    row(x, i).set(row(lm.embedding, id))
  })
  return x
}

function scatterRows(ids: Int32Array, dx: Mat, dtable: Mat): void {
  ids.forEach((id, i) => {
    const from = row(dx, i)
    const to = row(dtable, id)
    for (let c = 0; c < from.length; c++) to[c] += from[c]
  })
}
