import { cost } from '../arena/experiments/cost.ts'
import { looks } from '../arena/experiments/looks.ts'
import { softmaxAttention } from './softmax-attention.ts'
import type { Lab } from '../arena/lab.ts'
import { row } from '../mat.ts'
import { aaren } from './aaren.ts'
import { inputsOf, stateAfter } from './exactness.ts'

export const aarenLab: Lab = {
  method: 'aaren',
  name: 'Aaren',
  family: 'mixing',
  does: 'Computes attention with a learnt query as a recurrent network, with three numbers of state and a value.',
  paper: '2405.13956',
  reading:
    'The score s = q · k is an input; the learnt query stands in the projection that makes it.',
  knobs: [{ name: 'positions', says: 'Length of the sequence', least: 1, most: 4096, usual: 100 }],
  claims: [
    {
      says: 'Attention with a fixed query can be computed as a recurrent network, exactly.',
      check: 'All outputs of a scan over 257 positions against softmax over each prefix: to 1e-5.',
      expected: 'exact',
      measure: ({ k, seed }) =>
        k.memory.scope(() => {
          const [n, d] = [257, 16]
          const [s, v] = inputsOf(k, aaren, n, d, seed)
          const out = k.memory.scratch(n, d)
          aaren.forward(k, [s, v], out)
          let apart = 0
          for (let t = 0; t < n; t++) {
            const shares = Array.from({ length: t + 1 }, (_, i) => Math.exp(s.data[i]))
            const whole = shares.reduce((a, b) => a + b)
            for (let c = 0; c < d; c++) {
              const right = shares.reduce(
                (sum, share, i) => sum + (share / whole) * row(v, i)[c],
                0,
              )
              apart = Math.max(apart, Math.abs(right - row(out, t)[c]))
            }
          }
          return { verdict: apart < 1e-5 ? 'exact' : 'not reproduced', figures: { apart } }
        }),
    },
    {
      says: 'It is updated with new tokens in constant memory.',
      check: 'Bytes of the state after 10 and after 1,000 positions of width 32.',
      expected: 'exact',
      measure({ k }) {
        const [few, many] = [stateAfter(k, aaren, 10, 32), stateAfter(k, aaren, 1000, 32)]
        return { verdict: few === many ? 'exact' : 'not reproduced', figures: { few, many } }
      },
    },
  ],
  experiments: [
    looks({
      says: 'A learnt query asks every letter the same question, so the rows of the matrix differ only in how much is there yet: softmax over a growing prefix, and a scan gives all of them.',
      knobs: [],
      mixer: () => aaren,
    }),
    cost({
      says: 'What attention must remember grows with every position; here it is a sum, a maximum and a mean.',
      knobs: [],
      series: [
        { name: 'Aaren', role: 'method' },
        { name: 'softmax attention', role: 'ceiling' },
      ],
      mixers: () => [aaren, softmaxAttention],
    }),
  ],
}
