import { aaren } from './aaren.ts'
import { deltaNet } from './delta-net.ts'
import { lightningAttention } from './lightning-attention.ts'
import type { Mixer } from './mixer.ts'
import { softmaxAttention } from './softmax-attention.ts'

/** Every mixer; the law suite runs on each. */
export const mixers: readonly Mixer[] = [softmaxAttention, aaren, lightningAttention(), deltaNet()]
