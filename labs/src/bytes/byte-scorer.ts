/** Whoever can say how likely bytes are, whatever the units that it reads. */
export type ByteScorer = {
  readonly name: string
  /** −log₂ of how likely each byte is after those before it. */
  bits(text: Uint8Array): Float64Array
  /** How likely each of the 256 bytes is to follow. */
  nextByte(prefix: Uint8Array): Float64Array
}
