import type { TokenModel } from './exact-bytes.ts'
import type { PairCodec } from './pair-codec.ts'

/**
 * The simplest model of tokens that has learnt something: how often each followed each in a text, smoothed
 * by how often it stood there at all, and that by a little for every byte.
 */
export function tokenBigrams(codec: PairCodec, text: Uint8Array): TokenModel {
  const ids = codec.encode(text)
  const single = new Float64Array(codec.size).fill(0.05)
  const pairs = new Map<number, Map<number, number>>()
  ids.forEach((id, i) => {
    single[id]++
    if (i === 0) return
    const after = pairs.get(ids[i - 1]) ?? new Map<number, number>()
    pairs.set(ids[i - 1], after.set(id, (after.get(id) ?? 0) + 1))
  })
  const whole = single.reduce((a, b) => a + b)
  return (before) => {
    const after = pairs.get(before.at(-1) ?? -1)
    const count = after ? [...after.values()].reduce((a, b) => a + b) : 0
    return single.map((times, id) => {
      const seen = after?.get(id) ?? 0
      // Two imagined sightings, shared out as the single ones are.
      return Math.log((seen + (2 * times) / whole) / (count + 2))
    })
  }
}
