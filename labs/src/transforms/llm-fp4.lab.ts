import { bits } from '../arena/experiments/bits.ts'
import type { Bench, Lab } from '../arena/lab.ts'
import { lossesOver } from '../arena/measure.ts'
import type { Mat } from '../mat.ts'
import type { Lm } from '../model/lm.ts'
import { backcopy } from '../tasks/backcopy.ts'
import { roundRows, withOutliers } from './activations.ts'
import { type Format, fp4, integers } from './formats.ts'
import { rounded, searched, squaredError } from './rounding.ts'
import { transforms } from './transforms.ts'

/** Nats a byte of text of the trained length. */
const lossOf = (bench: Bench, lm: Lm) =>
  lossesOver({ ...bench, lm }, backcopy, { length: lm.spec.context }, { slots: Infinity }, 16)

/** The mean squared error of the first layer's matrices, relative to their squares. */
function errorOf({ k, lm }: Bench, transform: ReturnType<typeof rounded>): number {
  using changed = transform.apply(k, lm)
  let [error, whole] = [0, 0]
  for (const name of ['q', 'k', 'v', 'o', 'gate', 'up', 'down'] as const) {
    const [before, after] = [lm.layers[0][name].weight, changed.lm.layers[0][name].weight]
    if (!before || !after) continue
    error += squaredError(after.data, before.data)
    whole += before.data.reduce((sum, x) => sum + x * x, 0)
  }
  return error / whole
}

/** Loss with weights and inputs of four bits, where some channels are 32 times as large. */
function lossWithOutliers(bench: Bench, format: Format, shifts: 'folded' | 'as they are'): number {
  const { k, lm } = bench
  using weights = searched([format]).apply(k, lm)
  const then = (x: Mat) => roundRows(x, format)
  // Folding the shifts back is what the method does with what it has measured of the channels.
  using changed = withOutliers(k, weights.lm, shifts === 'folded' ? 0 : 5, then)
  return lossOf(bench, changed.lm)
}

export const llmFp4Lab: Lab = {
  method: 'llm-fp4',
  name: 'LLM-FP4',
  family: 'bytes',
  does: 'Rounds weights and inputs to floating point of four bits, with the format searched and channels shifted.',
  paper: '2310.16836',
  reading:
    'The weights’ error stands for the outputs’. Small models have no outlier channels, so they are put in, by a change that alters nothing else.',
  knobs: [],
  claims: [
    {
      says: 'Shifting channels by powers of two into the weights is exact.',
      check:
        'Loss of the model with every 16th channel 32 times as large, and of the model itself: equal.',
      expected: 'exact',
      measure(bench) {
        const { k, lm } = bench
        using outliers = withOutliers(k, lm, 5)
        const figures = { itself: lossOf(bench, lm), shifted: lossOf(bench, outliers.lm) }
        const isExact = figures.itself === figures.shifted
        return { verdict: isExact ? 'exact' : 'not reproduced', figures }
      },
    },
    {
      says: 'A searched format errs less than four-bit integers.',
      check:
        'Squared error of the first layer’s matrices, relative to their squares, in blocks of 32.',
      expected: 'reproduced',
      measure(bench) {
        const figures = {
          searched: errorOf(bench, searched(fp4)),
          e2m1: errorOf(bench, rounded(fp4[1])),
          int4: errorOf(bench, rounded(integers(4))),
        }
        const isLess = figures.searched < figures.int4
        return { verdict: isLess ? 'reproduced' : 'not reproduced', figures }
      },
    },
    {
      says: 'With outlier channels, four-bit inputs need the shifts: with them the loss is little above full precision.',
      check:
        'Weights and inputs of four bits, every 16th channel 32 times as large: shifted floats ahead of floats, ahead of integers.',
      expected: 'reproduced',
      measure(bench) {
        const figures = {
          full: lossOf(bench, bench.lm),
          shifted: lossWithOutliers(bench, fp4[1], 'folded'),
          floats: lossWithOutliers(bench, fp4[1], 'as they are'),
          integers: lossWithOutliers(bench, integers(4), 'as they are'),
        }
        const inOrder = figures.shifted < figures.floats && figures.floats < figures.integers
        return { verdict: inOrder ? 'reproduced' : 'not reproduced', figures }
      },
    },
  ],
  experiments: [
    bits({
      says: 'Each format in turn, on the same weights: how surprised the model is by a text, and whether it still recalls. The two do not part at the same number of bits.',
      transforms: () => transforms,
    }),
  ],
}
