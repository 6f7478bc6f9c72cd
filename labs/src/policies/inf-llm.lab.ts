import { frontier } from '../arena/experiments/frontier.ts'
import type { Knob, Lab } from '../arena/lab.ts'
import { answered } from '../arena/measure.ts'
import { recall } from '../tasks/recall.ts'
import { random, recent } from './baselines.ts'
import { infLlm } from './inf-llm.ts'
import { streamingLlm } from './streaming-llm.ts'

const block: Knob = { name: 'block', says: 'Tokens of a block', least: 1, most: 64, usual: 4 }
const representatives: Knob = {
  name: 'representatives',
  says: 'Tokens that stand for a block',
  least: 1,
  most: 16,
  usual: 2,
}

const setting = { pairs: 12, questions: 1, keyLength: 1, valueLength: 2 }

export const infLlmLab: Lab = {
  method: 'inf-llm',
  name: 'InfLLM',
  family: 'cache',
  does: 'Keeps distant tokens in blocks of memory and fetches those that a query asks for.',
  paper: '2402.04617',
  reading:
    'What was fetched keeps its order instead of standing at one far place; there is one tier of memory here, and no cache of hot blocks.',
  knobs: [block, representatives],
  claims: [
    {
      says: 'All blocks fetched, it is the model itself.',
      check: 'Recall of one of 12 pairs with more slots than tokens: that of dense attention.',
      expected: 'exact',
      measure(bench) {
        const figures = {
          dense: answered(bench, recall, setting, { slots: 64 }),
          all: answered(bench, recall, setting, { slots: 64, policy: infLlm() }),
        }
        return { verdict: figures.all === figures.dense ? 'exact' : 'not reproduced', figures }
      },
    },
    {
      says: 'What lies far back can still be recalled, without training, where a sliding window has lost it.',
      check:
        'Recall of one of 12 pairs, 16 slots looked at: at least twice what StreamingLLM has at 16 slots.',
      expected: 'reproduced',
      measure(bench) {
        const slots = 16
        const figures = {
          dense: answered(bench, recall, setting, { slots }),
          infLlm: answered(bench, recall, setting, { slots, policy: infLlm({ local: 4 }) }),
          byOne: answered(bench, recall, setting, {
            slots,
            policy: infLlm({ local: 4, representatives: 1 }),
          }),
          streaming: answered(bench, recall, setting, { slots, policy: streamingLlm() }),
        }
        const ratio = figures.infLlm / Math.max(figures.streaming, 1e-3)
        const verdict = ratio > 2 ? 'reproduced' : ratio > 1.1 ? 'partly' : 'not reproduced'
        return { verdict, figures }
      },
    },
  ],
  experiments: [
    frontier({
      says: 'Slots are spent on the first tokens, the latest, and on whole blocks of what lies between, found by the tokens that stand for them.',
      knobs: [block, representatives],
      series: [
        { name: 'InfLLM', role: 'method' },
        { name: 'dense', role: 'ceiling' },
        { name: 'StreamingLLM', role: 'rival' },
        { name: 'latest', role: 'rival' },
        { name: 'by chance', role: 'floor' },
      ],
      runners: ({ knob }) => [
        {
          name: 'InfLLM',
          policy: infLlm({
            start: 1,
            local: 3,
            block: knob('block'),
            representatives: knob('representatives'),
          }),
        },
        { name: 'dense', policy: undefined },
        { name: 'StreamingLLM', policy: streamingLlm({ sinks: 1 }) },
        { name: 'latest', policy: recent },
        { name: 'by chance', policy: random },
      ],
    }),
  ],
}
