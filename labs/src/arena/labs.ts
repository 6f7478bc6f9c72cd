import { recycledAttentionLab } from '../policies/recycled-attention.lab.ts'
import { snapKvLab } from '../policies/snap-kv.lab.ts'
import { streamingLlmLab } from '../policies/streaming-llm.lab.ts'
import { tokenSelectLab } from '../policies/token-select.lab.ts'
import type { Lab } from './lab.ts'

/** Every method that has claims to try. */
export const labs: readonly Lab[] = [
  streamingLlmLab,
  snapKvLab,
  tokenSelectLab,
  recycledAttentionLab,
]
