import { bytesOf, textOf } from '../codec.ts'
import { Refusal } from '../refusal.ts'
import { bytesFor, type Storage } from './numbers.ts'
import type { Tensor } from './safetensors.ts'

/** A value of a GGUF file's metadata. Whole numbers of 64 bits are read as numbers where that is exact. */
export type Value = number | boolean | string | readonly Value[]

export type Gguf = {
  readonly metadata: ReadonlyMap<string, Value>
  /** Shapes are outermost first, the other way round than the file has them. */
  readonly tensors: ReadonlyMap<string, Tensor>
}

/** Kinds of storage by the format's number for them. */
const storages = new Map<number, Storage>([
  [0, 'F32'],
  [1, 'F16'],
  [2, 'Q4_0'],
  [8, 'Q8_0'],
  [30, 'BF16'],
])

/** More of anything is no model but an attack on memory. */
const most = { entries: 65_536, tensors: 65_536, text: 2 ** 24, elements: 2 ** 24, dimensions: 4 }

/**
 * Reads a GGUF file (version 2 or 3, little-endian), without copying its tensors. Throws a Refusal, a
 * sentence, for whatever is no such file, reaches outside it, or is stored in a way unknown here.
 */
export function readGguf(file: Uint8Array): Gguf {
  const reader = readerOf(file)
  if (file.length < 24 || textOf(file.subarray(0, 4)) !== 'GGUF') {
    throw new Refusal('This is no GGUF file: its first bytes are those of something else.')
  }
  reader.skip(4)
  const version = reader.u32()
  if (version !== 2 && version !== 3) {
    throw new Refusal(`This is GGUF of version ${version}; here 2 and 3 are read.`)
  }
  const tensorCount = reader.count(most.tensors, 'tensors')
  const entryCount = reader.count(most.entries, 'entries')

  const metadata = new Map<string, Value>()
  for (let i = 0; i < entryCount; i++) metadata.set(reader.text(), readValue(reader, reader.u32()))

  const found: { name: string; shape: number[]; storage: Storage; offset: number }[] = []
  for (let i = 0; i < tensorCount; i++) found.push(readInfo(reader))
  const alignment = Number(metadata.get('general.alignment') ?? 32)
  if (!(alignment >= 1 && alignment <= 65_536)) {
    throw new Refusal(`The GGUF file is damaged: its alignment is ${alignment}.`)
  }
  const data = file.subarray(Math.ceil(reader.at() / alignment) * alignment)
  const tensors = new Map<string, Tensor>()
  for (const { name, shape, storage, offset } of found) {
    const length = bytesFor(
      storage,
      shape.reduce((a, b) => a * b, 1),
    )
    if (offset + length > data.length) {
      throw new Refusal(`The GGUF file is cut off or damaged: ${name} lies outside it.`)
    }
    tensors.set(name, { storage, shape, bytes: data.subarray(offset, offset + length) })
  }
  return { metadata, tensors }
}

type Reader = ReturnType<typeof readerOf>

function readerOf(file: Uint8Array) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  let at = 0
  const take = (bytes: number) => {
    if (at + bytes > file.length) throw new Refusal('The GGUF file is cut off in its header.')
    at += bytes
    return at - bytes
  }
  const u64 = () => {
    const value = view.getBigUint64(take(8), true)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new Refusal(`The GGUF file is damaged: it counts to ${value}.`)
    }
    return Number(value)
  }
  const count = (limit: number, what: string) => {
    const value = u64()
    if (value > limit)
      throw new Refusal(`The GGUF file is damaged: it says to have ${value} ${what}.`)
    return value
  }
  return {
    at: () => at,
    skip: (bytes: number) => void take(bytes),
    count,
    u64,
    u32: () => view.getUint32(take(4), true),
    text: () => {
      const length = count(most.text, 'bytes of text')
      const from = take(length)
      return textOf(file.subarray(from, from + length))
    },
    /** Numbers and flags by the format's number for their type. */
    scalar: (type: number): number | boolean | undefined => {
      switch (type) {
        case 0:
          return view.getUint8(take(1))
        case 1:
          return view.getInt8(take(1))
        case 2:
          return view.getUint16(take(2), true)
        case 3:
          return view.getInt16(take(2), true)
        case 4:
          return view.getUint32(take(4), true)
        case 5:
          return view.getInt32(take(4), true)
        case 6:
          return view.getFloat32(take(4), true)
        case 7:
          return view.getUint8(take(1)) !== 0
        case 10:
          return u64()
        case 11:
          return Number(view.getBigInt64(take(8), true))
        case 12:
          return view.getFloat64(take(8), true)
        default:
          return undefined
      }
    },
  }
}

