import type { Kernels } from '../kernels/kernels.ts'
import { copy, fill, mat, type Mat, rowsOf } from '../mat.ts'
import { type Communicator, onDevices, type Parcel, type Task } from './communicator.ts'

/** A way to attend over one sequence that is split over devices, forward and backward, in one head. */
export type SequenceParallel = {
  readonly name: string
  /** What it is, exactly, on one device. */
  readonly equals: 'softmax' | 'linear'
  /** Runs on every device, on its own rows. */
  run(k: Kernels, device: Communicator, own: Split, room: Room): Task<Outcome>
  /** Bytes that a device sends, forward and backward together, by the closed form. */
  bytes(shape: Shape): number
  /** Rounds of sending, forward and backward together. */
  rounds(size: number): number
}

export type Shape = { readonly n: number; readonly d: number; readonly size: number }

/** What a device holds: rows of queries, keys, values and of the slopes of the outputs, (n / size, d). */
export type Split = { readonly q: Mat; readonly k: Mat; readonly v: Mat; readonly dout: Mat }

/** Outputs and slopes, (n / size, d). */
export type Outcome = { readonly out: Mat; readonly dq: Mat; readonly dk: Mat; readonly dv: Mat }

/** Matrices of zeros for as long as the devices run: their turns interleave, so scratch will not do. */
export type Room = (rows: number, cols: number) => Mat

/** What came of all devices together, in memory of its own, and what each of them sent. */
export type Whole = Outcome & {
  readonly bytes: readonly number[]
  readonly rounds: readonly number[]
}

/** Deals rows out evenly, runs every device and puts the outcomes together. n is a multiple of size. */
export function split(
  k: Kernels,
  way: Pick<SequenceParallel, 'run'>,
  whole: Split,
  size: number,
): Whole {
  const kept: Mat[] = []
  const room: Room = (rows, cols) => {
    const m = k.memory.keep(rows, cols)
    kept.push(m)
    return m
  }
  try {
    const { rows, cols } = whole.q
    const meters: Communicator['meter'][] = []
    const own = (m: Mat, rank: number) => {
      const part = room(rows / size, cols)
      copy(rowsOf(m, (rank * rows) / size, ((rank + 1) * rows) / size), part)
      return part
    }
    const outcomes = onDevices(size, (device) => {
      meters.push(device.meter)
      const { rank } = device
      const { q, k: keys, v, dout } = whole
      const held = { q: own(q, rank), k: own(keys, rank), v: own(v, rank), dout: own(dout, rank) }
      return way.run(k, device, held, room)
    })
    const joined = (name: keyof Outcome) => {
      const m = mat(rows, cols)
      outcomes.forEach((outcome, rank) =>
        m.data.set(parcelOf(outcome[name]), (rank * rows * cols) / size),
      )
      return m
    }
    return {
      out: joined('out'),
      dq: joined('dq'),
      dk: joined('dk'),
      dv: joined('dv'),
      bytes: meters.map(({ wireBytes }) => wireBytes),
      rounds: meters.map(({ wireRounds }) => wireRounds),
    }
  } finally {
    for (const m of kept) k.memory.release(m)
  }
}

/** A matrix without gaps, as numbers to send. */
export function parcelOf(m: Mat): Parcel {
  const parcel = new Float32Array(m.rows * m.cols)
  for (let i = 0; i < m.rows; i++) {
    parcel.set(m.data.subarray(i * m.stride, i * m.stride + m.cols), i * m.cols)
  }
  return parcel
}

/** What arrived, as a matrix where kernels can read it. */
export function unpack(parcel: Parcel, into: Mat): Mat {
  into.data.set(parcel)
  return into
}

/** The sum of some parcels, in their order, as a matrix. */
export function sumOf(parcels: readonly Parcel[], into: Mat): Mat {
  fill(into, 0)
  for (const parcel of parcels) for (let i = 0; i < parcel.length; i++) into.data[i] += parcel[i]
  return into
}
