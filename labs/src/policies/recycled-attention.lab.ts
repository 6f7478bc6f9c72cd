import { frontier } from '../arena/experiments/frontier.ts'
import type { Knob, Lab } from '../arena/lab.ts'
import { answered } from '../arena/measure.ts'
import { recall } from '../tasks/recall.ts'
import { h2o } from './h2o.ts'
import { recycledAttention } from './recycled-attention.ts'
import { streamingLlm } from './streaming-llm.ts'

const setting = { pairs: 12, questions: 1, keyLength: 1, valueLength: 2 }

const stride: Knob = {
  name: 'stride',
  says: 'Steps from one full look to the next',
  least: 1,
  most: 64,
  usual: 8,
}
const slots: Knob = {
  name: 'slots',
  says: 'Slots looked at between',
  least: 2,
  most: 512,
  usual: 64,
}

export const recycledAttentionLab: Lab = {
  method: 'recycled-attention',
  name: 'Recycled Attention',
  family: 'cache',
  does: 'Looks at everything every few steps, and in between at what was looked at most then.',
  paper: '2411.05787',
  knobs: [stride, slots],
  claims: [
    {
      says: 'Nothing is discarded, so long-context recall is far above that of eviction at equal attended tokens.',
      check:
        'Recall of one of 12 pairs, 12 slots looked at: against StreamingLLM and H2O with 12 slots kept.',
      expected: 'reproduced',
      measure(bench) {
        const few = 12
        const figures = {
          dense: answered(bench, recall, setting, { slots: few }),
          recycled: answered(bench, recall, setting, { slots: few, policy: recycledAttention() }),
          h2o: answered(bench, recall, setting, { slots: few, policy: h2o }),
          streaming: answered(bench, recall, setting, { slots: few, policy: streamingLlm() }),
        }
        const best = Math.max(figures.h2o, figures.streaming)
        const verdict = figures.recycled > best ? 'reproduced' : 'not reproduced'
        return { verdict, figures }
      },
    },
  ],
  experiments: [
    frontier({
      says: 'Cheap steps look at few slots, dear ones at all. Against methods that look at as few but have dropped the rest.',
      knobs: [stride],
      series: [
        { name: 'Recycled Attention', role: 'method' },
        { name: 'dense', role: 'ceiling' },
        { name: 'H2O', role: 'rival' },
        { name: 'StreamingLLM', role: 'rival' },
      ],
      runners: ({ knob }) => [
        { name: 'Recycled Attention', policy: recycledAttention({ stride: knob('stride') }) },
        { name: 'dense', policy: undefined },
        { name: 'H2O', policy: h2o },
        { name: 'StreamingLLM', policy: streamingLlm({ sinks: 1 }) },
      ],
    }),
  ],
}
