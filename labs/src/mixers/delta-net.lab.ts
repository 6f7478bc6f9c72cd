import { cost } from '../arena/experiments/cost.ts'
import { softmaxAttention } from './softmax-attention.ts'
import { overwriting } from '../arena/experiments/overwriting.ts'
import type { Knob, Lab } from '../arena/lab.ts'
import { rng } from '../rng.ts'
import { deltaNet } from './delta-net.ts'
import { apart } from './exactness.ts'
import { lightningAttention } from './lightning-attention.ts'
import type { Mixer } from './mixer.ts'

/** So much is written wholly: β = σ(40) is 1 in f32. */
const wholly = Float32Array.of(40)

/**
 * How far from its last value each of `count` orthogonal keys is read, on average over keys, when every
 * key is written `times` times with another value.
 */
function forgotten(mixer: Mixer, count: number, times: number, seed: string): number {
  const chance = rng(seed)
  const d = count
  const state = mixer.open(d)
  const out = new Float32Array(d)
  const last: Float32Array[] = []
  const keyOf = (i: number) => new Float32Array(d).fill(1, i, i + 1)
  for (let time = 0; time < times; time++) {
    for (let i = 0; i < count; i++) {
      last[i] = Float32Array.from({ length: d }, chance.normal)
      mixer.step([keyOf(i), keyOf(i), last[i], wholly], state, out)
    }
  }
  let sum = 0
  for (let i = 0; i < count; i++) {
    // Reading without writing: the value there is written again.
    const held = new Float32Array(d)
    for (let c = 0; c < d; c++) held[c] = state[0][i * d + c]
    sum += Math.hypot(...held.map((x, c) => x - last[i][c])) / Math.hypot(...last[i])
  }
  return sum / count
}

const knobs: readonly Knob[] = [
  { name: 'chunk', says: 'Positions taken at once', least: 1, most: 256, usual: 32 },
]

export const deltaNetLab: Lab = {
  method: 'delta-net',
  name: 'DeltaNet',
  family: 'mixing',
  does: 'Linear attention that can overwrite: writing a key replaces what it held.',
  paper: '2406.06484',
  reading: 'Without the short convolution and the feature maps of the whole block.',
  knobs,
  claims: [
    {
      says: 'The delta rule can be computed in chunks, in parallel over the sequence.',
      check: 'Chunks of 32 against the recurrence over 300 positions of width 32: to 1e-4.',
      expected: 'exact',
      measure({ k, seed }) {
        const most = apart(k, deltaNet(), 300, 32, seed)
        return { verdict: most < 1e-4 ? 'exact' : 'not reproduced', figures: { apart: most } }
      },
    },
    {
      says: 'Writing replaces what a key held, where linear attention adds to it.',
      check:
        'Sixteen orthogonal keys, each written four times with another value: how far from the last ' +
        'one it is read, relative to its length; linear attention without decay beside it.',
      expected: 'exact',
      measure({ seed }) {
        const figures = {
          delta: forgotten(deltaNet(), 16, 4, seed),
          linear: forgotten(lightningAttention(1), 16, 4, seed),
        }
        const isExact = figures.delta < 1e-6 && figures.linear > 1
        return { verdict: isExact ? 'exact' : 'not reproduced', figures }
      },
    },
  ],
  experiments: [
    overwriting({
      says: 'As many keys as there is room for are written again and again with new values. The delta rule holds the last one; a sum holds all of them at once.',
      ways: [
        {
          name: 'DeltaNet',
          role: 'method',
          after: (times, seed) => forgotten(deltaNet(), 16, times, seed),
        },
        {
          name: 'linear attention',
          role: 'rival',
          after: (times, seed) => forgotten(lightningAttention(1), 16, times, seed),
        },
      ],
    }),
    cost({
      says: 'The state has one size, and a position one cost, however long the text is.',
      knobs,
      series: [
        { name: 'DeltaNet', role: 'method' },
        { name: 'softmax attention', role: 'ceiling' },
      ],
      mixers: ({ knob }) => [deltaNet(knob('chunk')), softmaxAttention],
    }),
  ],
}
