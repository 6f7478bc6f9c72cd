import { compared } from '../../devices/exact.ts'
import type { SequenceParallel } from '../../devices/sequence.ts'
import type { Experiment } from '../experiment.ts'
import type { Panel, Piece, Series } from '../telling.ts'

const sizes = [1, 2, 4, 8]
const lengths = [32, 64, 128, 256, 512]

const ring: Panel = {
  name: 'ring',
  title: 'Who sends what to whom',
  legend: { drafted: 'sends', plain: 'holds' },
}

/** Splits sequences over devices in several ways, and draws the bytes that each device sends. */
export function wire(of: {
  readonly says: string
  readonly ways: readonly (Series & { readonly way: SequenceParallel })[]
}): Experiment {
  const series = of.ways.map(({ name, role }) => ({ name, role }))
  const y = { says: 'bytes a device sends', unit: 'bytes', least: 0 } as const
  return {
    name: 'wire',
    title: 'Bytes on the wire',
    says: of.says,
    model: 'nano',
    reads: false,
    knobs: [
      { name: 'width', says: 'Width of the head', least: 4, most: 64, usual: 32 },
      { name: 'length', says: 'Length, where devices vary', least: 32, most: 1024, usual: 256 },
    ],
    plots: [
      {
        name: 'devices',
        title: 'More devices',
        x: { says: 'devices', unit: 'count', scale: 'log2' },
        y,
        series,
      },
      {
        name: 'lengths',
        title: 'Longer sequences, on 4 devices',
        x: { says: 'positions', unit: 'count', scale: 'log2' },
        y,
        series,
      },
    ],
    panels: [ring],
    *run({ k, seed, knob }) {
      const d = knob('width') - (knob('width') % 4)
      const n = knob('length') - (knob('length') % 32)
      let done = 0
      const steps = sizes.length + lengths.length
      let apart = 0
      const pieces: Piece[] = []
      for (const size of sizes) {
        for (const { name, way } of of.ways) {
          const found = compared(k, way, { n, d, size }, seed)
          apart = Math.max(apart, found.apart)
          yield { kind: 'point', plot: 'devices', series: name, x: size, y: found.bytes }
          pieces.push(...told(name, size, n, found))
          yield { kind: 'text', panel: 'ring', pieces: [...pieces] }
        }
        yield { kind: 'progress', done: ++done, of: steps }
      }
      for (const length of lengths) {
        for (const { name, way } of of.ways) {
          const found = compared(k, way, { n: length, d, size: 4 }, seed)
          apart = Math.max(apart, found.apart)
          yield { kind: 'point', plot: 'lengths', series: name, x: length, y: found.bytes }
        }
        yield { kind: 'progress', done: ++done, of: steps }
      }
      yield { kind: 'figure', name: 'furthest from one device', value: apart }
    },
  }
}

/** A line a way: who holds which rows, and what goes out of each. */
function told(
  name: string,
  size: number,
  n: number,
  { bytes, rounds }: { bytes: number; rounds: number },
): Piece[] {
  const devices = Array.from(
    { length: size },
    (_, rank) => `${rank}: rows ${(rank * n) / size}–${((rank + 1) * n) / size - 1}`,
  )
  const sends = size === 1 ? 'nothing' : `${bytes} bytes each, in ${rounds} rounds`
  return [
    { text: `${name}, ${size}: `, weight: 0, state: 'asked' },
    { text: devices.join(' → '), weight: 0, state: 'plain' },
    { text: ` ${sends}`, weight: 1, state: 'drafted' },
    { text: '\n', weight: 0, state: 'plain' },
  ]
}
