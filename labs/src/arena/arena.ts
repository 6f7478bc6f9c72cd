import { promptLookup } from '../decoding/prompt-lookup.ts'
import { tokenRecycling } from '../decoding/token-recycling.ts'
import { baseChange, linearScaling, powerScaling } from '../lengths/giraffe.ts'
import { aaren } from '../mixers/aaren.ts'
import { deltaNet } from '../mixers/delta-net.ts'
import { lightningAttention } from '../mixers/lightning-attention.ts'
import { softmaxAttention } from '../mixers/softmax-attention.ts'
import { random, recent } from '../policies/baselines.ts'
import { h2o } from '../policies/h2o.ts'
import { lmInfinite } from '../policies/lm-infinite.ts'
import { recycledAttention } from '../policies/recycled-attention.ts'
import { snapKv } from '../policies/snap-kv.ts'
import { streamingLlm } from '../policies/streaming-llm.ts'
import { tokenSelect } from '../policies/token-select.ts'
import type { Experiment } from './experiment.ts'
import { cost } from './experiments/cost.ts'
import { frontier } from './experiments/frontier.ts'
import { race } from './experiments/race.ts'
import { reading } from './experiments/reading.ts'

/** Comparisons of many methods: the same model, the same bytes, the same budget. */
export const arena: readonly Experiment[] = [
  frontier({
    says: 'Every way to keep a cache small answers the same questions within the same slots. Dense attention is the ceiling, slots drawn by chance are the floor.',
    knobs: [],
    series: [
      { name: 'dense', role: 'ceiling' },
      { name: 'SnapKV', role: 'rival' },
      { name: 'TokenSelect', role: 'rival' },
      { name: 'Recycled', role: 'rival' },
      { name: 'H2O', role: 'rival' },
      { name: 'StreamingLLM', role: 'rival' },
      { name: 'LM-Infinite', role: 'rival' },
      { name: 'latest', role: 'rival' },
      { name: 'by chance', role: 'floor' },
    ],
    runners: () => [
      { name: 'dense', policy: undefined },
      { name: 'SnapKV', policy: snapKv({ window: 2, pool: 3 }) },
      { name: 'TokenSelect', policy: tokenSelect({ sinks: 1, local: 2 }) },
      { name: 'Recycled', policy: recycledAttention() },
      { name: 'H2O', policy: h2o },
      { name: 'StreamingLLM', policy: streamingLlm({ sinks: 1 }) },
      { name: 'LM-Infinite', policy: lmInfinite({ start: 1 }) },
      { name: 'latest', policy: recent },
      { name: 'by chance', policy: random },
    ],
  }),
  reading({
    title: 'Past the trained length',
    says: 'A text longer than any the model was trained on, read with its own positions and with positions stretched in several ways, all without training.',
    knobs: [
      {
        name: 'factor',
        says: 'Times the trained length',
        least: 1,
        most: 64,
        usual: 8,
        fractional: true,
      },
    ],
    series: [
      { name: 'own positions', role: 'floor' },
      { name: 'another base', role: 'rival' },
      { name: 'linear', role: 'rival' },
      { name: 'power', role: 'rival' },
      { name: 'LM-Infinite', role: 'rival' },
    ],
    ways({ lm, knob }) {
      const trained = { base: lm.spec.rotaryBase, headWidth: lm.spec.headWidth }
      const factor = knob('factor')
      const slots = lm.spec.context
      return [
        { name: 'own positions', role: 'floor' },
        { name: 'another base', role: 'rival', positions: baseChange(trained, factor) },
        { name: 'linear', role: 'rival', positions: linearScaling(trained, factor) },
        { name: 'power', role: 'rival', positions: powerScaling(trained, 0.5) },
        { name: 'LM-Infinite', role: 'rival', policy: lmInfinite(), slots },
      ]
    },
  }),
  race({
    says: 'Drafters guess how the text goes on, the model checks all guesses in one pass. What is written is the same, letter for letter; who needs fewer passes is ahead.',
    knobs: [],
    series: [
      { name: 'Token Recycling', role: 'method' },
      { name: 'looked up in the prompt', role: 'rival' },
      { name: 'alone', role: 'floor' },
    ],
    drafters: () => [tokenRecycling(), promptLookup(), promptLookup(0)],
  }),
  cost({
    says: 'Ways to mix positions on ever longer sequences: operations as the kernels count them, and what must be remembered.',
    knobs: [],
    series: [
      { name: 'softmax attention', role: 'ceiling' },
      { name: 'Lightning Attention', role: 'rival' },
      { name: 'DeltaNet', role: 'rival' },
      { name: 'Aaren', role: 'rival' },
    ],
    mixers: () => [softmaxAttention, lightningAttention(), deltaNet(), aaren],
  }),
]
