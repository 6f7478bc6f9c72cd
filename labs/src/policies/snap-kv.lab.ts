import { frontier } from '../arena/experiments/frontier.ts'
import type { Knob, Lab } from '../arena/lab.ts'
import { answered } from '../arena/measure.ts'
import { recall } from '../tasks/recall.ts'
import { random, recent } from './baselines.ts'
import { h2o } from './h2o.ts'
import { snapKv } from './snap-kv.ts'

/** 12 pairs are about 50 bytes; the second letter of the answer must come from what was kept. */
const setting = { pairs: 12, questions: 1, keyLength: 1, valueLength: 2 }

/** A prompt of some fifty bytes has a question of two: the window is smaller than the paper's. */
const knobs = { window: 2, pool: 3 }

const window: Knob = {
  name: 'window',
  says: 'Last queries of the prompt that vote',
  least: 1,
  most: 64,
  usual: 16,
}
const pool: Knob = {
  name: 'pool',
  says: 'Neighbours that survive together',
  least: 1,
  most: 15,
  usual: 5,
}
const slots: Knob = {
  name: 'slots',
  says: 'Slots kept of the prompt',
  least: 4,
  most: 512,
  usual: 64,
}

export const snapKvLab: Lab = {
  method: 'snap-kv',
  name: 'SnapKV',
  family: 'cache',
  does: 'Lets the last words of a prompt vote for what of it to keep, before anything is written.',
  paper: '2404.14469',
  reading: 'Votes are smoothed by the largest, one of the two the paper tries.',
  knobs: [window, pool, slots],
  claims: [
    {
      says: 'The last queries of a prompt know what generation will look at: a small part of the cache is enough.',
      check:
        'Recall of one of 12 pairs with 12 slots, a quarter of the prompt: SnapKV keeps nine tenths of ' +
        'what dense attention gets, and is ahead of the latest, of random and of heavy-hitter slots.',
      expected: 'reproduced',
      measure(bench) {
        const share = (policy?: typeof recent) =>
          answered(bench, recall, setting, { slots: 12, ...(policy && { policy }) })
        const figures = {
          dense: share(),
          snapKv: share(snapKv(knobs)),
          h2o: share(h2o),
          recent: share(recent),
          random: share(random),
        }
        const best = Math.max(figures.h2o, figures.recent, figures.random)
        const isEnough = figures.snapKv > 0.9 * figures.dense
        const isAhead = figures.snapKv > best
        const verdict = isEnough && isAhead ? 'reproduced' : isAhead ? 'partly' : 'not reproduced'
        return { verdict, figures }
      },
    },
    {
      says: 'Without smoothing, answers of several tokens are cut up.',
      check: 'The same with each slot voted for by itself.',
      expected: 'reproduced',
      measure(bench) {
        const share = (width: number) =>
          answered(bench, recall, setting, { slots: 8, policy: snapKv({ window: 2, pool: width }) })
        const figures = { smoothed: share(3), single: share(1) }
        const verdict = figures.smoothed > figures.single ? 'reproduced' : 'not reproduced'
        return { verdict, figures }
      },
    },
  ],
  experiments: [
    frontier({
      says: 'The question stands at the end of the prompt, so its last queries know what will be looked for. Set the pool to 1 and answers of two letters are cut up.',
      knobs: [
        { ...window, most: 16, usual: 2 },
        { ...pool, usual: 3 },
      ],
      series: [
        { name: 'SnapKV', role: 'method' },
        { name: 'dense', role: 'ceiling' },
        { name: 'H2O', role: 'rival' },
        { name: 'latest', role: 'rival' },
        { name: 'by chance', role: 'floor' },
      ],
      runners: ({ knob }) => [
        { name: 'SnapKV', policy: snapKv({ window: knob('window'), pool: knob('pool') }) },
        { name: 'dense', policy: undefined },
        { name: 'H2O', policy: h2o },
        { name: 'latest', policy: recent },
        { name: 'by chance', policy: random },
      ],
    }),
  ],
}
