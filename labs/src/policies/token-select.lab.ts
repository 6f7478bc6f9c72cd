import type { Lab } from '../arena/lab.ts'
import { answered } from '../arena/measure.ts'
import { recall } from '../tasks/recall.ts'
import { recent } from './baselines.ts'
import { tokenSelect } from './token-select.ts'

const setting = { pairs: 12, questions: 1, keyLength: 1, valueLength: 2 }

export const tokenSelectLab: Lab = {
  method: 'token-select',
  paper: '2411.02886',
  reading: 'Votes are taken on queries and keys before rotation.',
  knobs: [
    { name: 'sinks', says: 'First tokens always looked at', least: 0, most: 16, usual: 2 },
    { name: 'local', says: 'Latest tokens always looked at', least: 1, most: 128, usual: 8 },
    {
      name: 'tau',
      says: 'Likeness of queries above which a vote is used again',
      least: 0,
      most: 1,
      usual: 0.9,
    },
    { name: 'slots', says: 'Slots looked at', least: 4, most: 512, usual: 64 },
  ],
  claims: [
    {
      says: 'A few tokens chosen at each step are as good as all, and better than other ways at that budget.',
      check:
        'Recall of one of 12 pairs, 16 slots looked at: nine tenths of dense attention, against the latest 16.',
      expected: 'reproduced',
      measure(bench) {
        const figures = {
          dense: answered(bench, recall, setting, { slots: 16 }),
          selected: answered(bench, recall, setting, {
            slots: 16,
            policy: tokenSelect({ sinks: 1, local: 6 }),
          }),
          recent: answered(bench, recall, setting, { slots: 16, policy: recent }),
        }
        const isAhead = figures.selected > figures.recent
        const isEnough = figures.selected > 0.9 * figures.dense
        const verdict = isAhead && isEnough ? 'reproduced' : isAhead ? 'partly' : 'not reproduced'
        return { verdict, figures }
      },
    },
  ],
}
