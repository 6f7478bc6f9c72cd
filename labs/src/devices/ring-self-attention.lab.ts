import type { Lab } from '../arena/lab.ts'
import { wire } from '../arena/experiments/wire.ts'
import { compared } from './exact.ts'
import { lasp2 } from './lasp-2.ts'
import { ringSelfAttention } from './ring-self-attention.ts'

export const ringSelfAttentionLab: Lab = {
  method: 'ring-self-attention',
  name: 'Ring Self-Attention',
  family: 'devices',
  does: 'Splits one sequence over devices, and passes keys and values round a ring.',
  paper: '2105.13120',
  reading: 'One head, simulated devices in one thread; wall time is not claimed.',
  knobs: [],
  claims: [
    {
      says: 'Attention over a sequence split over devices is the attention of one device, exactly.',
      check:
        'Outputs and slopes of q, k and v on 2, 4 and 8 devices against one, 128 positions: to 1e-5.',
      expected: 'exact',
      measure({ k, seed }) {
        const on = (size: number) =>
          compared(k, ringSelfAttention, { n: 128, d: 32, size }, seed).apart
        const figures = { two: on(2), four: on(4), eight: on(8) }
        const apart = Math.max(...Object.values(figures))
        return { verdict: apart < 1e-5 ? 'exact' : 'not reproduced', figures }
      },
    },
    {
      says: 'A device sends its chunk N − 1 times round: forward 2 (N − 1) · L / N · d numbers.',
      check:
        'Bytes counted by the devices, forward and backward, on 2, 4 and 8 of them, over the closed form: 1.',
      expected: 'exact',
      measure({ k, seed }) {
        const over = (size: number) => {
          const shape = { n: 128, d: 32, size }
          return compared(k, ringSelfAttention, shape, seed).bytes / ringSelfAttention.bytes(shape)
        }
        const figures = { two: over(2), four: over(4), eight: over(8) }
        const isEqual = Object.values(figures).every((ratio) => ratio === 1)
        return { verdict: isEqual ? 'exact' : 'not reproduced', figures }
      },
    },
  ],
  experiments: [
    wire({
      says: 'The same sequence on more and more devices. Each sends every chunk on to its neighbour, so what a device sends hardly falls; what it must hold does.',
      ways: [
        { name: 'Ring Self-Attention', role: 'method', way: ringSelfAttention },
        { name: 'LASP-2', role: 'rival', way: lasp2 },
      ],
    }),
  ],
}
