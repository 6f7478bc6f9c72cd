import type { TextCodec } from '../codec.ts'

/**
 * Byte-pair encoding (1508.07909) over bytes: ids below 256 are bytes, 256 is the beginning, and from 257
 * on each id is two others written together, in the order in which they were learnt. A text is encoded by
 * doing the earliest learnt merge first, everywhere, then the next.
 */
export type PairCodec = TextCodec & {
  /** The two ids that each id from 257 on is made of. */
  readonly merges: readonly (readonly [number, number])[]
}

/** Made of what was learnt. */
export function pairCodec(
  merges: readonly (readonly [number, number])[],
  name = 'pairs',
): PairCodec {
  const ranks = new Map(merges.map(([a, b], i) => [a * 65_536 + b, i]))
  const spelled: Uint8Array[] = Array.from({ length: 257 }, (_, id) =>
    id < 256 ? Uint8Array.of(id) : new Uint8Array(),
  )
  for (const [a, b] of merges) spelled.push(Uint8Array.of(...spelled[a], ...spelled[b]))
  return {
    name,
    size: spelled.length,
    merges,
    encode(bytes) {
      let ids = [...bytes]
      for (;;) {
        let best = Infinity
        for (let i = 1; i < ids.length; i++) {
          best = Math.min(best, ranks.get(ids[i - 1] * 65_536 + ids[i]) ?? Infinity)
        }
        if (best === Infinity) return Int32Array.from(ids)
        ids = merged(ids, merges[best], 257 + best)
      }
    },
    decode: (ids) => Uint8Array.from([...ids].flatMap((id) => [...(spelled[id] ?? [])])),
    bytesOf: (id) => spelled[id] ?? new Uint8Array(),
  }
}

/** Learns `count` merges: each time the pair of ids that stands together most often, of equals the first. */
export function learnPairs(text: Uint8Array, count: number): PairCodec {
  let ids = [...text]
  const merges: (readonly [number, number])[] = []
  for (let i = 0; i < count; i++) {
    const counts = new Map<number, number>()
    for (let at = 1; at < ids.length; at++) {
      const key = ids[at - 1] * 65_536 + ids[at]
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    let [most, key] = [1, -1]
    for (const [pair, times] of counts) if (times > most) [most, key] = [times, pair]
    if (key < 0) break
    const pair = [Math.floor(key / 65_536), key % 65_536] as const
    merges.push(pair)
    ids = merged(ids, pair, 256 + merges.length)
  }
  return pairCodec(merges)
}

function merged(ids: readonly number[], [a, b]: readonly [number, number], into: number): number[] {
  const shorter: number[] = []
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === a && ids[i + 1] === b) {
      shorter.push(into)
      i++
    } else shorter.push(ids[i])
  }
  return shorter
}
