import type { Mat } from '../mat.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { parcelOf, type SequenceParallel, sumOf } from './sequence.ts'

/**
 * LASP-2 (2502.07563, algorithms 2 and 3): linear attention over a sequence that is split over devices.
 * What a device's positions leave for later ones is one (d, d) matrix M_t = K_tᵀ V_t, so a single
 * all-gather of these is enough, whatever the length: each device adds up those before it. Backward the
 * same with dM_t = Q_tᵀ dO_t, of which each adds up those after it.
 */
export const lasp2: SequenceParallel = {
  name: 'lasp-2',
  equals: 'linear',
  *run(k, { rank, allGather }, { q, k: keys, v, dout }, room) {
    const [n, d] = [q.rows, q.cols]
    const own = room(d, d)
    k.gemm('tn', keys, v, own)
    const states = yield* allGather(parcelOf(own))
    const before = sumOf(states.slice(0, rank), room(d, d))

    // Inside: ((q kᵀ) ∘ mask) v; from before: q M.
    const out = room(n, d)
    const inside = masked(k, q, keys, room(n, n))
    k.gemm('nn', inside, v, out)
    k.gemm('nn', q, before, out, 'add')

    const ownSlope = room(d, d)
    k.gemm('tn', q, dout, ownSlope)
    const slopes = yield* allGather(parcelOf(ownSlope))
    const after = sumOf(slopes.slice(rank + 1), room(d, d))

    const [dq, dk, dv] = [room(n, d), room(n, d), room(n, d)]
    const dinside = masked(k, dout, v, room(n, n))
    k.gemm('nn', dinside, keys, dq)
    k.gemm('nt', dout, before, dq, 'add')
    k.gemm('tn', dinside, q, dk)
    k.gemm('nt', v, after, dk, 'add')
    k.gemm('tn', inside, dout, dv)
    k.gemm('nn', keys, after, dv, 'add')
    return { out, dq, dk, dv }
  },
  bytes: ({ d, size }) => 2 * (size - 1) * d * d * 4,
  rounds: (size) => (size === 1 ? 0 : 2),
}

/** a bᵀ where b's row is not later than a's; 0 elsewhere. */
function masked(k: Kernels, a: Mat, b: Mat, p: Mat): Mat {
  k.gemm('nt', a, b, p)
  for (let t = 0; t < p.rows; t++) p.data.fill(0, t * p.stride + t + 1, (t + 1) * p.stride)
  return p
}
