import { frontier } from '../arena/experiments/frontier.ts'
import { reading } from '../arena/experiments/reading.ts'
import { random, recent } from './baselines.ts'
import { backcopy } from '../tasks/backcopy.ts'
import { recall } from '../tasks/recall.ts'
import type { Bench, Knob, Lab } from '../arena/lab.ts'
import { answered, lossesAnew, lossesOver, mean, textsOf, type Trial } from '../arena/measure.ts'
import { streamingLlm } from './streaming-llm.ts'

const slots = 24

/** Nats a byte of text four times as long as the model was trained on, from the cache's filling on. */
const lossOf = (bench: Bench, trial: Trial, length = 4 * bench.lm.spec.context) =>
  lossesOver(bench, backcopy, { length }, trial, slots)

const knobs: readonly Knob[] = [
  { name: 'sinks', says: 'First tokens that always stay', least: 0, most: 16, usual: 4 },
  {
    name: 'slots',
    says: 'Slots of the cache, sinks included',
    least: 8,
    most: 512,
    usual: slots,
  },
]

export const streamingLlmLab: Lab = {
  method: 'streaming-llm',
  name: 'StreamingLLM',
  family: 'cache',
  does: 'Keeps the first few tokens and a window of the latest, and forgets what lies between.',
  paper: '2309.17453',
  knobs,
  claims: [
    {
      says: 'Language modelling stays stable far past the trained length, where dense attention fails.',
      check:
        'Loss on text four times the trained length, with 24 slots of which 4 are sinks: within 2 % of ' +
        'reading the latest 24 tokens anew for every byte, and below dense attention.',
      expected: 'reproduced',
      measure(bench) {
        const length = 4 * bench.lm.spec.context
        const texts = textsOf(bench, backcopy, { length })
        const anew = mean(texts.map((text) => mean(lossesAnew(bench, text, slots), slots)))
        const streaming = lossOf(bench, { policy: streamingLlm(), slots })
        const dense = lossOf(bench, { slots })
        const isStable = streaming < 1.02 * anew
        return {
          verdict: isStable && dense > streaming ? 'reproduced' : 'not reproduced',
          figures: { anew, streaming, dense },
        }
      },
    },
    {
      says: 'A window without the first tokens collapses; keeping them repairs it.',
      check:
        'Loss with 24 slots, all of them the latest tokens, against 4 of them sinks. Reproduced at 2 % ' +
        'and more, partly at half a per cent.',
      expected: 'not at this size',
      measure(bench) {
        const window = lossOf(bench, { policy: streamingLlm({ sinks: 0 }), slots })
        const sinks = lossOf(bench, { policy: streamingLlm({ sinks: 4 }), slots })
        const gain = window / sinks - 1
        const verdict = gain > 0.02 ? 'reproduced' : gain > 0.005 ? 'partly' : 'not at this size'
        return { verdict, figures: { window, sinks, gain } }
      },
    },
    {
      says: 'It is no memory: what was dropped cannot be recalled.',
      check: 'Recall of one of 12 pairs with a cache of 16 slots, against the floor of guessing.',
      expected: 'reproduced',
      measure(bench) {
        const setting = { pairs: 12, questions: 1, keyLength: 1, valueLength: 2 }
        const share = answered(bench, recall, setting, { policy: streamingLlm(), slots: 16 })
        const dense = answered(bench, recall, setting, { slots: 16 })
        const verdict = share < dense / 2 ? 'reproduced' : 'not reproduced'
        return { verdict, figures: { streaming: share, dense, floor: recall.floor(setting) } }
      },
    },
  ],
  experiments: [
    reading({
      title: 'A text longer than the cache',
      says: 'The model reads a text through a cache of a few slots: the first tokens and the latest. Dense attention, which keeps everything, runs beside it, and the window without the first tokens. Past the trained length dense attention is lost.',
      knobs,
      series: [
        { name: 'StreamingLLM', role: 'method' },
        { name: 'dense', role: 'ceiling' },
        { name: 'window alone', role: 'rival' },
      ],
      showsKept: true,
      ways({ knob }) {
        const room = knob('slots')
        return [
          {
            name: 'StreamingLLM',
            role: 'method',
            slots: room,
            policy: streamingLlm({ sinks: knob('sinks') }),
          },
          { name: 'dense', role: 'ceiling' },
          { name: 'window alone', role: 'rival', slots: room, policy: streamingLlm({ sinks: 0 }) },
        ]
      },
    }),
    frontier({
      says: 'It is a way to go on writing, not a memory: one of twelve pairs is asked for, and is mostly gone.',
      knobs: [knobs[0]],
      series: [
        { name: 'StreamingLLM', role: 'method' },
        { name: 'dense', role: 'ceiling' },
        { name: 'latest', role: 'rival' },
        { name: 'by chance', role: 'floor' },
      ],
      runners: ({ knob }) => [
        { name: 'StreamingLLM', policy: streamingLlm({ sinks: knob('sinks') }) },
        { name: 'dense', policy: undefined },
        { name: 'latest', policy: recent },
        { name: 'by chance', policy: random },
      ],
    }),
  ],
}
