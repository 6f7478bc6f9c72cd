// Adds up rows of an embedder's weights: what a text costs is almost all here.

/**
 * Sets `out`, (dimension) floats, to the sum of `count` rows, each times its factor. Rows are
 * (dimension) whole numbers from -127 to 127 beginning at `rows`; `dimension` is a multiple of 16.
 * Sixteen columns stay in registers while all rows pass.
 */
export function sum(
  rows: usize,
  ids: usize,
  factors: usize,
  count: i32,
  dimension: i32,
  out: usize,
): void {
  for (let c = 0; c < dimension; c += 16) {
    let s0 = f32x4.splat(0)
    let s1 = f32x4.splat(0)
    let s2 = f32x4.splat(0)
    let s3 = f32x4.splat(0)
    for (let i = 0; i < count; i++) {
      const id = load<u32>(ids + (<usize>i << 2))
      const factor = f32x4.splat(load<f32>(factors + (<usize>i << 2)))
      const bytes = v128.load(rows + <usize>id * dimension + c)
      const low = i16x8.extend_low_i8x16_s(bytes)
      const high = i16x8.extend_high_i8x16_s(bytes)
      s0 = f32x4.add(s0, f32x4.mul(factor, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low))))
      s1 = f32x4.add(s1, f32x4.mul(factor, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low))))
      s2 = f32x4.add(s2, f32x4.mul(factor, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high))))
      s3 = f32x4.add(s3, f32x4.mul(factor, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high))))
    }
    const at = out + (<usize>c << 2)
    v128.store(at, s0)
    v128.store(at, s1, 16)
    v128.store(at, s2, 32)
    v128.store(at, s3, 48)
  }
}
