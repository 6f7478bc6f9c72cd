import type { KvCachePolicy } from '../session/policy.ts'
import { dense, random, recent } from './baselines.ts'
import { h2o } from './h2o.ts'
import { infLlm } from './inf-llm.ts'
import { lmInfinite } from './lm-infinite.ts'
import { recycledAttention } from './recycled-attention.ts'
import { snapKv } from './snap-kv.ts'
import { streamingLlm } from './streaming-llm.ts'
import { tokenSelect } from './token-select.ts'

/** Every cache policy, with its knobs as the paper sets them; the law suite runs on each. */
export const policies: readonly KvCachePolicy[] = [
  dense,
  recent,
  random,
  streamingLlm(),
  lmInfinite(),
  h2o,
  snapKv(),
  tokenSelect(),
  recycledAttention(),
  infLlm(),
]
