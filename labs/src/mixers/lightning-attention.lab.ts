import { cost } from '../arena/experiments/cost.ts'
import { looks } from '../arena/experiments/looks.ts'
import type { Knob, Lab } from '../arena/lab.ts'
import { metered } from '../kernels/metered.ts'
import { meter } from '../meter.ts'
import { apart, inputsOf } from './exactness.ts'
import { lightningAttention } from './lightning-attention.ts'
import type { Mixer } from './mixer.ts'
import { softmaxAttention } from './softmax-attention.ts'

const knobs: readonly Knob[] = [
  {
    name: 'lambda',
    says: 'What is left of the state a position later',
    least: 0,
    most: 1,
    usual: 0.97,
    fractional: true,
  },
  { name: 'block', says: 'Positions taken at once', least: 1, most: 512, usual: 32 },
]

export const lightningAttentionLab: Lab = {
  method: 'lightning-attention',
  name: 'Lightning Attention-2',
  family: 'mixing',
  does: 'Computes linear attention in tiles, at a cost a token that does not grow with the text.',
  paper: '2401.04658',
  knobs,
  claims: [
    {
      says: 'Tiling separates intra-block and inter-block terms without changing the result.',
      check: 'Blocks of 32 against the recurrence over 500 positions of width 32: to 1e-4.',
      expected: 'exact',
      measure({ k, seed }) {
        const most = apart(k, lightningAttention(), 500, 32, seed)
        return { verdict: most < 1e-4 ? 'exact' : 'not reproduced', figures: { apart: most } }
      },
    },
    {
      says: 'The cost of a token is constant however long the sequence is.',
      check:
        'Operations a token, as the kernels count them, at 256 and at 2,048 positions; softmax beside it.',
      expected: 'reproduced',
      measure({ k, seed }) {
        const perToken = (mixer: Mixer, n: number) =>
          k.memory.scope(() => {
            const spent = meter()
            const inputs = inputsOf(k, mixer, n, 32, seed)
            mixer.forward(metered(k, spent), inputs, k.memory.scratch(n, 32))
            return spent.flops / n
          })
        const figures = {
          short: perToken(lightningAttention(), 256),
          long: perToken(lightningAttention(), 2048),
          softmaxShort: perToken(softmaxAttention, 256),
          softmaxLong: perToken(softmaxAttention, 2048),
        }
        const isFlat = figures.long < 1.01 * figures.short
        const doesSoftmaxGrow = figures.softmaxLong > 7 * figures.softmaxShort
        return { verdict: isFlat && doesSoftmaxGrow ? 'reproduced' : 'not reproduced', figures }
      },
    },
  ],
  experiments: [
    cost({
      says: 'Operations a position are the same at 16 and at 2,048 positions; those of softmax attention double each time.',
      knobs,
      series: [
        { name: 'Lightning Attention', role: 'method' },
        { name: 'softmax attention', role: 'ceiling' },
      ],
      mixers: ({ knob }) => [lightningAttention(knob('lambda'), knob('block')), softmaxAttention],
    }),
    looks({
      says: 'Without a softmax, what is far away fades: by lambda at every position.',
      knobs: [knobs[0]],
      mixer: ({ knob }) => lightningAttention(knob('lambda')),
    }),
  ],
}
