import type { Ids } from './tasks/task.ts'

/** Turns bytes into the ids a model reads, and back. */
export type TextCodec = {
  readonly name: string
  /** How many ids there are. */
  readonly size: number
  encode(bytes: Uint8Array): Ids
  decode(ids: Ids): Uint8Array
  /** The bytes one id stands for; none for a mark such as the beginning. */
  bytesOf(id: number): Uint8Array
}

/** Stands at position 0 of every sequence that a model of ours sees. */
export const beginning = 256

/** Every byte is its own id; 256 is the beginning, and fifteen more are spare, for what methods add. */
export const byteCodec: TextCodec = {
  name: 'bytes',
  size: 272,
  encode: (bytes) => Int32Array.from(bytes),
  decode: (ids) => Uint8Array.from(ids.filter((id) => id < 256)),
  bytesOf: (id) => (id < 256 ? Uint8Array.of(id) : new Uint8Array()),
}

const utf8 = new TextEncoder()

/** A text's bytes (UTF-8). */
export const bytesOf = (text: string): Uint8Array => utf8.encode(text)

/** The text of bytes; what is no UTF-8 shows as �. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
