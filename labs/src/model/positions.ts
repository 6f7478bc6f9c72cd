import type { Angles } from '../kernels/kernels.ts'
import { copy, type Mat, rowsOf } from '../mat.ts'
import type { Memory } from '../memory.ts'

/** How far each pair of a head's numbers is turned at a position. */
export type PositionScheme = {
  readonly name: string
  /** In radians. `pair` counts from 0 to headWidth / 2 − 1. */
  angle(position: number, pair: number): number
}

/** Rotary positions (2104.09864, equation 15): pair i turns by position · base^(−2i / headWidth). */
export function rotary(base: number, headWidth: number): PositionScheme {
  return {
    name: `rotary ${base}`,
    angle: (position, pair) => position * base ** ((-2 * pair) / headWidth),
  }
}

/** A scheme's cosines and sines, worked out as far as they are asked for. */
export type AngleTable = {
  /** Angles of positions 0 to `last`, at least. */
  upTo(last: number): Angles
  /** Says that one more will close it; the last to do so gives the memory back. */
  share(): void
  close(): void
}

/** Opens the table of a scheme. Cosines are taken in double precision and rounded once. */
export function openAngles(memory: Memory, scheme: PositionScheme, headWidth: number): AngleTable {
  const half = headWidth / 2
  let count = 0
  let users = 1
  let angles: Angles = { cos: memory.keep(1, half), sin: memory.keep(1, half) }

  const grow = (m: Mat, rows: number) => {
    const more = memory.keep(rows, half)
    if (count > 0) copy(rowsOf(m, 0, count), more)
    memory.release(m)
    return more
  }

  return {
    upTo(last) {
      if (last < count) return angles
      const rows = Math.max(128, 2 * count, last + 1)
      angles = { cos: grow(angles.cos, rows), sin: grow(angles.sin, rows) }
      for (; count < rows; count++) {
        for (let pair = 0; pair < half; pair++) {
          const angle = scheme.angle(count, pair)
          angles.cos.data[count * half + pair] = Math.cos(angle)
          angles.sin.data[count * half + pair] = Math.sin(angle)
        }
      }
      return angles
    },
    share: () => void users++,
    close() {
      if (--users > 0) return
      memory.release(angles.cos)
      memory.release(angles.sin)
    },
  }
}
