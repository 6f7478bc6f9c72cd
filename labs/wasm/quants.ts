/**
 * Weights of 8 and 4 bits in blocks of 32 along a row, each block with one scale, as in GGUF's Q8_0
 * and Q4_0 (scales here are f32). Pointers are in bytes.
 */
import { sumLanes } from './lanes'

/** y_j = x · w_j for n rows of k codes of 8 bits; k is a multiple of 32. */
export function dotQ8(n: i32, k: i32, x: usize, codes: usize, scales: usize, y: usize): void {
  const blocks = k >> 5
  for (let j = 0; j < n; j++) {
    let total = f32x4.splat(0)
    let at = x
    for (let b = 0; b < blocks; b++) {
      const sum = f32x4.add(dot16(at, v128.load(codes)), dot16(at + 64, v128.load(codes, 16)))
      total = f32x4.add(total, f32x4.mul(sum, v128.load32_splat(scales)))
      codes += 32
      scales += 4
      at += 128
    }
    store<f32>(y + (j << 2), sumLanes(total))
  }
}

/** y_j = x · w_j for n rows of k codes of 4 bits; low nibbles are a block's first half. */
export function dotQ4(n: i32, k: i32, x: usize, codes: usize, scales: usize, y: usize): void {
  const blocks = k >> 5
  const low = i8x16.splat(15)
  const eight = i8x16.splat(8)
  for (let j = 0; j < n; j++) {
    let total = f32x4.splat(0)
    let at = x
    for (let b = 0; b < blocks; b++) {
      const pairs = v128.load(codes)
      const first = i8x16.sub(v128.and(pairs, low), eight)
      const second = i8x16.sub(i8x16.shr_u(pairs, 4), eight)
      const sum = f32x4.add(dot16(at, first), dot16(at + 64, second))
      total = f32x4.add(total, f32x4.mul(sum, v128.load32_splat(scales)))
      codes += 16
      scales += 4
      at += 128
    }
    store<f32>(y + (j << 2), sumLanes(total))
  }
}

/** Sixteen numbers times sixteen signed bytes, summed into four lanes. */
// @ts-ignore: decorator
@inline
function dot16(x: usize, codes: v128): v128 {
  const low = i16x8.extend_low_i8x16_s(codes)
  const high = i16x8.extend_high_i8x16_s(codes)
  const a = f32x4.mul(v128.load(x), f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low)))
  const b = f32x4.mul(v128.load(x, 16), f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low)))
  const c = f32x4.mul(v128.load(x, 32), f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high)))
  const d = f32x4.mul(v128.load(x, 48), f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high)))
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d))
}

/** Writes `blocks` blocks of 8-bit codes out as numbers. */
export function widenQ8(blocks: i32, codes: usize, scales: usize, to: usize): void {
  for (let b = 0; b < blocks; b++) {
    const scale = v128.load32_splat(scales)
    widen16(v128.load(codes), scale, to)
    widen16(v128.load(codes, 16), scale, to + 64)
    codes += 32
    scales += 4
    to += 128
  }
}

/** Writes `blocks` blocks of 4-bit codes out as numbers. */
export function widenQ4(blocks: i32, codes: usize, scales: usize, to: usize): void {
  const low = i8x16.splat(15)
  const eight = i8x16.splat(8)
  for (let b = 0; b < blocks; b++) {
    const scale = v128.load32_splat(scales)
    const pairs = v128.load(codes)
    widen16(i8x16.sub(v128.and(pairs, low), eight), scale, to)
    widen16(i8x16.sub(i8x16.shr_u(pairs, 4), eight), scale, to + 64)
    codes += 16
    scales += 4
    to += 128
  }
}

// @ts-ignore: decorator
@inline
function widen16(codes: v128, scale: v128, to: usize): void {
  const low = i16x8.extend_low_i8x16_s(codes)
  const high = i16x8.extend_high_i8x16_s(codes)
  v128.store(to, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low))))
  v128.store(to, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low))), 16)
  v128.store(to, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high))), 32)
  v128.store(to, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high))), 48)
}
