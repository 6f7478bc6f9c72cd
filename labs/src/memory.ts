import type { Mat } from './mat.ts'
import { Refusal } from './refusal.ts'

/**
 * The memory that kernels work in: one buffer of fixed size, so that no view ever detaches. What lasts
 * grows from the bottom, what is needed for a moment hangs from the top.
 */
export type Memory = {
  readonly buffer: ArrayBufferLike
  /** A matrix of zeros that lasts until it is released. */
  keep(rows: number, cols: number): Mat
  /** Bytes that last until they are released. */
  keepBytes(count: number): Uint8Array
  /** Gives back what `keep` or `keepBytes` gave. A view of it will not do. */
  release(kept: Mat | Uint8Array): void
  /** A matrix, not cleared, that is gone when the innermost `scope` ends. */
  scratch(rows: number, cols: number): Mat
  scratchInts(count: number): Int32Array
  /** Runs `body`; every scratch it took is free again afterwards. */
  scope<T>(body: () => T): T
  /** Bytes in use now, lasting and momentary. */
  used(): number
}

/** Sizes are rounded up to whole cache lines. */
const line = 64

/** Lays out a buffer, leaving its first `from` bytes alone. */
export function layOut(buffer: ArrayBufferLike, from: number): Memory {
  let bottom = Math.ceil(from / line) * line
  let top = Math.floor(buffer.byteLength / line) * line
  let lasting = 0
  const whole = top - bottom
  const lengths = new Map<number, number>()
  const free = new Map<number, number[]>()

  const refuse = (bytes: number): never => {
    throw new Refusal(
      `This needs ${bytes} bytes more than the ${whole} set aside for the lab; ` +
        `use a shorter text or a smaller model, or open the kernels with more memory.`,
    )
  }

  const take = (bytes: number) => {
    const size = roomy(bytes)
    const again = free.get(size)?.pop()
    const at = again ?? bottom
    if (again === undefined) {
      if (bottom + size > top) refuse(size)
      bottom += size
    }
    lengths.set(at, size)
    lasting += size
    return at
  }

  const hang = (bytes: number) => {
    const size = Math.ceil(bytes / line) * line
    if (top - size < bottom) refuse(size)
    top -= size
    return top
  }

  const ceiling = top
  return {
    buffer,
    keep(rows, cols) {
      const data = new Float32Array(buffer, take(4 * rows * cols), rows * cols).fill(0)
      return { data, rows, cols, stride: cols }
    },
    keepBytes: (count) => new Uint8Array(buffer, take(count), count).fill(0),
    release(kept) {
      const at = 'data' in kept ? kept.data.byteOffset : kept.byteOffset
      const size = lengths.get(at)
      if (size === undefined) throw new Error('Released what was not kept, or twice')
      lengths.delete(at)
      lasting -= size
      free.set(size, [...(free.get(size) ?? []), at])
    },
    scratch: (rows, cols) => {
      const data = new Float32Array(buffer, hang(4 * rows * cols), rows * cols)
      return { data, rows, cols, stride: cols }
    },
    scratchInts: (count) => new Int32Array(buffer, hang(4 * count), count),
    scope(body) {
      const mark = top
      try {
        return body()
      } finally {
        top = mark
      }
    },
    used: () => lasting + (ceiling - top),
  }
}

/** The next of 64 · {1, 1¼, 1½, 1¾} · 2ⁿ, in whole lines: few sizes, so that what is freed fits again. */
function roomy(bytes: number): number {
  const lines = Math.max(1, Math.ceil(bytes / line))
  const quarter = 2 ** Math.max(0, Math.floor(Math.log2(lines)) - 2)
  return Math.ceil(lines / quarter) * quarter * line
}
