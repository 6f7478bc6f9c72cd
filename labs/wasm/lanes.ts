/** Small things the kernels share: sums over lanes, and the exponential function of four numbers. */

// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}

// @ts-ignore: decorator
@inline
export function maxLanes(x: v128): f32 {
  const pairs = f32x4.pmax(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1))
  return max<f32>(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1))
}

/**
 * The constants of `exp4`, read from memory: an engine would otherwise put each one together anew,
 * in several instructions, at every use.
 */
const constants: usize = memory.data<f32>([
  -87, 88,
  1.4426950408889634, 12582912, 0.693359375, 2.12194440e-4,
  1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1,
])

// @ts-ignore: decorator
@inline
function constant(i: usize): v128 {
  return v128.load32_splat(constants + (i << 2))
}

/**
 * eˣ to about 2e-7 relative: x = n ln 2 + r with |r| ≤ ln 2 / 2, then the Taylor series of eʳ to
 * degree 7, times 2ⁿ put together from bits. Below -87 the result is 0, above 88 it is held at e⁸⁸.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const lowest = constant(0)
  // pmin and pmax are single instructions, and let what is not a number through.
  const held = f32x4.pmin(f32x4.pmax(x, lowest), constant(1))
  // Adding 1.5 · 2²³ rounds to a whole number, and leaves it in the low bits.
  const shifted = f32x4.add(f32x4.mul(held, constant(2)), constant(3))
  const n = f32x4.sub(shifted, constant(3))
  // ln 2 in two parts, the first with few bits, so that n times it is exact.
  let r = f32x4.sub(held, f32x4.mul(n, constant(4)))
  r = f32x4.add(r, f32x4.mul(n, constant(5)))
  let e = constant(6)
  e = f32x4.add(f32x4.mul(e, r), constant(7))
  e = f32x4.add(f32x4.mul(e, r), constant(8))
  e = f32x4.add(f32x4.mul(e, r), constant(9))
  e = f32x4.add(f32x4.mul(e, r), constant(10))
  e = f32x4.add(f32x4.mul(e, r), constant(11))
  e = f32x4.add(f32x4.mul(e, r), constant(12))
  e = f32x4.add(f32x4.mul(e, r), constant(12))
  // 2ⁿ is e⁰ with n added to its exponent.
  const power = i32x4.add(i32x4.shl(shifted, 23), constant(12))
  return v128.andnot(f32x4.mul(e, power), f32x4.lt(x, lowest))
}

/** eˣ of one number, the same as a lane of `exp4`. */
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0)
}
