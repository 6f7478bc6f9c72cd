import { lasp2 } from './lasp-2.ts'
import { ringSelfAttention } from './ring-self-attention.ts'
import type { SequenceParallel } from './sequence.ts'

/** Every way to split a sequence over devices; the law suite runs on each. */
export const sequences: readonly SequenceParallel[] = [ringSelfAttention, lasp2]
