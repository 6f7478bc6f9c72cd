import type { Knob, Lab } from '../arena/lab.ts'
import { type Levels, sharing } from './prefixes.ts'

const d = 32

/** A prompt and so many sequences that go on from it. */
const flat = (prefix: number, sequences: number, suffix: number): Levels => [
  { branches: 1, length: prefix },
  { branches: sequences, length: suffix },
]

const prefix: Knob = { name: 'prefix', says: 'Tokens shared', least: 16, most: 4096, usual: 1024 }
const suffix: Knob = { name: 'suffix', says: 'Tokens of its own', least: 1, most: 256, usual: 16 }

export const hydragenLab: Lab = {
  method: 'hydragen',
  name: 'Hydragen',
  family: 'devices',
  does: 'Attends to a prompt that many continuations share once for all of them, exactly.',
  paper: '2402.05099',
  reading: 'One head of one layer; wall time is this machine’s.',
  knobs: [prefix, suffix],
  claims: [
    {
      says: 'Attention over prefix and suffix apart, merged, is attention over both.',
      check:
        '32 sequences on 256 shared tokens, and a tree of 3 × 4 sequences: against each by itself, to 1e-5.',
      expected: 'exact',
      measure({ k, seed }) {
        const tree: Levels = [...flat(64, 3, 40), { branches: 4, length: 9 }]
        const figures = {
          flat: sharing(k, flat(256, 32, 8), d, seed).apart,
          tree: sharing(k, tree, d, seed).apart,
        }
        const isExact = Math.max(figures.flat, figures.tree) < 1e-5
        return { verdict: isExact ? 'exact' : 'not reproduced', figures }
      },
    },
    {
      says: 'The prefix is read once, however many sequences share it.',
      check:
        'Bytes read a step for 32 sequences over 1,024 shared tokens and 16 of their own, as the kernels count.',
      expected: 'reproduced',
      measure({ k, seed }) {
        const { bytes, bytesAlone } = sharing(k, flat(1024, 32, 16), d, seed)
        const figures = { shared: bytes, alone: bytesAlone, less: bytesAlone / bytes }
        return { verdict: figures.less > 10 ? 'reproduced' : 'not reproduced', figures }
      },
    },
    {
      says: 'Throughput grows with batch and prefix.',
      check:
        'Time of a step without sharing over that with it, for 4 and for 64 sequences on 1,024 tokens.',
      expected: 'not at this size',
      timed: true,
      measure({ k, seed }) {
        const gain = (sequences: number) => {
          const { ms, msAlone } = sharing(k, flat(1024, sequences, 16), d, seed)
          return msAlone / ms
        }
        const figures = { few: gain(4), many: gain(64) }
        // A prompt of a quarter megabyte stays in this machine's cache, where reading it again is cheap.
        const grows = figures.many > 1.1 * figures.few
        const isFaster = grows && figures.many > 1.5
        return { verdict: isFaster ? 'reproduced' : grows ? 'partly' : 'not at this size', figures }
      },
    },
  ],
  experiments: [
    {
      name: 'batch',
      title: 'More and more continuations of one prompt',
      says: 'One step of attention for every sequence. Each by itself reads the whole prompt again; together they read it once.',
      model: 'nano',
      reads: false,
      knobs: [prefix, suffix],
      plots: [
        {
          name: 'bytes',
          title: 'Read in one step',
          x: { says: 'sequences', unit: 'count', scale: 'log2' },
          y: { says: 'bytes', unit: 'bytes', scale: 'log2' },
          series: [
            { name: 'Hydragen', role: 'method' },
            { name: 'each by itself', role: 'ceiling' },
          ],
        },
        {
          name: 'time',
          timed: true,
          title: 'Time of one step, on this machine',
          x: { says: 'sequences', unit: 'count', scale: 'log2' },
          y: { says: 'milliseconds', unit: 'number', scale: 'log2' },
          series: [
            { name: 'Hydragen', role: 'method' },
            { name: 'each by itself', role: 'ceiling' },
          ],
        },
      ],
      *run({ k, seed, knob }) {
        const batches = [1, 2, 4, 8, 16, 32, 64, 128]
        let apart = 0
        for (const [i, x] of batches.entries()) {
          const levels = flat(knob('prefix'), x, knob('suffix'))
          const found = sharing(k, levels, d, seed)
          apart = Math.max(apart, found.apart)
          yield { kind: 'point', plot: 'bytes', series: 'Hydragen', x, y: found.bytes }
          yield { kind: 'point', plot: 'bytes', series: 'each by itself', x, y: found.bytesAlone }
          yield { kind: 'point', plot: 'time', series: 'Hydragen', x, y: found.ms }
          yield { kind: 'point', plot: 'time', series: 'each by itself', x, y: found.msAlone }
          yield { kind: 'progress', done: i + 1, of: batches.length }
        }
        yield { kind: 'figure', name: 'furthest from each by itself', value: apart }
      },
    },
  ],
}
