/**
 * What the machine can do at most in four-number vectors without a fused multiply-add: twelve chains
 * that depend on nothing but themselves and touch no memory. The benchmark's yardstick.
 * Returns a sum, so that no compiler may leave the work out; 96 operations a round.
 */
export function peak(rounds: i32, factor: f32, summand: f32): f32 {
  // Arguments and no constants, which an engine would put together anew at every use.
  const shrink = f32x4.splat(factor)
  const more = f32x4.splat(summand)
  // Twelve different starts, or the compiler sees that all are one.
  let a = f32x4.splat(1),
    b = f32x4.splat(2),
    c = f32x4.splat(3),
    d = f32x4.splat(4)
  let e = f32x4.splat(5),
    f = f32x4.splat(6),
    g = f32x4.splat(7),
    h = f32x4.splat(8)
  let i = f32x4.splat(9),
    j = f32x4.splat(10),
    k = f32x4.splat(11),
    l = f32x4.splat(12)
  for (let round = 0; round < rounds; round++) {
    a = f32x4.add(f32x4.mul(a, shrink), more)
    b = f32x4.add(f32x4.mul(b, shrink), more)
    c = f32x4.add(f32x4.mul(c, shrink), more)
    d = f32x4.add(f32x4.mul(d, shrink), more)
    e = f32x4.add(f32x4.mul(e, shrink), more)
    f = f32x4.add(f32x4.mul(f, shrink), more)
    g = f32x4.add(f32x4.mul(g, shrink), more)
    h = f32x4.add(f32x4.mul(h, shrink), more)
    i = f32x4.add(f32x4.mul(i, shrink), more)
    j = f32x4.add(f32x4.mul(j, shrink), more)
    k = f32x4.add(f32x4.mul(k, shrink), more)
    l = f32x4.add(f32x4.mul(l, shrink), more)
  }
  const first = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(e, f))
  const second = f32x4.add(f32x4.add(f32x4.add(g, h), f32x4.add(i, j)), f32x4.add(k, l))
  return f32x4.extract_lane(f32x4.add(first, second), 0)
}
