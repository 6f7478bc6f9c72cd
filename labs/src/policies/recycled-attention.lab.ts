import type { Lab } from '../arena/lab.ts'
import { answered } from '../arena/measure.ts'
import { recall } from '../tasks/recall.ts'
import { h2o } from './h2o.ts'
import { recycledAttention } from './recycled-attention.ts'
import { streamingLlm } from './streaming-llm.ts'

const setting = { pairs: 12, questions: 1, keyLength: 1, valueLength: 2 }

export const recycledAttentionLab: Lab = {
  method: 'recycled-attention',
  paper: '2411.05787',
  knobs: [
    { name: 'stride', says: 'Steps from one full look to the next', least: 1, most: 64, usual: 8 },
    { name: 'slots', says: 'Slots looked at between', least: 2, most: 512, usual: 64 },
  ],
  claims: [
    {
      says: 'Nothing is discarded, so long-context recall is far above that of eviction at equal attended tokens.',
      check:
        'Recall of one of 12 pairs, 12 slots looked at: against StreamingLLM and H2O with 12 slots kept.',
      expected: 'reproduced',
      measure(bench) {
        const slots = 12
        const figures = {
          dense: answered(bench, recall, setting, { slots }),
          recycled: answered(bench, recall, setting, { slots, policy: recycledAttention() }),
          h2o: answered(bench, recall, setting, { slots, policy: h2o }),
          streaming: answered(bench, recall, setting, { slots, policy: streamingLlm() }),
        }
        const best = Math.max(figures.h2o, figures.streaming)
        const verdict = figures.recycled > best ? 'reproduced' : 'not reproduced'
        return { verdict, figures }
      },
    },
  ],
}