function readValue(reader: Reader, type: number): Value {
  if (type === 8) return reader.text()
  if (type === 9) {
    const inner = reader.u32()
    // Lists of lists are not used, and would let a short file ask for deep recursion.
    if (inner === 9) throw new Refusal('The GGUF file is damaged: a list holds lists.')
    const count = reader.count(most.elements, 'elements of a list')
    const values: Value[] = []
    for (let i = 0; i < count; i++) values.push(readValue(reader, inner))
    return values
  }
  const value = reader.scalar(type)
  if (value === undefined)
    throw new Refusal(`The GGUF file has a value of a type ${type}, unknown here.`)
  return value
}

function readInfo(reader: Reader) {
  const name = reader.text()
  const dimensions = reader.u32()
  if (dimensions < 1 || dimensions > most.dimensions) {
    throw new Refusal(`The GGUF file is damaged: ${name} has ${dimensions} dimensions.`)
  }
  const shape = Array.from({ length: dimensions }, () => reader.u64()).toReversed()
  const type = reader.u32()
  const storage = storages.get(type)
  if (!storage) {
    throw new Refusal(
      `${name} is stored as type ${type} of GGUF; here F32, F16, BF16, Q8_0 and Q4_0 are read.`,
    )
  }
  return { name, shape, storage, offset: reader.u64() }
}

/** What is written: numbers marked as whole or not, flags, texts, and lists. */
export type Entry =
  | { readonly u32: number }
  | { readonly f32: number }
  | { readonly flag: boolean }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly f32s: readonly number[] }
  | { readonly i32s: readonly number[] }

/** Writes a GGUF file (version 3) of f32 tensors. Shapes are outermost first. */
export function writeGguf(
  metadata: ReadonlyMap<string, Entry>,
  tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>,
): Uint8Array {
  const parts: Uint8Array[] = []
  const number = (bytes: number, set: (view: DataView) => void) => {
    const part = new Uint8Array(bytes)
    set(new DataView(part.buffer))
    parts.push(part)
  }
  const u32 = (value: number) => number(4, (view) => view.setUint32(0, value, true))
  const u64 = (value: number) => number(8, (view) => view.setBigUint64(0, BigInt(value), true))
  const text = (value: string) => {
    const bytes = bytesOf(value)
    u64(bytes.length)
    parts.push(bytes)
  }
  const f32 = (value: number) => number(4, (view) => view.setFloat32(0, value, true))
  const list = <T>(type: number, values: readonly T[], put: (value: T) => void) => {
    u32(9)
    u32(type)
    u64(values.length)
    for (const value of values) put(value)
  }
  parts.push(bytesOf('GGUF'))
  u32(3)
  u64(tensors.size)
  u64(metadata.size)
  for (const [name, entry] of metadata) {
    text(name)
    if ('u32' in entry) {
      u32(4)
      u32(entry.u32)
    } else if ('f32' in entry) {
      u32(6)
      f32(entry.f32)
    } else if ('flag' in entry) {
      u32(7)
      number(1, (view) => view.setUint8(0, entry.flag ? 1 : 0))
    } else if ('text' in entry) {
      u32(8)
      text(entry.text)
    } else if ('texts' in entry) {
      list(8, entry.texts, text)
    } else if ('f32s' in entry) {
      list(6, entry.f32s, f32)
    } else {
      list(5, entry.i32s, u32)
    }
  }
  let offset = 0
  for (const [name, { shape, data }] of tensors) {
    text(name)
    u32(shape.length)
    for (const size of shape.toReversed()) u64(size)
    u32(0)
    u64(offset)
    offset += padded(data.byteLength)
  }
  const header = parts.reduce((sum, part) => sum + part.length, 0)
  const file = new Uint8Array(padded(header) + offset)
  let at = 0
  for (const part of parts) {
    file.set(part, at)
    at += part.length
  }
  at = padded(header)
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += padded(data.byteLength)
  }
  return file
}

/** Up to a whole number of the 32 bytes that tensors are aligned to. */
const padded = (bytes: number) => Math.ceil(bytes / 32) * 32
