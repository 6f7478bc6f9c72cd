import type { Drafter } from './drafter.ts'
import { promptLookup } from './prompt-lookup.ts'
import { tokenRecycling } from './token-recycling.ts'

/** Every drafter; the law suite runs on each. */
export const drafters: readonly Drafter[] = [
  promptLookup(),
  tokenRecycling({ keyed: 1 }),
  tokenRecycling({ keyed: 2 }),
]
