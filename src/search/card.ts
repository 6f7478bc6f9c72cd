import type { PaperId } from '#paper'
import { type TermText, textOfNumbers } from './term-text.ts'

/**
 * What ranking needs of a paper, in one column: fetched by the hundred for each query, it is read
 * where it lies, without making text or lists of it.
 */
export type Card = {
  readonly id: PaperId
  /** 20261120; of a day that is not known, 0. */
  readonly day: number
  /** Title and abstract. */
  readonly words: TermText
  readonly title: TermText
  readonly names: TermText
  /** Of length one, or zero; as bytes, which turns it by less than a degree. */
  readonly vector: Float32Array
}

/** Longer texts and lists of names than this are cut. */
const longest = 65_535

/** Day, numbers of words, of those of the title, of names, and of the vector; in bytes. */
const head = 12

/** A card as bytes, a whole number of fours: head, words, names, vector, id, and blanks. */
export function writeCard({
  id,
  day,
  words,
  title,
  names,
  vector,
}: Omit<Card, 'title'> & {
  /** How many of the words are the title's. */
  readonly title: number
}): Uint8Array {
  const [said, named] = [words.subarray(0, longest), names.subarray(0, longest)]
  const name = Buffer.from(id)
  const numbers = head + 4 * (said.length + named.length)
  const card = Buffer.alloc(Math.ceil((numbers + vector.length + name.length) / 4) * 4, ' ')
  card.writeUInt32LE(day, 0)
  card.writeUInt16LE(said.length, 4)
  card.writeUInt16LE(Math.min(title, said.length), 6)
  card.writeUInt16LE(named.length, 8)
  card.writeUInt16LE(vector.length, 10)
  for (const [i, number] of said.entries()) card.writeUInt32LE(number, head + 4 * i)
  const after = head + 4 * said.length
  for (const [i, number] of named.entries()) card.writeUInt32LE(number, after + 4 * i)
  let largest = 0
  for (const x of vector) largest = Math.max(largest, Math.abs(x))
  const scale = largest === 0 ? 0 : 127 / largest
  for (let c = 0; c < vector.length; c++)
    card.writeInt8(Math.round(scale * vector[c]!), numbers + c)
  card.set(name, numbers + vector.length)
  return card
}

export function readCard(bytes: Uint8Array): Card {
  // Numbers are read in place where they lie on a multiple of four, as they mostly do.
  const card = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const view = new DataView(card.buffer, card.byteOffset, card.byteLength)
  const [said, titled, named, dimension] = [4, 6, 8, 10].map((at) => view.getUint16(at, true))
  const numbers = (from: number, count: number) =>
    textOfNumbers(new Uint32Array(card.buffer, card.byteOffset + from, count))
  const at = head + 4 * (said! + named!)
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above from an id
    id: Buffer.from(card.buffer, card.byteOffset + at + dimension!, card.length - at - dimension!)
      .toString()
      .trimEnd() as PaperId,
    day: view.getUint32(0, true),
    words: numbers(head, said!),
    title: numbers(head, titled!),
    names: numbers(head + 4 * said!, named!),
    vector: ofLengthOne(new Int8Array(card.buffer, card.byteOffset + at, dimension)),
  }
}

function ofLengthOne(bytes: Int8Array): Float32Array {
  const vector = new Float32Array(bytes.length)
  let square = 0
  for (let c = 0; c < bytes.length; c++) square += bytes[c]! * bytes[c]!
  const length = Math.sqrt(square) || 1
  for (let c = 0; c < bytes.length; c++) vector[c] = bytes[c]! / length
  return vector
}
