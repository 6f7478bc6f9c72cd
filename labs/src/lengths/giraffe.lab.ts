import { reading } from '../arena/experiments/reading.ts'
import type { Bench, Knob, Lab } from '../arena/lab.ts'
import { losses, mean, textsOf } from '../arena/measure.ts'
import type { PositionScheme } from '../model/positions.ts'
import { backcopy } from '../tasks/backcopy.ts'
import { baseChange, linearScaling, powerScaling, type Trained, truncatedBasis } from './giraffe.ts'

/** Nats a byte from `from` times the trained length up to `to` times it, with other positions. */
export function lossBetween(
  bench: Bench,
  [from, to]: readonly [number, number],
  scheme?: (trained: Trained) => PositionScheme,
): number {
  const { context, rotaryBase, headWidth } = bench.lm.spec
  const positions = scheme?.({ base: rotaryBase, headWidth })
  const texts = textsOf(bench, backcopy, { length: Math.round(to * context) })
  const trial = { slots: Infinity, ...(positions && { positions }) }
  return mean(
    texts.map((text) => mean(losses(bench, text, trial), Math.round(from * context), text.length)),
  )
}

const factor: Knob = {
  name: 'factor',
  says: 'Times the trained length',
  least: 1,
  most: 64,
  usual: 4,
  fractional: true,
}
const power: Knob = {
  name: 'power',
  says: 'Power of the falling basis',
  least: 0,
  most: 4,
  usual: 0.5,
  fractional: true,
}

export const giraffeLab: Lab = {
  method: 'giraffe',
  name: 'Giraffe',
  family: 'length',
  does: 'Sets ways to stretch positions side by side: interpolation, other bases, truncation.',
  paper: '2308.10882',
  reading: 'Without the short training that the paper gives each of them.',
  knobs: [factor, power],
  claims: [
    {
      says: 'A scale of one changes nothing.',
      check:
        'Loss with linear scaling by 1, a base times 1 and a power of 0, against own positions: equal.',
      expected: 'exact',
      measure(bench) {
        const own = lossBetween(bench, [0, 1])
        const off = (scheme: (trained: Trained) => PositionScheme) =>
          Math.abs(lossBetween(bench, [0, 1], scheme) - own)
        const figures = {
          linear: off((trained) => linearScaling(trained, 1)),
          base: off((trained) => baseChange(trained, 1)),
          power: off((trained) => powerScaling(trained, 0)),
        }
        const isSame = Math.max(...Object.values(figures)) < 1e-6
        return { verdict: isSame ? 'exact' : 'not reproduced', figures }
      },
    },
    {
      says: 'Linear scaling is the best of the ways at long lengths.',
      check:
        'Loss between one and three times the trained length, each untrained: linear scaling by 4 ahead of the others.',
      expected: 'not reproduced',
      measure(bench) {
        const between = (scheme?: (trained: Trained) => PositionScheme) =>
          lossBetween(bench, [1, 3], scheme)
        const figures = {
          inside: lossBetween(bench, [0.25, 1]),
          own: between(),
          linear: between((trained) => linearScaling(trained, 4)),
          base: between((trained) => baseChange(trained, 10)),
          power: between((trained) => powerScaling(trained, 0.5)),
          truncated: between((trained) =>
            truncatedBasis(trained, { low: 0.005, between: 0.01, high: 0.1 }),
          ),
        }
        const others = [figures.own, figures.base, figures.power, figures.truncated]
        const isBest = figures.linear < Math.min(...others)
        return { verdict: isBest ? 'reproduced' : 'not reproduced', figures }
      },
    },
  ],
  experiments: [
    reading({
      title: 'A text longer than any the model has read',
      says: 'Each way tells the model another position for the same byte. None of them was trained; own positions run off the end of what was.',
      knobs: [factor, power],
      series: [
        { name: 'another base', role: 'method' },
        { name: 'own positions', role: 'floor' },
        { name: 'linear', role: 'rival' },
        { name: 'power', role: 'rival' },
        { name: 'truncated', role: 'rival' },
      ],
      ways({ lm, knob }) {
        const trained = { base: lm.spec.rotaryBase, headWidth: lm.spec.headWidth }
        const [times, falling] = [knob('factor'), knob('power')]
        const limits = { low: 0.002, between: 0.005, high: 0.05 }
        return [
          { name: 'another base', role: 'method', positions: baseChange(trained, 2 * times) },
          { name: 'own positions', role: 'floor' },
          { name: 'linear', role: 'rival', positions: linearScaling(trained, times) },
          { name: 'power', role: 'rival', positions: powerScaling(trained, falling) },
          { name: 'truncated', role: 'rival', positions: truncatedBasis(trained, limits) },
        ]
      },
    }),
  ],
}
