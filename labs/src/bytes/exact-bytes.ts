import { beginning } from '../codec.ts'
import type { Kernels } from '../kernels/kernels.ts'
import type { Lm } from '../model/lm.ts'
import { openSession } from '../session/session.ts'
import type { ByteScorer } from './byte-scorer.ts'
import type { PairCodec } from './pair-codec.ts'

/** The logarithm of the shares that a model of tokens gives every token after some. */
export type TokenModel = (ids: readonly number[]) => Float64Array

/** A model's shares among the tokens that a codec has; the beginning can never follow. */
export function tokenModel(k: Kernels, lm: Lm, { size }: PairCodec): TokenModel {
  const known = new Map<string, Float64Array>()
  return (ids) => {
    const key = ids.join()
    const found = known.get(key) ?? sharesAfter(k, lm, ids, size)
    if (known.size > 20_000) known.clear()
    known.set(key, found)
    return found
  }
}

function sharesAfter(k: Kernels, lm: Lm, ids: readonly number[], size: number): Float64Array {
  using session = openSession(k, lm)
  const logits = session.prefill(Int32Array.of(beginning, ...ids))
  const scores = Float64Array.from(logits.subarray(0, size))
  scores[beginning] = -Infinity
  const top = scores.reduce((a, b) => Math.max(a, b), -Infinity)
  const whole = Math.log(scores.reduce((sum, x) => sum + Math.exp(x - top), 0))
  return scores.map((x) => x - top - whole)
}

/**
 * How likely bytes are to a model of tokens, exactly (2410.09303, section 3): a text that begins with the
 * bytes b is tokenised as one of b's covers, tokens that spell b or more, of which all but the last spell
 * less. P(b) = Σ over covers of P(cover); P(next | b) = P(b · next) / P(b).
 *
 * Only covers that the codec would write count: of every text there is one tokenisation, and a model that
 * was trained on those gives others nothing. A model that was not gives them something, and is asked
 * among those that may follow: at each token its shares are shared out among the tokens that keep the
 * tokenisation valid.
 */
export function exactBytes(model: TokenModel, codec: PairCodec): ByteScorer {
  const spelled = Array.from({ length: codec.size }, (_, id) => codec.bytesOf(id))
  const valid = validity(codec)
  const follow = remembering(followers(model, codec, valid))

  const known = new Map<string, number>([['', 0]])
  /** log P(b). */
  const logChance = (bytes: Uint8Array): number => {
    const key = bytes.join()
    const found = known.get(key)
    if (found !== undefined) return found
    const sum = coversOf(bytes)
    if (known.size > 100_000) known.clear()
    known.set(key, sum)
    return sum
  }

  /** Σ over covers, walked token by token: whole tokens go on, a token that spells past the end is last. */
  const coversOf = (bytes: Uint8Array): number => {
    const terms: number[] = []
    const walk = (ids: readonly number[], at: number, log: number) => {
      const shares = follow(ids)
      for (let id = 0; id < codec.size; id++) {
        if (shares[id] === -Infinity) continue
        const own = spelled[id]
        if (!agrees(own, bytes, at)) continue
        const here = log + shares[id]
        if (at + own.length >= bytes.length) terms.push(here)
        else walk([...ids, id], at + own.length, here)
      }
    }
    walk([], 0, 0)
    return logSum(terms)
  }

  return {
    name: 'exact bytes',
    bits: (text) =>
      Float64Array.from(text, (_, i) => {
        return (logChance(text.subarray(0, i)) - logChance(text.subarray(0, i + 1))) / Math.LN2
      }),
    nextByte(prefix) {
      const before = logChance(prefix)
      return Float64Array.from({ length: 256 }, (_, byte) =>
        Math.exp(logChance(Uint8Array.of(...prefix, byte)) - before),
      )
    },
  }
}

/** Whether a token may follow others: whether the codec would write them so. */
function validity(codec: PairCodec): (before: number | undefined, id: number) => boolean {
  const known = new Map<number, boolean>()
  return (before, id) => {
    const own = codec.bytesOf(id)
    if (id === beginning) return false
    if (before === undefined) return isWritten([id], codec.encode(own))
    const key = before * 65_536 + id
    const found = known.get(key)
    if (found !== undefined) return found
    // For merges in order it is enough that neighbours are written as they are, two by two.
    const holds = isWritten(
      [before, id],
      codec.encode(Uint8Array.of(...codec.bytesOf(before), ...own)),
    )
    known.set(key, holds)
    return holds
  }
}

/** Asks a model once about each text: covers of longer and longer texts begin alike. */
function remembering(model: TokenModel): TokenModel {
  const known = new Map<string, Float64Array>()
  return (ids) => {
    const key = ids.join()
    const shares = known.get(key) ?? model(ids)
    if (known.size > 5000) known.clear()
    known.set(key, shares)
    return shares
  }
}

const isWritten = (ids: readonly number[], written: Int32Array) =>
  written.length === ids.length && ids.every((id, i) => written[i] === id)

/** A model's shares after some tokens, among those that keep the tokenisation valid. */
export function followers(
  model: TokenModel,
  codec: PairCodec,
  valid = validity(codec),
): TokenModel {
  return (ids) => {
    const shares = model(ids).slice()
    const before = ids.at(-1)
    for (let id = 0; id < codec.size; id++) if (!valid(before, id)) shares[id] = -Infinity
    const whole = logSum([...shares].filter((x) => x > -Infinity))
    return shares.map((x) => x - whole)
  }
}

const agrees = (own: Uint8Array, bytes: Uint8Array, at: number) => {
  const reach = Math.min(own.length, bytes.length - at)
  for (let i = 0; i < reach; i++) if (own[i] !== bytes[at + i]) return false
  return own.length > 0
}

export function logSum(terms: readonly number[]): number {
  const top = terms.reduce((a, b) => Math.max(a, b), -Infinity)
  if (top === -Infinity) return -Infinity
  return top + Math.log(terms.reduce((sum, x) => sum + Math.exp(x - top), 0))
}

/** What reading tokens as bytes does instead: the shares of the tokens' first bytes after the text as tokens. */
export function firstBytes(model: TokenModel, codec: PairCodec): ByteScorer {
  const follow = followers(model, codec)
  const nextByte = (prefix: Uint8Array) => {
    const shares = follow([...codec.encode(prefix)])
    const sums = new Float64Array(256)
    shares.forEach((log, id) => (sums[codec.bytesOf(id)[0] ?? 0] += Math.exp(log)))
    return sums
  }
  return {
    name: 'first bytes of tokens',
    nextByte,
    bits: (text) =>
      Float64Array.from(text, (byte, i) => -Math.log2(nextByte(text.subarray(0, i))[byte])),
  }
}
