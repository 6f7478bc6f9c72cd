import { beginning } from '../../codec.ts'
import type { PositionScheme } from '../../model/positions.ts'
import type { KvCachePolicy } from '../../session/policy.ts'
import { openSession, type LmSession } from '../../session/session.ts'
import type { Experiment, Stage } from '../experiment.ts'
import type { Knob } from '../lab.ts'
import { surprise } from '../measure.ts'
import type { Piece, Plot, Series, Telling } from '../telling.ts'

/** A way to read: a cache policy with its slots, other positions, or neither. */
export type Way = {
  readonly name: string
  readonly role: Series['role']
  readonly policy?: KvCachePolicy
  readonly slots?: number
  readonly positions?: PositionScheme
}

/** So many bytes are read by one way before it is the next one's turn, */
const stretch = 32

/** and so many of such stretches are averaged for a point. */
const averaged = 4

/** No text is read further: eight times what the models were trained on. */
const longest = 4096

/** The length that the models of the labs are trained on, to be marked in plots. */
const trainedOn = 512

const lossPlot = (series: readonly Series[]): Plot => ({
  name: 'loss',
  title: 'Surprise by position',
  x: { says: 'bytes read', unit: 'count', least: 0 },
  y: { says: 'nats a byte, over the latest 128', unit: 'nats', least: 0 },
  series,
  marks: [{ x: trainedOn, says: 'trained length' }],
})

/**
 * Reads a text byte by byte in several ways, in turns, and draws how surprised each is. Where the first
 * way drops things, the text shows what of it is left.
 */
export function reading(of: {
  readonly title: string
  readonly says: string
  readonly knobs: readonly Knob[]
  /** Names and roles of the ways, in the order in which `ways` gives them. */
  readonly series: readonly Series[]
  readonly showsKept?: boolean
  ways(stage: Stage): readonly Way[]
}): Experiment {
  return {
    name: 'reading',
    title: of.title,
    says: of.says,
    model: 'byte',
    reads: true,
    knobs: of.knobs,
    plots: [lossPlot(of.series)],
    ...(of.showsKept && {
      panels: [
        {
          name: 'kept',
          title: 'What is still in the cache',
          legend: {
            kept: 'kept; the darker, the more of the heads keep it',
            dropped: 'dropped by all',
          },
        },
      ],
    }),
    *run(stage) {
      const text = stage.text.subarray(0, longest)
      const ways = of.ways(stage)
      const sessions = ways.map((way) => open(stage, way))
      try {
        yield* read(stage, text, ways, sessions, of.showsKept === true)
      } finally {
        for (const session of sessions) session.close()
      }
    },
  }
}

function open({ k, lm }: Stage, { policy, slots, positions }: Way): LmSession {
  return openSession(k, lm, {
    ...(policy && { policy, budget: { slots: slots ?? Infinity } }),
    ...(positions && { positions }),
  })
}

function* read(
  stage: Stage,
  text: Uint8Array,
  ways: readonly Way[],
  sessions: readonly LmSession[],
  showsKept: boolean,
): Generator<Telling, void> {
  const ids = stage.codec.encode(text)
  const logits = sessions.map((session) => session.prefill(Int32Array.of(beginning)))
  const whole = ways.map(() => 0)
  const sums = ways.map((): number[] => [])
  for (let from = 0; from < ids.length; from += stretch) {
    const to = Math.min(ids.length, from + stretch)
    for (const [w, way] of ways.entries()) {
      let sum = 0
      for (let i = from; i < to; i++) {
        sum += surprise(logits[w], ids[i])
        logits[w] = sessions[w].step(ids[i])
      }
      whole[w] += sum
      sums[w].push(sum)
      const latest = sums[w].slice(-averaged)
      const bytes = to - from + (latest.length - 1) * stretch
      const mean = latest.reduce((a, b) => a + b) / bytes
      yield { kind: 'point', plot: 'loss', series: way.name, x: to, y: mean }
    }
    if (showsKept) {
      yield { kind: 'text', panel: 'kept', pieces: keptOf(text.subarray(0, to), sessions[0]) }
    }
    yield { kind: 'progress', done: to, of: ids.length }
  }
  for (const [w, way] of ways.entries()) {
    yield { kind: 'figure', name: `${way.name}, nats a byte`, value: whole[w] / ids.length }
    const { peakKv, kvRead } = sessions[w].meter
    yield { kind: 'figure', name: `${way.name}, most bytes of cache`, value: peakKv }
    yield {
      kind: 'figure',
      name: `${way.name}, cache bytes read a byte`,
      value: kvRead / ids.length,
    }
  }
}

/** The text in pieces of equal fate: how many of the key-value heads of all layers keep each byte. */
export function keptOf(text: Uint8Array, session: LmSession): Piece[] {
  const { layers, kvHeads } = session.lm.spec
  // The beginning mark is token 0, so byte i is token i + 1.
  const counts = new Float64Array(text.length + 1)
  for (let i = 0; i < layers; i++) {
    for (const { tokens } of session.layer(i).heads) {
      for (const token of tokens) counts[token]++
    }
  }
  const shares = Array.from(text, (_, i) => counts[i + 1] / (layers * kvHeads))
  return pieces(text, shares, (share) => (share > 0 ? 'kept' : 'dropped'))
}

/** A text cut where the shares of its bytes, to a tenth, change; no character is cut in two. */
export function pieces(
  text: Uint8Array,
  shares: readonly number[],
  stateOf: (share: number) => Piece['state'],
): Piece[] {
  const rounded = shares.map((share) => Math.round(share * 10) / 10)
  const cut: Piece[] = []
  const decoder = new TextDecoder()
  let from = 0
  for (let i = 1; i <= text.length; i++) {
    const isInside = i < text.length && (text[i] & 0xc0) === 0x80
    if (isInside || (i < text.length && rounded[i] === rounded[from])) continue
    const weight = rounded[from]
    cut.push({ text: decoder.decode(text.subarray(from, i)), weight, state: stateOf(shares[from]) })
    from = i
  }
  return cut
}
