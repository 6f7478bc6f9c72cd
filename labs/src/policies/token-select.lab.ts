import { frontier } from '../arena/experiments/frontier.ts'
import type { Knob, Lab } from '../arena/lab.ts'
import { answered } from '../arena/measure.ts'
import { recall } from '../tasks/recall.ts'
import { random, recent } from './baselines.ts'
import { tokenSelect } from './token-select.ts'

const setting = { pairs: 12, questions: 1, keyLength: 1, valueLength: 2 }

const sinks: Knob = {
  name: 'sinks',
  says: 'First tokens always looked at',
  least: 0,
  most: 16,
  usual: 2,
}
const local: Knob = {
  name: 'local',
  says: 'Latest tokens always looked at',
  least: 1,
  most: 128,
  usual: 8,
}
const tau: Knob = {
  name: 'tau',
  says: 'Likeness of queries above which a vote is used again',
  least: 0,
  most: 1,
  usual: 0.9,
  fractional: true,
}
const slots: Knob = { name: 'slots', says: 'Slots looked at', least: 4, most: 512, usual: 64 }

export const tokenSelectLab: Lab = {
  method: 'token-select',
  name: 'TokenSelect',
  family: 'cache',
  does: 'Keeps everything, and at each step looks at the few tokens that its heads vote for.',
  paper: '2411.02886',
  reading:
    'Votes are taken on queries and keys before rotation; positions are true within the trained length.',
  knobs: [sinks, local, tau, slots],
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
  experiments: [
    frontier({
      says: 'Nothing is dropped; each step looks at so many slots, chosen by the query itself. The latest slots beside it show what choosing is worth.',
      knobs: [{ ...sinks, usual: 1 }, { ...local, usual: 2 }, tau],
      series: [
        { name: 'TokenSelect', role: 'method' },
        { name: 'dense', role: 'ceiling' },
        { name: 'latest', role: 'rival' },
        { name: 'by chance', role: 'floor' },
      ],
      runners: ({ knob }) => [
        {
          name: 'TokenSelect',
          policy: tokenSelect({ sinks: knob('sinks'), local: knob('local'), tau: knob('tau') }),
        },
        { name: 'dense', policy: undefined },
        { name: 'latest', policy: recent },
        { name: 'by chance', policy: random },
      ],
    }),
  ],
}
