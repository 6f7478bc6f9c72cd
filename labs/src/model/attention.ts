import type { Kernels } from '../kernels/kernels.ts'
import { colsOf, type Mat, rowsOf } from '../mat.ts'
import type { Layer, Lm } from './lm.ts'
import { apply, type Packed, type Passed, zeros } from './passed.ts'

/** Queries are taken so many at a time, so that what lies in their future is mostly not computed. */
const queriesAtOnce = 64

/**
 * Causal attention of a layer over packed sequences (1706.03762, section 3.2.2), with rotary positions
 * counted from 0 in each sequence and query heads in groups that share keys and values (2305.13245).
 * x is (n, width), the result too.
 */
export function attention(k: Kernels, lm: Lm, layer: Layer, { x, offsets }: Packed): Passed {
  const { headWidth } = lm.spec
  const positions = positionsOf(offsets)
  const angles = lm.angles.upTo(positions.reduce((a, b) => Math.max(a, b), 0))

  const q = apply(k, layer.q, x)
  const keys = apply(k, layer.k, x)
  const v = apply(k, layer.v, x)
  k.rotate(q.y, positions, angles, q.y)
  k.rotate(keys.y, positions, angles, keys.y)

  const mixed = k.memory.scratch(x.rows, q.y.cols)
  const parts = partsOf(lm, offsets)
  const shares = parts.map(({ from, to, query, key }) => {
    const part = (m: Mat, head: number) => headOf(rowsOf(m, from, to), head, headWidth)
    return attend(k, part(q.y, query), part(keys.y, key), part(v.y, key), part(mixed, query))
  })
  const out = apply(k, layer.o, mixed)

  return {
    y: out.y,
    back(dy, g) {
      const dmixed = out.back(dy, g)
      const dq = zeros(k, x.rows, q.y.cols)
      const dk = zeros(k, x.rows, keys.y.cols)
      const dv = zeros(k, x.rows, v.y.cols)
      parts.forEach(({ from, to, query, key }, i) => {
        const part = (m: Mat, head: number) => headOf(rowsOf(m, from, to), head, headWidth)
        const forth = { q: part(q.y, query), k: part(keys.y, key), v: part(v.y, key) }
        const slopes = { q: part(dq, query), k: part(dk, key), v: part(dv, key) }
        attendBack(k, forth, shares[i], part(dmixed, query), slopes)
      })
      k.rotate(dq, positions, angles, dq, 'back')
      k.rotate(dk, positions, angles, dk, 'back')
      const dx = q.back(dq, g)
      k.addScaled(dx, keys.back(dk, g), 1)
      k.addScaled(dx, v.back(dv, g), 1)
      return dx
    },
  }
}

/** One head over one sequence: out = softmax(q kᵀ / √d) v. All are (n, d); returns the shares (n, n). */
function attend(k: Kernels, q: Mat, keys: Mat, v: Mat, out: Mat): Mat {
  const shares = k.memory.scratch(q.rows, q.rows)
  const scale = 1 / Math.sqrt(q.cols)
  for (const [from, to] of blocks(q.rows)) {
    const some = colsOf(rowsOf(shares, from, to), 0, to)
    k.gemm('nt', rowsOf(q, from, to), rowsOf(keys, 0, to), some)
    k.softmax(some, { scale, sees: { from: from + 1 } })
    k.gemm('nn', some, rowsOf(v, 0, to), rowsOf(out, from, to))
  }
  return shares
}

type Head = { q: Mat; k: Mat; v: Mat }

/** Adds to the slopes what dout asks: dv = pᵀ do, dp = do vᵀ, ds by softmax, dq = ds k, dk = dsᵀ q. */
function attendBack(k: Kernels, forth: Head, shares: Mat, dout: Mat, slopes: Head): void {
  const scale = 1 / Math.sqrt(forth.q.cols)
  for (const [from, to] of blocks(forth.q.rows)) {
    k.memory.scope(() => {
      const p = colsOf(rowsOf(shares, from, to), 0, to)
      const dsome = rowsOf(dout, from, to)
      const ds = k.memory.scratch(to - from, to)
      k.gemm('tn', p, dsome, rowsOf(slopes.v, 0, to), 'add')
      k.gemm('nt', dsome, rowsOf(forth.v, 0, to), ds)
      k.softmaxBack(p, ds, scale)
      k.gemm('nn', ds, rowsOf(forth.k, 0, to), rowsOf(slopes.q, from, to), 'add')
      k.gemm('tn', ds, rowsOf(forth.q, from, to), rowsOf(slopes.k, 0, to), 'add')
    })
  }
}

/** Each head's width of columns of a matrix that holds heads side by side. */
export function headOf(m: Mat, head: number, headWidth: number): Mat {
  return colsOf(m, head * headWidth, (head + 1) * headWidth)
}

/** From and to of blocks of rows. */
export function* blocks(rows: number): Generator<[number, number]> {
  for (let from = 0; from < rows; from += queriesAtOnce) {
    yield [from, Math.min(rows, from + queriesAtOnce)]
  }
}

/** Every sequence with every query head and the key-value head it reads. */
function partsOf({ spec }: Lm, offsets: Int32Array) {
  const group = spec.heads / spec.kvHeads
  return Array.from({ length: offsets.length - 1 }, (_, s) =>
    Array.from({ length: spec.heads }, (_head, query) => ({
      from: offsets[s],
      to: offsets[s + 1],
      query,
      key: Math.floor(query / group),
    })),
  ).flat()
}

/** 0, 1, 2, … in each sequence. */
function positionsOf(offsets: Int32Array): Int32Array {
  const positions = new Int32Array(offsets.at(-1) ?? 0)
  for (let s = 0; s + 1 < offsets.length; s++) {
    for (let i = offsets[s]; i < offsets[s + 1]; i++) positions[i] = i - offsets[s]
  }
  return positions
}
