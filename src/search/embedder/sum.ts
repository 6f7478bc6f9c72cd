import { binary } from './sum-binary.ts'

/** Rows of weights that are added up, some of them at a time. */
export type Rows = {
  /** Which rows to add up next, and what each counts: filled by whoever wants a sum. */
  readonly ids: Uint32Array
  readonly factors: Float32Array
  /** The sum of the first `count` of them: (dimension). */
  sum(count: number): Float32Array
  /** One row: (dimension) whole numbers. */
  row(id: number): Int8Array
}

/** As much of WebAssembly as is used here; the types that come with Node do not tell of it. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => Memory
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (
    of: object,
    imports: { readonly env: { readonly memory: Memory } },
  ) => { readonly exports: Record<string, unknown> }
}
type Memory = { readonly buffer: ArrayBuffer }

const page = 65_536

/**
 * Puts rows, (rows, dimension) whole numbers, where WebAssembly adds them up sixteen columns at a
 * time, for which JavaScript has no words: up to `most` rows at once.
 */
export function rowsOf(from: Int8Array, dimension: number, most: number): Rows {
  // The kernel goes in steps of sixteen columns; what lacks to the last one is zero.
  const wide = Math.ceil(dimension / 16) * 16
  const count = from.length / dimension
  const idsAt = count * wide
  const factorsAt = idsAt + most * 4
  const outAt = factorsAt + most * 4
  const memory = new WebAssembly.Memory({ initial: Math.ceil((outAt + wide * 4) / page) })
  const held = new Int8Array(memory.buffer)
  for (let row = 0; row < count; row++) {
    held.set(from.subarray(row * dimension, (row + 1) * dimension), row * wide)
  }
  const kernel = new WebAssembly.Module(Buffer.from(binary, 'base64'))
  const { sum } = new WebAssembly.Instance(kernel, { env: { memory } }).exports
  if (typeof sum !== 'function') throw new Error('the kernel has no sum')
  const out = new Float32Array(memory.buffer, outAt, dimension)
  return {
    ids: new Uint32Array(memory.buffer, idsAt, most),
    factors: new Float32Array(memory.buffer, factorsAt, most),
    sum(some) {
      sum(0, idsAt, factorsAt, some, wide, outAt)
      return Float32Array.from(out)
    },
    row: (id) => held.subarray(id * wide, id * wide + dimension),
  }
}
