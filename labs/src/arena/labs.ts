import { exactBytesLab } from '../bytes/exact-bytes.lab.ts'
import { recursiveRejectionLab } from '../decoding/recursive-rejection.lab.ts'
import { tokenRecyclingLab } from '../decoding/token-recycling.lab.ts'
import { hydragenLab } from '../devices/hydragen.lab.ts'
import { lasp2Lab } from '../devices/lasp-2.lab.ts'
import { ringSelfAttentionLab } from '../devices/ring-self-attention.lab.ts'
import { linearContextLab } from '../learning/linear-context.lab.ts'
import { adjustedBaseLab } from '../lengths/adjusted-base.lab.ts'
import { giraffeLab } from '../lengths/giraffe.lab.ts'
import { aarenLab } from '../mixers/aaren.lab.ts'
import { deltaNetLab } from '../mixers/delta-net.lab.ts'
import { lightningAttentionLab } from '../mixers/lightning-attention.lab.ts'
import { infLlmLab } from '../policies/inf-llm.lab.ts'
import { lmInfiniteLab } from '../policies/lm-infinite.lab.ts'
import { recycledAttentionLab } from '../policies/recycled-attention.lab.ts'
import { snapKvLab } from '../policies/snap-kv.lab.ts'
import { streamingLlmLab } from '../policies/streaming-llm.lab.ts'
import { tokenSelectLab } from '../policies/token-select.lab.ts'
import { gemFilterLab } from '../prompts/gem-filter.lab.ts'
import { llmFp4Lab } from '../transforms/llm-fp4.lab.ts'
import type { Lab } from './lab.ts'

/** Every method that has claims to try. */
export const labs: readonly Lab[] = [
  aarenLab,
  lightningAttentionLab,
  deltaNetLab,
  linearContextLab,
  streamingLlmLab,
  lmInfiniteLab,
  snapKvLab,
  tokenSelectLab,
  recycledAttentionLab,
  infLlmLab,
  giraffeLab,
  adjustedBaseLab,
  tokenRecyclingLab,
  gemFilterLab,
  recursiveRejectionLab,
  exactBytesLab,
  llmFp4Lab,
  ringSelfAttentionLab,
  lasp2Lab,
  hydragenLab,
]
