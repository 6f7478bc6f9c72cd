import type { Kernels } from '../kernels/kernels.ts'
import { colsOf, type Mat } from '../mat.ts'
import type { Communicator, Parcel, Task } from './communicator.ts'
import { parcelOf, type SequenceParallel, unpack } from './sequence.ts'

/**
 * Ring Self-Attention (2105.13120, section 3.2.1): every device holds n / N rows of q, k and v. Chunks of
 * keys travel round the ring while each device fills its strip of scores, (n / N, n); then one ordinary
 * softmax a row; then chunks of values travel, and outputs are summed as they come. Attention is not
 * causal, as in the paper.
 *
 * Backward, keys and values go round once more, and with them the slopes that everyone adds for them: a
 * chunk that has been everywhere is at home again, one step further.
 */
export const ringSelfAttention: SequenceParallel = {
  name: 'ring-self-attention',
  equals: 'softmax',
  *run(k, device, { q, k: keys, v, dout }, room) {
    const { size } = device
    const [n, d] = [q.rows, q.cols]
    const scale = 1 / Math.sqrt(d)
    const strip = room(n, n * size)
    const arrived = room(n, d)
    const columns = (m: Mat, home: number) => colsOf(m, home * n, (home + 1) * n)

    yield* round(device, parcelOf(keys), (parcel, home) => {
      k.gemm('nt', q, unpack(parcel, arrived), columns(strip, home))
    })
    k.softmax(strip, { scale, sees: 'all' })
    const out = room(n, d)
    yield* round(device, parcelOf(v), (parcel, home) => {
      k.gemm('nn', columns(strip, home), unpack(parcel, arrived), out, 'add')
    })

    // ds needs every value before the softmax's way back, so values come first.
    const ds = room(n, n * size)
    const dv = yield* roundWithSlopes(k, device, v, room(n, d), (value, dvalue, home) => {
      k.gemm('nt', dout, value, columns(ds, home))
      k.gemm('tn', columns(strip, home), dout, dvalue, 'add')
    })
    k.softmaxBack(strip, ds, scale)
    const dq = room(n, d)
    const dk = yield* roundWithSlopes(k, device, keys, room(n, d), (key, dkey, home) => {
      k.gemm('nn', columns(ds, home), key, dq, 'add')
      k.gemm('tn', columns(ds, home), q, dkey, 'add')
    })
    return { out, dq, dk, dv }
  },
  // Forward keys and values, N − 1 times each; backward both with their slopes, and the slopes home.
  bytes: ({ n, d, size }) =>
    size === 1 ? 0 : 4 * (n / size) * d * (2 * (size - 1) + 2 * (2 * (size - 1) + 1)),
  rounds: (size) => (size === 1 ? 0 : 2 * (size - 1) + 2 * size),
}

/** Shows every device's chunk to `see`, its own first. */
function* round(
  { rank, size, sendReceive }: Communicator,
  own: Parcel,
  see: (chunk: Parcel, home: number) => void,
): Task<void> {
  let chunk = own
  see(chunk, rank)
  for (let turn = 1; turn < size; turn++) {
    chunk = yield* sendReceive((rank + 1) % size, chunk, (rank + size - 1) % size)
    see(chunk, (rank + size - turn) % size)
  }
}

/** The same with slopes that travel along; returns what everyone added for the chunk that is at home here. */
function* roundWithSlopes(
  k: Kernels,
  { rank, size, sendReceive }: Communicator,
  own: Mat,
  slopes: Mat,
  add: (chunk: Mat, slopes: Mat, home: number) => void,
): Task<Mat> {
  const [next, before] = [(rank + 1) % size, (rank + size - 1) % size]
  const count = own.rows * own.cols
  const chunk = k.memory.keep(own.rows, own.cols)
  unpack(parcelOf(own), chunk)
  add(chunk, slopes, rank)
  for (let turn = 1; turn < size; turn++) {
    const both = new Float32Array(2 * count)
    both.set(parcelOf(chunk))
    both.set(parcelOf(slopes), count)
    const parcel = yield* sendReceive(next, both, before)
    unpack(parcel.subarray(0, count), chunk)
    unpack(parcel.subarray(count), slopes)
    add(chunk, slopes, (rank + size - turn) % size)
  }
  if (size > 1) unpack(yield* sendReceive(next, parcelOf(slopes), before), slopes)
  k.memory.release(chunk)
  return slopes
}
