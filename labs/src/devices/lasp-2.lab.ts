import type { Lab } from '../arena/lab.ts'
import { wire } from '../arena/experiments/wire.ts'
import { compared } from './exact.ts'
import { lasp2 } from './lasp-2.ts'
import { ringSelfAttention } from './ring-self-attention.ts'

export const lasp2Lab: Lab = {
  method: 'lasp-2',
  name: 'LASP-2',
  family: 'devices',
  does: 'Splits linear attention over devices with one small exchange that does not grow with the text.',
  paper: '2502.07563',
  reading: 'Without decay; one head, simulated devices in one thread; wall time is not claimed.',
  knobs: [],
  claims: [
    {
      says: 'Linear attention over a split sequence is that of one device, exactly.',
      check:
        'Outputs and slopes of q, k and v on 2, 4 and 8 devices against one, 128 positions: to 1e-4, sums of 128 terms being about 30.',
      expected: 'exact',
      measure({ k, seed }) {
        const on = (size: number) => compared(k, lasp2, { n: 128, d: 32, size }, seed).apart
        const figures = { two: on(2), four: on(4), eight: on(8) }
        const apart = Math.max(...Object.values(figures))
        return { verdict: apart < 1e-4 ? 'exact' : 'not reproduced', figures }
      },
    },
    {
      says: 'One exchange whose size does not depend on the length, where a ring passes all keys and values.',
      check: 'Bytes a device sends on 4 devices at 64 and at 512 positions; the ring beside it.',
      expected: 'exact',
      measure({ k, seed }) {
        const sent = (n: number, way: typeof lasp2) =>
          compared(k, way, { n, d: 32, size: 4 }, seed).bytes
        const figures = {
          short: sent(64, lasp2),
          long: sent(512, lasp2),
          ringShort: sent(64, ringSelfAttention),
          ringLong: sent(512, ringSelfAttention),
        }
        const isFlat = figures.short === figures.long
        const doesRingGrow = figures.ringLong === 8 * figures.ringShort
        return { verdict: isFlat && doesRingGrow ? 'exact' : 'not reproduced', figures }
      },
    },
  ],
  experiments: [
    wire({
      says: 'The longer the text, the more the ring must pass on. A state of d × d numbers is as large after a million positions as after one.',
      ways: [
        { name: 'LASP-2', role: 'method', way: lasp2 },
        { name: 'Ring Self-Attention', role: 'rival', way: ringSelfAttention },
      ],
    }),
  ],
}
