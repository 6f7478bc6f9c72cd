import { bytesOf, textOf } from '../codec.ts'
import { fingerprint } from '../fingerprint.ts'
import { Refusal } from '../refusal.ts'

/**
 * The file that weights lie in: eight letters, the length of a header (4 bytes, little-endian), the
 * header as JSON, zeros to a whole number of 64 bytes, then the data. The header says how many bytes of
 * data there are and their fingerprint.
 */
export type Container = { readonly header: Record<string, unknown>; readonly data: Uint8Array }

const letters = 'LABSCKP1'

/** No header of ours is longer; one that says so is damaged or hostile. */
const longestHeader = 65_536

const dataFrom = (headerLength: number) => Math.ceil((12 + headerLength) / 64) * 64

/** Puts a file together. */
export function seal(header: Record<string, unknown>, data: Uint8Array): Uint8Array {
  const whole = { ...header, bytes: data.length, fingerprint: fingerprint(data) }
  const text = bytesOf(JSON.stringify(whole))
  const file = new Uint8Array(dataFrom(text.length) + data.length)
  file.set(bytesOf(letters))
  new DataView(file.buffer).setUint32(8, text.length, true)
  file.set(text, 12)
  file.set(data, dataFrom(text.length))
  return file
}

/** Takes a file apart. Throws a Refusal that says what is wrong with one that is damaged. */
export function unseal(file: Uint8Array): Container {
  if (file.length < 12 || textOf(file.subarray(0, 8)) !== letters) {
    throw new Refusal(
      'This is no checkpoint of the labs: its first bytes are those of something else.',
    )
  }
  const length = new DataView(file.buffer, file.byteOffset).getUint32(8, true)
  if (length > longestHeader || dataFrom(length) > file.length) {
    throw new Refusal(
      `The checkpoint is cut off or damaged: its header would be ${length} bytes, the file is ${file.length}.`,
    )
  }
  const header = readHeader(textOf(file.subarray(12, 12 + length)))
  const data = file.subarray(dataFrom(length))
  if (header['bytes'] !== data.length) {
    throw new Refusal(
      `The checkpoint is cut off or damaged: ${data.length} bytes of weights where its header says ` +
        `${String(header['bytes'])}. Download it again.`,
    )
  }
  if (header['fingerprint'] !== fingerprint(data)) {
    throw new Refusal('The checkpoint is damaged: its weights are not those it was written with.')
  }
  return { header, data }
}

function readHeader(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch (cause) {
    throw new Refusal('The checkpoint is damaged: its header cannot be read.', { cause })
  }
  throw new Refusal('The checkpoint is damaged: its header is no object.')
}
