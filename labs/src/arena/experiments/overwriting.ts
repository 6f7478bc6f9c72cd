import type { Experiment } from '../experiment.ts'
import type { Series } from '../telling.ts'

/** How far off a way reads the last value of each key, when all were written so many times. */
export type Writing = Series & { readonly after: (times: number, seed: string) => number }

/** Writes keys again and again, and draws how far what is read is from what was written last. */
export function overwriting(of: {
  readonly says: string
  readonly ways: readonly Writing[]
}): Experiment {
  return {
    name: 'overwriting',
    title: 'Writing a key again',
    says: of.says,
    model: 'nano',
    reads: false,
    knobs: [{ name: 'times', says: 'Times each key is written', least: 2, most: 64, usual: 24 }],
    plots: [
      {
        name: 'apart',
        title: 'How far what is read is from the last value',
        x: { says: 'times written', unit: 'count' },
        y: { says: 'distance, in lengths of the value', unit: 'number', least: 0 },
        series: of.ways.map(({ name, role }) => ({ name, role })),
      },
    ],
    *run({ seed, knob }) {
      const most = knob('times')
      for (let times = 1; times <= most; times++) {
        for (const { name, after } of of.ways) {
          yield { kind: 'point', plot: 'apart', series: name, x: times, y: after(times, seed) }
        }
        yield { kind: 'progress', done: times, of: most }
      }
    },
  }
}
