import { Refusal } from '../refusal.ts'

/** How the numbers of a tensor are stored in files of others. */
export type Storage = 'F32' | 'F16' | 'BF16' | 'Q8_0' | 'Q4_0'

/** Numbers in a block and the bytes it takes. */
export const blockOf: Readonly<Record<Storage, readonly [numbers: number, bytes: number]>> = {
  F32: [1, 4],
  F16: [1, 2],
  BF16: [1, 2],
  Q8_0: [32, 34],
  Q4_0: [32, 18],
}

/** Bytes of so many numbers. Throws a Refusal where they are no whole number of blocks. */
export function bytesFor(storage: Storage, count: number): number {
  const [numbers, bytes] = blockOf[storage]
  if (count % numbers !== 0)
    throw new Refusal(`${count} numbers are no whole number of ${storage} blocks.`)
  return (count / numbers) * bytes
}

/** Reads stored numbers into `to`, which says how many. */
export function widenInto(storage: Storage, bytes: Uint8Array, to: Float32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (storage) {
    case 'F32':
      for (let i = 0; i < to.length; i++) to[i] = view.getFloat32(4 * i, true)
      return
    case 'F16':
      for (let i = 0; i < to.length; i++) to[i] = fromHalf(view.getUint16(2 * i, true))
      return
    case 'BF16':
      for (let i = 0; i < to.length; i++) to[i] = fromBfloat(view.getUint16(2 * i, true))
      return
    case 'Q8_0':
      for (let b = 0; 32 * b < to.length; b++) {
        const scale = fromHalf(view.getUint16(34 * b, true))
        for (let i = 0; i < 32; i++) to[32 * b + i] = scale * view.getInt8(34 * b + 2 + i)
      }
      return
    case 'Q4_0':
      for (let b = 0; 32 * b < to.length; b++) {
        const scale = fromHalf(view.getUint16(18 * b, true))
        for (let i = 0; i < 16; i++) {
          const pair = view.getUint8(18 * b + 2 + i)
          to[32 * b + i] = scale * ((pair & 15) - 8)
          to[32 * b + 16 + i] = scale * ((pair >> 4) - 8)
        }
      }
  }
}

/** An IEEE half: a sign, five bits of exponent, ten of fraction. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** The upper half of an f32. */
export function fromBfloat(bits: number): number {
  word[0] = bits << 16
  return asNumber[0]
}

const word = new Uint32Array(1)
const asNumber = new Float32Array(word.buffer)
