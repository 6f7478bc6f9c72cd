import type { Bench, Knob, Lab } from '../arena/lab.ts'
import {
  type Episode,
  attentionSteps,
  episode,
  gradientSteps,
  nearestExamples,
  ridge,
} from './linear-context.ts'

const d = 8
const rate = 0.02

const layers: Knob = { name: 'layers', says: 'Layers, each a step', least: 1, most: 64, usual: 16 }
const noise: Knob = {
  name: 'noise',
  says: 'Noise of the answers',
  least: 0,
  most: 3,
  usual: 0.5,
  fractional: true,
}

/** The mean squared error of a way to answer, over episodes of n examples. */
function errorOf(
  { k, seed }: Pick<Bench, 'k' | 'seed'>,
  n: number,
  noisy: number,
  times: number,
  answer: (of: Episode) => number,
): number {
  let sum = 0
  for (let i = 0; i < times; i++) {
    sum += k.memory.scope(() => {
      const drawn = episode(k, n, d, noisy, `${seed}/${n}/${i}`)
      return (answer(drawn) - drawn.answer) ** 2
    })
  }
  return sum / times
}

export const linearContextLab: Lab = {
  method: 'linear-context',
  name: 'In-context learning as an algorithm',
  family: 'mixing',
  does: 'Sets the weights of attention by hand so that each layer is a step of gradient descent on the examples in the prompt.',
  paper: '2211.15661',
  reading:
    'The construction alone, in one head of linear attention; no transformer is trained on regression here, so which algorithm a trained one is like is not asked.',
  knobs: [layers, noise],
  claims: [
    {
      says: 'Attention can be built that does gradient descent on the examples in its context.',
      check:
        'Predictions of 1, 4 and 16 layers against as many steps written as their formula says, 30 episodes of 12 examples: to 1e-4.',
      expected: 'exact',
      measure({ k, seed }) {
        const apart = (steps: number) => {
          let most = 0
          for (let i = 0; i < 30; i++) {
            k.memory.scope(() => {
              const drawn = episode(k, 12, d, 0.2, `${seed}/${i}`)
              const how = { rate, layers: steps }
              most = Math.max(
                most,
                Math.abs(attentionSteps(k, drawn, how) - gradientSteps(drawn, how)),
              )
            })
          }
          return most
        }
        const figures = { one: apart(1), four: apart(4), sixteen: apart(16) }
        const isExact = Math.max(...Object.values(figures)) < 1e-4
        return { verdict: isExact ? 'exact' : 'not reproduced', figures }
      },
    },
    {
      says: 'With more layers it comes nearer to ridge regression, which with noise is ahead of least squares.',
      check:
        'Squared error with 12 examples of 8 numbers and noise 0.5: 64 layers ahead of 4, ridge with the right λ ahead of least squares.',
      expected: 'reproduced',
      measure(bench) {
        const times = 2 * bench.count
        const over = (answer: (of: Episode) => number) => errorOf(bench, 12, 0.5, times, answer)
        const figures = {
          four: over((one) => attentionSteps(bench.k, one, { rate, layers: 4 })),
          many: over((one) => attentionSteps(bench.k, one, { rate, layers: 64 })),
          ridge: over((one) => ridge(one, 0.25)),
          leastSquares: over((one) => ridge(one, 1e-9)),
        }
        const holds = figures.many < figures.four && figures.ridge < figures.leastSquares
        return { verdict: holds ? 'reproduced' : 'not reproduced', figures }
      },
    },
  ],
  experiments: [
    {
      name: 'examples',
      title: 'How much is learnt from the examples in the prompt',
      says: 'A linear function of eight numbers, told by examples alone. Attention with weights set by hand answers beside textbook algorithms, over many episodes.',
      model: 'nano',
      reads: false,
      knobs: [
        layers,
        noise,
        { name: 'episodes', says: 'Episodes', least: 5, most: 400, usual: 80 },
      ],
      plots: [
        {
          name: 'error',
          title: 'Error of the answer',
          x: { says: 'examples in the prompt', unit: 'count', least: 0 },
          y: { says: 'squared error, at most 20', unit: 'number', least: 0 },
          series: [
            { name: 'attention', role: 'method' },
            { name: 'gradient descent', role: 'rival' },
            { name: 'ridge', role: 'ceiling' },
            { name: 'least squares', role: 'rival' },
            { name: 'nearest examples', role: 'floor' },
          ],
        },
      ],
      *run({ k, seed, knob }) {
        const how = { rate, layers: knob('layers') }
        const ways: Record<string, (of: Episode) => number> = {
          attention: (one) => attentionSteps(k, one, how),
          'gradient descent': (one) => gradientSteps(one, how),
          ridge: (one) => ridge(one, Math.max(1e-9, knob('noise') ** 2)),
          'least squares': (one) => ridge(one, 1e-9),
          'nearest examples': (one) => nearestExamples(one, 3),
        }
        const sums = new Map<string, number>()
        const times = knob('episodes')
        for (let i = 0; i < times; i++) {
          for (const x of [2, 4, 6, 8, 10, 12, 16, 20, 24]) {
            for (const [series, answer] of Object.entries(ways)) {
              const key = `${series} ${x}`
              const one = errorOf({ k, seed: `${seed}/${i}` }, x, knob('noise'), 1, answer)
              sums.set(key, (sums.get(key) ?? 0) + Math.min(20, one))
              yield { kind: 'point', plot: 'error', series, x, y: (sums.get(key) ?? 0) / (i + 1) }
            }
          }
          yield { kind: 'progress', done: i + 1, of: times }
        }
      },
    },
  ],
}
