import { reading } from '../arena/experiments/reading.ts'
import type { Bench, Knob, Lab } from '../arena/lab.ts'
import { lossesOver, type Trial } from '../arena/measure.ts'
import { backcopy } from '../tasks/backcopy.ts'
import { lmInfinite } from './lm-infinite.ts'

/** Nats a byte of text so many times as long as the model was trained on, past the trained length. */
const lossOf = (bench: Bench, trial: Trial, times: number) => {
  const { context } = bench.lm.spec
  return lossesOver(bench, backcopy, { length: times * context }, trial, times > 1 ? context : 24)
}

const knobs: readonly Knob[] = [
  { name: 'start', says: 'First tokens that are always looked at', least: 0, most: 16, usual: 4 },
  {
    name: 'slots',
    says: 'Slots of the cache, first tokens included',
    least: 8,
    most: 512,
    usual: 64,
  },
]

export const lmInfiniteLab: Lab = {
  method: 'lm-infinite',
  name: 'LM-Infinite',
  family: 'cache',
  does: 'Looks at the first tokens and the latest, and tells no distance longer than the model has learnt.',
  paper: '2308.16137',
  reading: 'Without the optional tokens of the middle.',
  knobs,
  claims: [
    {
      says: 'With the mask and the cap a model goes on fluently far past its trained length, untrained.',
      check:
        'Loss past the trained length of texts four times as long, with 64 slots: within 3 % of texts ' +
        'of the trained length, where dense attention loses more.',
      expected: 'reproduced',
      measure(bench) {
        const figures = {
          inside: lossOf(bench, { slots: 0 }, 0.9),
          infinite: lossOf(bench, { policy: lmInfinite(), slots: 64 }, 4),
          dense: lossOf(bench, { slots: 0 }, 4),
        }
        const isFluent = figures.infinite < 1.03 * figures.inside
        const isDense = figures.dense > 1.03 * figures.inside
        return { verdict: isFluent && isDense ? 'reproduced' : 'not reproduced', figures }
      },
    },
    {
      says: 'Distances that were never trained on are what breaks a model: without the cap it fails.',
      check: 'The same mask with true distances.',
      expected: 'reproduced',
      measure(bench) {
        const figures = {
          capped: lossOf(bench, { policy: lmInfinite(), slots: 64 }, 4),
          uncapped: lossOf(bench, { policy: lmInfinite({ cap: 'none' }), slots: 64 }, 4),
        }
        const harm = figures.uncapped / figures.capped - 1
        const verdict = harm > 0.01 ? 'reproduced' : harm > 0.002 ? 'partly' : 'not at this size'
        return { verdict, figures: { ...figures, harm } }
      },
    },
  ],
  experiments: [
    reading({
      title: 'With and without the cap on distances',
      says: 'The same tokens are looked at; once distances are capped at what was trained, once they are told as they are.',
      knobs,
      series: [
        { name: 'LM-Infinite', role: 'method' },
        { name: 'dense', role: 'ceiling' },
        { name: 'without the cap', role: 'rival' },
      ],
      showsKept: true,
      ways({ knob }) {
        const [slots, start] = [knob('slots'), knob('start')]
        return [
          { name: 'LM-Infinite', role: 'method', slots, policy: lmInfinite({ start }) },
          { name: 'dense', role: 'ceiling' },
          {
            name: 'without the cap',
            role: 'rival',
            slots,
            policy: lmInfinite({ start, cap: 'none' }),
          },
        ]
      },
    }),
  ],
}
