import { reading } from '../arena/experiments/reading.ts'
import type { Knob, Lab } from '../arena/lab.ts'
import { baseChange } from './giraffe.ts'
import { lossBetween } from './giraffe.lab.ts'

const factor: Knob = {
  name: 'factor',
  says: 'Factor of the rotary base',
  least: 1,
  most: 1000,
  usual: 50,
  fractional: true,
}

export const adjustedBaseLab: Lab = {
  method: 'adjusted-base',
  name: 'Adjusted base frequency',
  family: 'length',
  does: 'Turns slow pairs slower still, so that distant words keep angles the model has met.',
  paper: '2309.16039',
  reading: 'The change of the base alone, without the training on long texts that follows it.',
  knobs: [factor],
  claims: [
    {
      says: 'The base unchanged, nothing changes.',
      check: 'Loss within the trained length with a factor of 1, against own positions: equal.',
      expected: 'exact',
      measure(bench) {
        const apart =
          lossBetween(bench, [0, 1], (trained) => baseChange(trained, 1)) -
          lossBetween(bench, [0, 1])
        return { verdict: Math.abs(apart) < 1e-6 ? 'exact' : 'not reproduced', figures: { apart } }
      },
    },
    {
      says: 'Another base makes longer texts readable.',
      check:
        'Loss from one to three times the trained length with ten times the base, untrained: less than ' +
        'half of what own positions lose there. Reproduced if within 5 % of the loss inside, too.',
      expected: 'reproduced',
      measure(bench) {
        const figures = {
          inside: lossBetween(bench, [0.25, 1]),
          own: lossBetween(bench, [1, 3]),
          changed: lossBetween(bench, [1, 3], (trained) => baseChange(trained, 10)),
        }
        const helps = figures.changed - figures.inside < (figures.own - figures.inside) / 2
        const isWhole = figures.changed < 1.05 * figures.inside
        return {
          verdict: helps && isWhole ? 'reproduced' : helps ? 'partly' : 'not reproduced',
          figures,
        }
      },
    },
  ],
  experiments: [
    reading({
      title: 'Loss by position, with another base',
      says: 'A larger base costs a little within the trained length and keeps the model readable far beyond it; training on long texts would take that little back.',
      knobs: [factor],
      series: [
        { name: 'adjusted base', role: 'method' },
        { name: 'own base', role: 'floor' },
        { name: 'a tenth of the change', role: 'rival' },
      ],
      ways({ lm, knob }) {
        const trained = { base: lm.spec.rotaryBase, headWidth: lm.spec.headWidth }
        const times = knob('factor')
        return [
          { name: 'adjusted base', role: 'method', positions: baseChange(trained, times) },
          { name: 'own base', role: 'floor' },
          {
            name: 'a tenth of the change',
            role: 'rival',
            positions: baseChange(trained, Math.max(1, times / 10)),
          },
        ]
      },
    }),
  ],
}
