import { metered } from '../../kernels/metered.ts'
import { meter } from '../../meter.ts'
import { inputsOf } from '../../mixers/exactness.ts'
import type { Mixer } from '../../mixers/mixer.ts'
import type { Experiment, Stage } from '../experiment.ts'
import type { Knob } from '../lab.ts'
import type { Series } from '../telling.ts'

const lengths = [16, 32, 64, 128, 256, 512, 1024, 2048]
const width = 32

/** Reads ever longer sequences of chance with several mixers, and draws what the kernels count. */
export function cost(of: {
  readonly says: string
  readonly knobs: readonly Knob[]
  readonly series: readonly Series[]
  mixers(stage: Stage): readonly Mixer[]
}): Experiment {
  const x = { says: 'positions', unit: 'count', scale: 'log2' } as const
  return {
    name: 'cost',
    title: 'What a position costs',
    says: of.says,
    model: 'nano',
    reads: false,
    knobs: of.knobs,
    plots: [
      {
        name: 'operations',
        title: 'Operations a position, reading all at once',
        x,
        y: { says: 'operations', unit: 'count', scale: 'log2' },
        series: of.series,
      },
      {
        name: 'state',
        title: 'What must be remembered to go on',
        x,
        y: { says: 'bytes', unit: 'bytes', scale: 'log2' },
        series: of.series,
      },
    ],
    *run(stage) {
      const mixers = of.mixers(stage)
      for (const [i, n] of lengths.entries()) {
        for (const [m, mixer] of mixers.entries()) {
          const series = of.series[m].name
          const flops = stage.k.memory.scope(() => {
            const spent = meter()
            const inputs = inputsOf(stage.k, mixer, n, width, stage.seed)
            mixer.forward(metered(stage.k, spent), inputs, stage.k.memory.scratch(n, width))
            return spent.flops
          })
          // A mixer without kernels is plain code, and has nothing counted.
          if (flops > 0) yield { kind: 'point', plot: 'operations', series, x: n, y: flops / n }
          yield { kind: 'point', plot: 'state', series, x: n, y: mixer.stateBytes(n, width) }
        }
        yield { kind: 'progress', done: i + 1, of: lengths.length }
      }
    },
  }
}
