import { rng } from '../../rng.ts'
import type { KvCachePolicy } from '../../session/policy.ts'
import { recall } from '../../tasks/recall.ts'
import { answerOf, draw, promptOf, score } from '../../tasks/task.ts'
import type { Experiment, Stage } from '../experiment.ts'
import type { Knob } from '../lab.ts'
import { written } from '../measure.ts'
import type { Plot, Series } from '../telling.ts'

/** A policy in a comparison. */
export type Runner = { readonly name: string; readonly policy: KvCachePolicy | undefined }

/** One of twelve pairs is asked for: a prompt of about fifty bytes. */
const setting = { pairs: 12, questions: 1, keyLength: 1, valueLength: 2 }
const budgets = [4, 6, 8, 12, 16, 24, 32, 48]

const examples: Knob = {
  name: 'examples',
  says: 'Prompts each point is the share of',
  least: 5,
  most: 500,
  usual: 60,
}

const plot = (series: readonly Series[]): Plot => ({
  name: 'frontier',
  title: 'Recall against the budget',
  x: { says: 'slots of the cache in each head', unit: 'count', scale: 'log2' },
  y: { says: 'answers exactly right', unit: 'share', least: 0, most: 1 },
  series,
})

/**
 * Recall of one of twelve pairs against slots: for every prompt in turn each policy answers at every
 * budget, so that all points are of the same prompts and grow surer together. A policy that cannot run
 * at a budget has no point there.
 */
export function frontier(of: {
  readonly says: string
  readonly knobs: readonly Knob[]
  readonly series: readonly Series[]
  runners(stage: Stage): readonly Runner[]
}): Experiment {
  return {
    name: 'frontier',
    title: 'Recall within a budget',
    says: of.says,
    model: 'nano',
    reads: false,
    knobs: [...of.knobs, examples],
    plots: [plot(of.series)],
    *run(stage) {
      const runners = of.runners(stage)
      const count = stage.knob('examples')
      const chance = rng(`${stage.seed}/frontier`)
      const right = new Map<string, number>()
      const bench = { k: stage.k, lm: stage.lm, count, seed: stage.seed }
      for (let i = 0; i < count; i++) {
        const example = draw(recall, setting, 'test', chance)
        for (const { name, policy } of runners) {
          for (const slots of policy ? budgets : budgets.slice(-1)) {
            const options = policy ? { policy, budget: { slots } } : {}
            const answer = answerAt(() =>
              written(bench, promptOf(example), answerOf(example).length, options),
            )
            if (!answer) continue
            const key = `${name} ${slots}`
            right.set(key, (right.get(key) ?? 0) + score(example, answer))
            const share = (right.get(key) ?? 0) / (i + 1)
            for (const x of policy ? [slots] : budgets) {
              yield { kind: 'point', plot: 'frontier', series: name, x, y: share }
            }
          }
        }
        yield { kind: 'progress', done: i + 1, of: count }
      }
      yield { kind: 'figure', name: 'guessing', value: recall.floor(setting) }
    },
  }
}

/** Nothing where a policy refuses the budget. */
function answerAt(answer: () => Uint8Array): Uint8Array | undefined {
  try {
    return answer()
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') return undefined
    throw error
  }
}
