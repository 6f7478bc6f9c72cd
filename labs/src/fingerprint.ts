/**
 * 128 bits that tell two byte strings apart, in hexadecimal: four lanes of murmur3's mixing over words.
 * It finds damage and names recipes; it is no protection against someone who wants a collision.
 */
export function fingerprint(bytes: Uint8Array): string {
  const lanes = Uint32Array.of(0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const words = bytes.byteLength >> 2
  for (let i = 0; i < words; i++) take(lanes, i & 3, view.getUint32(4 * i, true))
  let rest = 0
  for (let i = 4 * words; i < bytes.byteLength; i++) rest = (rest << 8) | bytes[i]
  take(lanes, words & 3, rest)
  for (let round = 0; round < 8; round++) {
    take(lanes, round & 3, lanes[(round + 1) & 3] ^ bytes.byteLength)
  }
  return [...lanes].map((lane) => finish(lane).toString(16).padStart(8, '0')).join('')
}

function take(lanes: Uint32Array, lane: number, word: number): void {
  let mixed = Math.imul(word, 0xcc9e2d51)
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
  const hash = lanes[lane] ^ mixed
  lanes[lane] = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64
}

function finish(lane: number): number {
  let hash = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
