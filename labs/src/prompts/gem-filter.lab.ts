import type { Bench, Knob, Lab } from '../arena/lab.ts'
import { pieces } from '../arena/experiments/reading.ts'
import { beginning, byteCodec } from '../codec.ts'
import { argmax } from '../mat.ts'
import { rng } from '../rng.ts'
import { openSession } from '../session/session.ts'
import { recall } from '../tasks/recall.ts'
import { answerOf, draw, promptOf, score } from '../tasks/task.ts'
import { gemFilter } from './gem-filter.ts'
import { type ContextPlanner, readPlanned } from './planner.ts'
import { byChance, latest } from './planners.ts'

const setting = { pairs: 12, questions: 1, keyLength: 1, valueLength: 1 }

const layer: Knob = { name: 'layer', says: 'Layers that choose', least: 1, most: 2, usual: 2 }
const pool: Knob = { name: 'pool', says: 'Neighbours smoothed over', least: 1, most: 9, usual: 3 }

const idsOf = (prompt: Uint8Array) => Int32Array.of(beginning, ...byteCodec.encode(prompt))

/** What is written after what a planner keeps of a prompt. */
function answerWith(
  { k, lm }: Pick<Bench, 'k' | 'lm'>,
  prompt: Uint8Array,
  length: number,
  planner: ContextPlanner,
  budget: number,
): Uint8Array {
  const ids = idsOf(prompt)
  const { session, logits } = readPlanned(k, lm, ids, planner.plan(k, lm, ids, budget))
  using held = session
  const written = [argmax(logits)]
  while (written.length < length) written.push(argmax(held.step(written[written.length - 1])))
  return byteCodec.decode(Int32Array.from(written))
}

function share(bench: Bench, planner: ContextPlanner, budget: number): number {
  const chance = rng(`${bench.seed}/gem`)
  let right = 0
  for (let i = 0; i < bench.count; i++) {
    const example = draw(recall, setting, 'test', chance)
    const length = answerOf(example).length
    right += score(example, answerWith(bench, promptOf(example), length, planner, budget))
  }
  return right / bench.count
}

const stateOf = (kept: number) => (kept > 0 ? 'kept' : 'dropped')

export const gemFilterLab: Lab = {
  method: 'gem-filter',
  name: 'GemFilter',
  family: 'prompt',
  does: 'Lets the first layers choose the words of a prompt that matter, and reads only those.',
  paper: '2409.17422',
  reading: 'The beginning mark is always kept. Models of two layers have hardly an early one.',
  knobs: [layer, pool],
  claims: [
    {
      says: 'With room for the whole prompt it is the model itself.',
      check:
        'Scores after a prompt that is kept whole, against those of the model: the furthest apart.',
      expected: 'exact',
      measure({ k, lm, seed }) {
        const ids = idsOf(promptOf(draw(recall, setting, 'test', rng(seed))))
        const { session, logits } = readPlanned(
          k,
          lm,
          ids,
          gemFilter().plan(k, lm, ids, ids.length),
        )
        session.close()
        using whole = openSession(k, lm)
        const right = whole.prefill(ids)
        const apart = logits.reduce((most, x, i) => Math.max(most, Math.abs(x - right[i])), 0)
        return { verdict: apart === 0 ? 'exact' : 'not reproduced', figures: { apart } }
      },
    },
    {
      says: 'A few tokens chosen by early layers are enough to answer.',
      check:
        'Recall of one of 12 pairs from 12 of some 39 tokens: nine tenths of the whole prompt’s, and ahead of the latest 12 and of chance.',
      expected: 'partly',
      measure(bench) {
        const figures = {
          whole: share(bench, latest, 1000),
          chosen: share(bench, gemFilter({ layer: 2 }), 12),
          firstLayer: share(bench, gemFilter({ layer: 1 }), 12),
          latest: share(bench, latest, 12),
          chance: share(bench, byChance, 12),
        }
        const isAhead = figures.chosen > Math.max(figures.latest, figures.chance)
        const isEnough = figures.chosen > 0.9 * figures.whole
        const verdict = isAhead && isEnough ? 'reproduced' : isAhead ? 'partly' : 'not reproduced'
        return { verdict, figures }
      },
    },
    {
      says: 'It costs what the early layers and a short prompt cost.',
      check:
        'Operations of one of two layers over the prompt, as the kernels count, over those of both: about a half, the head aside.',
      expected: 'reproduced',
      measure({ k, lm, seed }) {
        const ids = idsOf(promptOf(draw(recall, setting, 'test', rng(seed))))
        const { flops } = gemFilter({ layer: 1 }).plan(k, lm, ids, 12)
        using whole = openSession(k, lm)
        whole.prefill(ids)
        const ratio = flops / whole.meter.flops
        return {
          verdict: ratio > 0.45 && ratio < 0.6 ? 'reproduced' : 'not reproduced',
          figures: { ratio },
        }
      },
    },
  ],
  experiments: [
    {
      name: 'gems',
      title: 'What is left of the prompt',
      says: 'Prompts of twelve pairs, of which the last letter asks for one. What the early layers choose is marked; everything else is thrown away before the model answers.',
      model: 'nano',
      reads: false,
      knobs: [layer, pool, { name: 'examples', says: 'Prompts', least: 5, most: 300, usual: 60 }],
      plots: [
        {
          name: 'recall',
          title: 'Answers from so many tokens',
          x: { says: 'tokens kept', unit: 'count', scale: 'log2' },
          y: { says: 'answers right', unit: 'share', least: 0, most: 1 },
          series: [
            { name: 'GemFilter', role: 'method' },
            { name: 'latest', role: 'rival' },
            { name: 'by chance', role: 'floor' },
          ],
        },
      ],
      panels: [
        {
          name: 'prompt',
          title: 'The prompt, and what is kept of it',
          legend: { kept: 'kept', dropped: 'thrown away' },
        },
      ],
      *run({ k, lm, seed, knob }) {
        const planners = [
          {
            name: 'GemFilter',
            planner: gemFilter({ layer: knob('layer'), pool: knob('pool') | 1 }),
          },
          { name: 'latest', planner: latest },
          { name: 'by chance', planner: byChance },
        ]
        const chance = rng(`${seed}/gems`)
        const right = new Map<string, number>()
        const count = knob('examples')
        for (let i = 0; i < count; i++) {
          const example = draw(recall, setting, 'test', chance)
          const prompt = promptOf(example)
          for (const { name, planner } of planners) {
            for (const x of [4, 6, 8, 12, 16, 24, 32]) {
              const key = `${name} ${x}`
              const answer = answerWith({ k, lm }, prompt, answerOf(example).length, planner, x)
              right.set(key, (right.get(key) ?? 0) + score(example, answer))
              const y = (right.get(key) ?? 0) / (i + 1)
              yield { kind: 'point', plot: 'recall', series: name, x, y }
            }
          }
          const { keep } = planners[0].planner.plan(k, lm, idsOf(prompt), 12)
          const shares = Array.from(prompt, (_, at) => (keep.includes(at + 1) ? 1 : 0))
          yield { kind: 'text', panel: 'prompt', pieces: pieces(prompt, shares, stateOf) }
          yield { kind: 'progress', done: i + 1, of: count }
        }
      },
    },
  ],
}
