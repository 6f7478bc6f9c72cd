/** A seeded source of chance. The same seed gives the same numbers on every machine. */
export type Rng = {
  /** A whole number from 0 to 2³² − 1. */
  u32(): number
  /** A number in [0, 1), with 32 bits. */
  f(): number
  /** A whole number from 0 to n − 1, each equally likely to within n / 2³². */
  below(n: number): number
  /** Gaussian, mean 0, variance 1. */
  normal(): number
  /** A source of its own for one purpose: what is drawn there changes nothing here. */
  fork(tag: string): Rng
  /** Where it stands, for a run that stops and resumes. */
  state(): RngState
}

export type RngState = readonly [number, number, number, number]

/** Starts a source of chance from a seed in words. */
export function rng(seed: string): Rng {
  // Four words of the state from one text, by a hash (FNV-1a with a different start each).
  const word = (salt: number) => fnv1a(seed, Math.imul(salt, 0x9e3779b9) ^ 0x811c9dc5)
  return resumed([word(1), word(2), word(3), word(4) | 1])
}

/** Goes on where `state()` was taken. */
export function resumed(start: RngState): Rng {
  let [a, b, c, d] = start
  // sfc32 (Doty-Humphrey, PractRand): small, fast, passes BigCrush. d counts, so no cycle is short.
  const u32 = () => {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  const f = () => u32() / 2 ** 32
  return {
    u32,
    f,
    below: (n) => Math.floor(f() * n),
    // Box and Muller; the second of the pair is dropped, so that a draw leaves no hidden state.
    normal: () => Math.sqrt(-2 * Math.log(1 - f())) * Math.cos(2 * Math.PI * f()),
    fork: (tag) => rng(`${a}.${b}.${c}.${d}/${tag}`),
    state: () => [a, b, c, d],
  }
}

/** The order of 0 … n − 1 after a fair shuffle (Fisher and Yates). */
export function shuffled(n: number, chance: Rng): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = chance.below(i + 1)
    const moved = order[i]
    order[i] = order[j]
    order[j] = moved
  }
  return order
}

/** One of several, each equally likely. */
export function pick<T>(among: ArrayLike<T>, chance: Rng): T {
  return among[chance.below(among.length)]
}

function fnv1a(text: string, start: number): number {
  let hash = start
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  // FNV leaves the low bits weak: one round of mixing (murmur3's finaliser).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
