import { Refusal } from '../refusal.ts'

/** The numbers that a few bits can say, ascending, the largest being 1; what is stored is which. */
export type Format = {
  readonly name: string
  readonly bits: number
  readonly levels: Float64Array
}

const scaled = (name: string, bits: number, values: readonly number[]): Format => {
  const most = Math.max(...values)
  const levels = [...new Set(values)].toSorted((a, b) => a - b).map((x) => x / most)
  return { name, bits, levels: Float64Array.from(levels) }
}

/** Whole numbers from −m to m: symmetric, so that 0 stays 0. */
export function integers(bits: number): Format {
  const most = 2 ** (bits - 1) - 1
  if (!(bits >= 2 && bits <= 8))
    throw new Refusal(`${bits} bits say no whole numbers here; 2 to 8 do.`)
  return scaled(
    `INT${bits}`,
    bits,
    Array.from({ length: 2 * most + 1 }, (_, i) => i - most),
  )
}

/**
 * Floating point of few bits (2310.16836, equation 1): (−1)ˢ 2^{e−b} (1 + m / 2^M), and without the 1
 * where e is 0. What b is does not matter here, for the largest is scaled to 1.
 */
export function floats(exponent: number, mantissa: number): Format {
  const positive: number[] = []
  for (let e = 0; e < 2 ** exponent; e++) {
    for (let m = 0; m < 2 ** mantissa; m++) {
      const part = m / 2 ** mantissa
      positive.push(e === 0 ? 2 * part : 2 ** e * (1 + part))
    }
  }
  // Without a mantissa the least exponent stands for 0.
  const all = positive.flatMap((x) => [x, -x]).map((x) => x + 0)
  return scaled(
    `FP${1 + exponent + mantissa} E${exponent}M${mantissa}`,
    1 + exponent + mantissa,
    all,
  )
}

/** The formats of four bits among which LLM-FP4 searches. */
export const fp4: readonly Format[] = [floats(3, 0), floats(2, 1), floats(1, 2)]

/**
 * NormalFloat (2305.14314, section 3): quantiles of the normal distribution, eight from 0 up and seven
 * below it, and 0 itself, so that each level is met equally often by weights that are normal.
 */
export const nf4: Format = (() => {
  const outermost = 0.9677083
  const quantiles = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      normalQuantile(outermost + ((0.5 - outermost) * i) / count),
    )
  return scaled('NF4', 4, [...quantiles(8), 0, ...quantiles(7).map((x) => -x)])
})()

/** x below which a normal variable lies with chance p, by bisection. */
export function normalQuantile(p: number): number {
  let [low, high] = [-10, 10]
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2
    if (normalShare(middle) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The share of a normal distribution below x: ½ + φ(x) Σ x^{2n+1} / (1 · 3 · … (2n + 1)). */
function normalShare(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0
  let [term, sum] = [x, x]
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (x * x) / n
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}

/** The level nearest to x; of two as near, the one nearer to zero. */
export function nearest({ levels }: Format, x: number): number {
  let [low, high] = [0, levels.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (levels[middle] <= x) low = middle
    else high = middle
  }
  const [below, above] = [levels[low], levels[high]]
  const [down, up] = [Math.abs(x - below), Math.abs(above - x)]
  return down < up || (down === up && Math.abs(below) < Math.abs(above)) ? below : above
}
