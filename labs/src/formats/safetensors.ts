import { bytesOf, textOf } from '../codec.ts'
import { Refusal } from '../refusal.ts'
import { bytesFor, type Storage } from './numbers.ts'

/** A tensor in a file: its shape, outermost first, and its bytes, not yet read as numbers. */
export type Tensor = {
  readonly storage: Storage
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

/** No header is longer in practice; the format's own limit. */
const longestHeader = 100_000_000

const storages = ['F32', 'F16', 'BF16'] as const

/**
 * Reads the tensors of a safetensors file, without copying. Throws a Refusal, a sentence, for whatever is
 * no such file, reaches outside it, or is stored in a way unknown here.
 */
export function readSafetensors(file: Uint8Array): Map<string, Tensor> {
  if (file.length < 8)
    throw new Refusal('This is no safetensors file: it is shorter than its first number.')
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true)
  if (length > BigInt(Math.min(longestHeader, file.length - 8))) {
    throw new Refusal(
      `This is no safetensors file, or it is cut off: its header would be ${length} bytes.`,
    )
  }
  const from = 8 + Number(length)
  const header = parse(textOf(file.subarray(8, from)))
  const data = file.subarray(from)
  const tensors = new Map<string, Tensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name !== '__metadata__') tensors.set(name, readEntry(name, entry, data))
  }
  refuseOverlaps(tensors)
  return tensors
}

function readEntry(name: string, entry: unknown, data: Uint8Array): Tensor {
  const wrong = (what: string) => new Refusal(`The safetensors file is damaged: ${name} ${what}.`)
  if (typeof entry !== 'object' || entry === null) throw wrong('is not described')
  const { dtype, shape, data_offsets: offsets }: Record<string, unknown> = { ...entry }
  const storage = storages.find((known) => known === dtype)
  if (!storage) {
    throw new Refusal(`${name} is stored as ${String(dtype)}; here F32, F16 and BF16 are read.`)
  }
  if (!isCounts(shape)) throw wrong('has no shape')
  if (!isCounts(offsets) || offsets.length !== 2) throw wrong('does not say where it lies')
  const [first, last] = offsets
  if (first > last || last > data.length) throw wrong('lies outside the file')
  const expected = bytesFor(
    storage,
    shape.reduce((a, b) => a * b, 1),
  )
  if (last - first !== expected)
    throw wrong(`has ${last - first} bytes where its shape needs ${expected}`)
  return { storage, shape, bytes: data.subarray(first, last) }
}

function refuseOverlaps(tensors: ReadonlyMap<string, Tensor>): void {
  const spans = [...tensors].toSorted(([, a], [, b]) => a.bytes.byteOffset - b.bytes.byteOffset)
  for (let i = 1; i < spans.length; i++) {
    const [[name, before], [next, after]] = [spans[i - 1], spans[i]]
    if (before.bytes.byteOffset + before.bytes.length > after.bytes.byteOffset) {
      throw new Refusal(`The safetensors file is damaged: ${name} and ${next} overlap.`)
    }
  }
}

/** Writes tensors of f32, in the order given. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>,
): Uint8Array {
  const header: Record<string, object> = {}
  let at = 0
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [at, (at += data.byteLength)] }
  }
  const text = JSON.stringify(header)
  // Spaces fill the header up to a whole number of 8 bytes, as the format wants.
  const padded = bytesOf(text.padEnd(Math.ceil(text.length / 8) * 8))
  const file = new Uint8Array(8 + padded.length + at)
  new DataView(file.buffer).setBigUint64(0, BigInt(padded.length), true)
  file.set(padded, 8)
  let to = 8 + padded.length
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), to)
    to += data.byteLength
  }
  return file
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (cause) {
    throw new Refusal('The safetensors file is damaged: its header cannot be read.', { cause })
  }
  throw new Refusal('The safetensors file is damaged: its header is no object.')
}

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((x) => Number.isSafeInteger(x) && Number(x) >= 0)
