import { beginning } from '../../codec.ts'
import { rng } from '../../rng.ts'
import { openSession } from '../../session/session.ts'
import { recall } from '../../tasks/recall.ts'
import { answerOf, draw, promptOf, score } from '../../tasks/task.ts'
import type { WeightTransform } from '../../transforms/transform.ts'
import type { Lm } from '../../model/lm.ts'
import type { Experiment, Stage } from '../experiment.ts'
import { surprise, written } from '../measure.ts'

const setting = { pairs: 8, questions: 1, keyLength: 1, valueLength: 2 }

/** So many bytes of the text are read for each point. */
const read = 400

/** Rounds a model's weights in several ways, and draws what it then loses on a text and in recall. */
export function bits(of: {
  readonly says: string
  readonly transforms: () => readonly WeightTransform[]
}): Experiment {
  const x = { says: 'bits a weight, scales included', unit: 'number', least: 2, most: 9 } as const
  const families = ['whole numbers', 'floating point', 'NormalFloat', 'searched'] as const
  const series = [
    { name: families[0], role: 'rival' },
    { name: families[1], role: 'rival' },
    { name: families[2], role: 'rival' },
    { name: families[3], role: 'method' },
    { name: 'full precision', role: 'ceiling' },
  ] as const
  const familyOf = (name: string) =>
    name.startsWith('INT')
      ? families[0]
      : name.startsWith('NF')
        ? families[2]
        : name.startsWith('searched')
          ? families[3]
          : families[1]
  return {
    name: 'bits',
    title: 'Bits against loss and recall',
    says: of.says,
    model: 'byte',
    reads: true,
    knobs: [
      { name: 'examples', says: 'Questions of recall', least: 5, most: 200, usual: 30 },
      { name: 'formats', says: 'Formats to try', least: 1, most: 9, usual: 9 },
    ],
    plots: [
      {
        name: 'loss',
        title: 'Surprise by the text',
        x,
        y: { says: 'nats a byte', unit: 'nats' },
        series,
      },
      {
        name: 'recall',
        title: 'Recall of one of eight pairs',
        x,
        y: { says: 'answers exactly right', unit: 'share', least: 0, most: 1 },
        series,
      },
    ],
    *run(stage) {
      const transforms = of.transforms().slice(0, stage.knob('formats'))
      const full = { loss: lossOf(stage, stage.lm), recall: recallOf(stage, stage.lm) }
      for (const at of [2, 9]) {
        yield { kind: 'point', plot: 'loss', series: 'full precision', x: at, y: full.loss }
        yield { kind: 'point', plot: 'recall', series: 'full precision', x: at, y: full.recall }
      }
      for (const [i, transform] of transforms.entries()) {
        using changed = transform.apply(stage.k, stage.lm)
        const found = { loss: lossOf(stage, changed.lm), recall: recallOf(stage, changed.lm) }
        const name = familyOf(transform.name)
        // Formats of as many bits stand side by side, a little apart.
        const at = transform.bits + (name === families[1] ? (i % 3) * 0.06 : 0)
        yield { kind: 'point', plot: 'loss', series: name, x: at, y: found.loss }
        yield { kind: 'point', plot: 'recall', series: name, x: at, y: found.recall }
        yield {
          kind: 'figure',
          name: `${transform.name}, nats more a byte`,
          value: found.loss - full.loss,
        }
        yield { kind: 'progress', done: i + 1, of: transforms.length }
      }
    },
  }
}

function lossOf({ k, codec, text }: Stage, lm: Lm): number {
  const ids = codec.encode(text.subarray(0, read))
  using session = openSession(k, lm)
  let logits = session.prefill(Int32Array.of(beginning))
  let sum = 0
  for (const id of ids) {
    sum += surprise(logits, id)
    logits = session.step(id)
  }
  return sum / ids.length
}

function recallOf({ k, seed, knob }: Stage, lm: Lm): number {
  const count = knob('examples')
  const chance = rng(`${seed}/bits`)
  const bench = { k, lm, count, seed }
  let right = 0
  for (let i = 0; i < count; i++) {
    const example = draw(recall, setting, 'test', chance)
    right += score(example, written(bench, promptOf(example), answerOf(example).length, {}))
  }
  return right / count
}
