import { type Mat, row } from '../mat.ts'
import type { Memory } from '../memory.ts'
import { Refusal } from '../refusal.ts'

/**
 * Weights of 8 or 4 bits, in blocks of 32 along a row with one scale each: Q8_0 and Q4_0 of GGUF, but
 * for their scales, which are f32 here. 8 bits: w = code · scale, code from -127 to 127. 4 bits:
 * w = (code − 8) · scale, sixteen bytes a block, the low halves first.
 */
export type Quants = {
  readonly bits: 8 | 4
  readonly rows: number
  readonly cols: number
  /** rows · cols · bits / 8 bytes. */
  readonly codes: Uint8Array
  /** (rows, cols / 32) */
  readonly scales: Mat
}

export const blockWidth = 32

/** Room for weights of a shape. Throws a Refusal where the columns are no whole number of blocks. */
export function keepQuants(memory: Memory, bits: 8 | 4, rows: number, cols: number): Quants {
  if (cols % blockWidth !== 0) {
    throw new Refusal(`Rows of ${cols} numbers cannot be cut into blocks of ${blockWidth}.`)
  }
  return {
    bits,
    rows,
    cols,
    codes: memory.keepBytes((rows * cols * bits) / 8),
    scales: memory.keep(rows, cols / blockWidth),
  }
}

/** Rounds weights (rows, cols) to the nearest codes. */
export function quantize(memory: Memory, bits: 8 | 4, w: Mat): Quants {
  const quants = keepQuants(memory, bits, w.rows, w.cols)
  for (let i = 0; i < w.rows; i++) {
    const weights = row(w, i)
    for (let b = 0; b < w.cols / blockWidth; b++) {
      const block = weights.subarray(b * blockWidth, (b + 1) * blockWidth)
      const at = i * quants.scales.cols + b
      quants.scales.data[at] =
        bits === 8 ? round8(block, quants.codes, at * 32) : round4(block, quants.codes, at * 16)
    }
  }
  return quants
}

/** Bytes that weights of few bits take, scales included. */
export function quantBytes(w: Quants): number {
  return w.codes.byteLength + 4 * w.scales.rows * w.scales.cols
}

function round8(block: Float32Array, codes: Uint8Array, at: number): number {
  let largest = 0
  for (const x of block) largest = Math.max(largest, Math.abs(x))
  const scale = Math.fround(largest / 127)
  for (let c = 0; c < blockWidth; c++)
    codes[at + c] = scale === 0 ? 0 : Math.round(block[c] / scale)
  return scale
}

/** The number farthest from zero becomes code 0, that is −8: so one of the 16 codes is not wasted. */
function round4(block: Float32Array, codes: Uint8Array, at: number): number {
  let farthest = 0
  for (const x of block) if (Math.abs(x) > Math.abs(farthest)) farthest = x
  const scale = Math.fround(farthest / -8)
  const code = (x: number) =>
    scale === 0 ? 8 : Math.min(15, Math.max(0, Math.round(x / scale) + 8))
  for (let c = 0; c < 16; c++) codes[at + c] = code(block[c]) | (code(block[c + 16]) << 4)
  return scale
}
