import { beginning } from '../../codec.ts'
import type { Drafter } from '../../decoding/drafter.ts'
import { drawing, greedily, speculate } from '../../decoding/speculate.ts'
import { rng } from '../../rng.ts'
import { openSession } from '../../session/session.ts'
import type { Experiment, Stage } from '../experiment.ts'
import type { Knob } from '../lab.ts'
import type { Piece, Series } from '../telling.ts'

const knobs: readonly Knob[] = [
  { name: 'length', says: 'Bytes to write', least: 16, most: 600, usual: 240 },
  { name: 'guesses', says: 'Guesses a pass at most', least: 1, most: 32, usual: 8 },
  {
    name: 'temperature',
    says: 'Temperature, 0 for the likeliest',
    least: 0,
    most: 2,
    usual: 0,
    fractional: true,
  },
]

/** So many bytes of the text are read before writing begins. */
const promptLength = 400

/** Lets drafters race to go on with a text: the same text comes of all, in fewer or more passes. */
export function race(of: {
  readonly says: string
  readonly knobs: readonly Knob[]
  readonly series: readonly Series[]
  drafters(stage: Stage): readonly Drafter[]
}): Experiment {
  const first = of.series[0].name
  return {
    name: 'race',
    title: 'Token race',
    says: of.says,
    model: 'byte',
    reads: true,
    knobs: [...of.knobs, ...knobs],
    plots: [
      {
        name: 'race',
        title: 'Text written against passes of the model',
        x: { says: 'passes of the model', unit: 'count', least: 0 },
        y: { says: 'bytes written', unit: 'count', least: 0 },
        series: of.series,
      },
    ],
    panels: [
      {
        name: 'written',
        title: `What ${first} writes`,
        legend: { drafted: 'guessed, and right', plain: 'written by the model itself' },
      },
    ],
    *run(stage) {
      const [length, most] = [stage.knob('length'), stage.knob('guesses')]
      const temperature = stage.knob('temperature')
      const prompt = stage.codec.encode(stage.text.subarray(0, promptLength))
      const runs = of.drafters(stage).map((drafter, i) => {
        const session = openSession(stage.k, stage.lm)
        const chance = rng(`${stage.seed}/race`)
        const choose = temperature > 0 ? drawing(chance, temperature) : greedily
        const drafting = drafter.open(stage.lm.spec.vocab)
        const passes = speculate(session, Int32Array.of(beginning, ...prompt), drafting, {
          length,
          most,
          choose,
        })
        return { name: of.series[i].name, session, passes, written: 0, scored: 0, count: 0 }
      })
      const pieces: Piece[] = [{ text: tail(stage, prompt), weight: 0, state: 'asked' }]
      try {
        let going = runs.map(() => true)
        while (going.some(Boolean)) {
          for (const [r, run] of runs.entries()) {
            if (!going[r]) continue
            const next = run.passes.next()
            if (next.done) {
              going = going.with(r, false)
              continue
            }
            const { tokens, scored } = next.value
            run.count++
            run.written += tokens.length
            // The first pass reads the prompt, for everyone.
            if (run.count > 1) run.scored += scored
            yield { kind: 'point', plot: 'race', series: run.name, x: run.count, y: run.written }
            if (r > 0) continue
            tokens.forEach((id, i) => {
              const text = new TextDecoder().decode(stage.codec.bytesOf(id))
              const state = i < tokens.length - 1 ? 'drafted' : 'plain'
              pieces.push({ text, weight: state === 'drafted' ? 1 : 0, state })
            })
            yield { kind: 'text', panel: 'written', pieces: [...pieces] }
            yield { kind: 'progress', done: Math.min(length, run.written), of: length }
          }
        }
        for (const { name, written, count, scored } of runs) {
          yield { kind: 'figure', name: `${name}, bytes a pass`, value: written / count }
          yield { kind: 'figure', name: `${name}, tokens scored a byte`, value: scored / written }
        }
      } finally {
        for (const { session } of runs) session.close()
      }
    },
  }
}

/** The end of what was read, to show where writing begins. */
function tail(stage: Stage, prompt: Int32Array): string {
  return `…${new TextDecoder().decode(stage.codec.decode(prompt.subarray(-120)))}`
}
