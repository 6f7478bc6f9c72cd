import { binary } from './binary.ts'
import type { Kernels } from './kernels.ts'
import type { Mat } from '../mat.ts'
import { layOut } from '../memory.ts'
import { Refusal } from '../refusal.ts'

/** How wide and deep gemm packs at once (gemm.ts): 4 · 256 and 256 · 512 floats. */
const packed = 4 * 256 + 256 * 512

/** From this many rows on it pays to pack both sides; below, rows are dotted where they lie. */
const worthPacking = 32

/** How many rows of few bits are written out at once: a block of them stays in L2. */
const widenedRows = 64

/** The kernels in WebAssembly, four numbers at a time. */
export async function wasmKernels(bytes: number): Promise<Kernels> {
  const memory = roomFor(bytes)
  const wasm = await exportsOver(memory)
  const room = layOut(memory.buffer, 4096)
  const pack = room.keep(1, packed).data.byteOffset

  /** The address of numbers that must lie in this memory. */
  const at = (m: Mat) => {
    if (m.data.buffer !== memory.buffer)
      throw new Error('A matrix lies outside the kernels’ memory')
    return m.data.byteOffset
  }
  /** Whole numbers may lie anywhere: they are few, and are copied in. */
  const whole = (ints: Int32Array) => {
    if (ints.buffer === memory.buffer) return ints.byteOffset
    const inside = room.scratchInts(ints.length)
    inside.set(ints)
    return inside.byteOffset
  }

  const kernels: Kernels = {
    name: 'wasm',
    memory: room,
    gemm(form, a, b, c, write = 'set') {
      const add = write === 'add' ? 1 : 0
      const k = form === 'tn' ? a.rows : a.cols
      if (form === 'nt' && c.rows < worthPacking) {
        wasm.dotRows(c.rows, c.cols, k, at(a), step(a), at(b), step(b), at(c), step(c), add)
        return
      }
      const [aRow, aStep] = form === 'tn' ? [4, step(a)] : [step(a), 4]
      const [bStep, bColumn] = form === 'nt' ? [4, step(b)] : [step(b), 4]
      wasm.gemm(
        c.rows,
        c.cols,
        k,
        at(a),
        aRow,
        aStep,
        at(b),
        bStep,
        bColumn,
        at(c),
        step(c),
        add,
        pack,
      )
    },
    gemmQuants(x, w, y) {
      if (x.rows === 1) {
        const dot = w.bits === 8 ? wasm.dotQ8 : wasm.dotQ4
        dot(w.rows, w.cols, at(x), w.codes.byteOffset, at(w.scales), at(y))
        return
      }
      room.scope(() => {
        const wide = room.scratch(widenedRows, w.cols)
        for (let from = 0; from < w.rows; from += widenedRows) {
          const rows = Math.min(widenedRows, w.rows - from)
          const some = { ...wide, rows }
          kernels.widen(w, from, some)
          kernels.gemm('nt', x, some, { ...y, data: y.data.subarray(from), cols: rows })
        }
      })
    },
    widen(w, from, to) {
      const blocks = w.scales.cols
      const widen = w.bits === 8 ? wasm.widenQ8 : wasm.widenQ4
      const codes = w.codes.byteOffset + from * blocks * 4 * w.bits
      flat(to)
      widen(to.rows * blocks, codes, at(w.scales) + 4 * from * blocks, at(to))
    },
    attend(q, keys, values, out, weights, how) {
      room.scope(() => {
        const slots = how.slots ? whole(how.slots) : 0
        wasm.attend(
          q.rows,
          weights.cols,
          q.cols,
          at(q),
          step(q),
          at(keys),
          step(keys),
          at(values),
          step(values),
          at(out),
          step(out),
          at(weights),
          step(weights),
          slots,
          how.scale,
        )
      })
    },
    softmax(x, { scale, sees }) {
      const [seen, causal] = sees === 'all' ? [x.cols, 0] : [sees.from, 1]
      wasm.softmax(x.rows, x.cols, at(x), step(x), scale, seen, causal)
    },
    softmaxBack: (p, dp, scale) =>
      wasm.softmaxBack(p.rows, p.cols, at(p), step(p), at(dp), step(dp), scale),
    rmsNorm: (x, gain, y, factors, epsilon) =>
      wasm.rmsNorm(x.rows, x.cols, at(x), step(x), at(gain), at(y), step(y), at(factors), epsilon),
    rmsNormBack: (x, gain, factors, dy, dx, dgain) =>
      wasm.rmsNormBack(
        x.rows,
        x.cols,
        at(x),
        step(x),
        at(gain),
        at(factors),
        at(dy),
        step(dy),
        at(dx),
        step(dx),
        at(dgain),
      ),
    rotate(x, positions, { cos, sin }, y, way = 'forth') {
      const heads = x.cols / (2 * cos.cols)
      const back = way === 'back' ? 1 : 0
      room.scope(() =>
        wasm.rotate(
          x.rows,
          heads,
          cos.cols,
          at(x),
          step(x),
          at(y),
          step(y),
          whole(positions),
          at(cos),
          at(sin),
          step(cos),
          back,
        ),
      )
    },
    gateUp: (gate, up, y) => wasm.gateUp(flat(gate), at(gate), at(up), at(y)),
    gateUpBack: (gate, up, dy, dgate, dup) =>
      wasm.gateUpBack(flat(gate), at(gate), at(up), at(dy), at(dgate), at(dup)),
    addScaled: (y, x, s) => wasm.addScaled(flat(x), at(y), at(x), s),
    sumSquares: (x) => wasm.sumSquares(flat(x), at(x)),
    adamw: (w, g, m, v, { rate, beta1, beta2, epsilon, decay, t, shrink }) =>
      wasm.adamw(
        flat(w),
        at(w),
        at(g),
        at(m),
        at(v),
        rate,
        beta1,
        beta2,
        epsilon,
        decay,
        1 / (1 - beta1 ** t),
        1 / (1 - beta2 ** t),
        shrink,
      ),
  }
  return kernels
}

type Exports = Record<
  | 'gemm'
  | 'dotRows'
  | 'attend'
  | 'softmax'
  | 'softmaxBack'
  | 'rmsNorm'
  | 'rmsNormBack'
  | 'rotate'
  | 'gateUp'
  | 'gateUpBack'
  | 'addScaled'
  | 'sumSquares'
  | 'adamw'
  | 'dotQ8'
  | 'dotQ4'
  | 'widenQ8'
  | 'widenQ4'
  | 'peak',
  (...numbers: number[]) => number
>

async function exportsOver(memory: WebAssembly.Memory): Promise<Exports> {
  const { instance } = await WebAssembly.instantiate(fromBase64(binary), { env: { memory } })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the module's exports have no types
  return instance.exports as Exports
}

const step = (m: Mat) => 4 * m.stride

/** How many numbers, of a matrix without gaps. */
function flat(m: Mat): number {
  if (m.stride !== m.cols && m.rows > 1) throw new Error('This kernel wants contiguous rows')
  return m.rows * m.cols
}

/** The yardstick of wasm/peak.ts: a function that does 96 operations a round in registers. */
export async function yardstick(): Promise<(rounds: number) => number> {
  const { peak } = await exportsOver(roomFor(65_536))
  return (rounds) => peak(rounds, 0.999, 0.001)
}

/** Pages are 64 KB. Untouched ones cost nothing, so asking for more than is used is no waste. */
function roomFor(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / 65_536)
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages })
  } catch (cause) {
    throw new Refusal(`This machine does not give the lab ${bytes} bytes of memory.`, { cause })
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
