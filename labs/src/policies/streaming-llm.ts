import type { CacheRun, KvCachePolicy } from '../session/policy.ts'
import { Refusal } from '../refusal.ts'
import { count, range } from './keep.ts'

/**
 * StreamingLLM (2309.17453, section 3.2): the first tokens, on which models rest the attention they have
 * no use for, and a window of the latest; what lies between is dropped. Positions are those inside the
 * cache, so that they never leave what the model was trained on.
 */
export function streamingLlm({ sinks = 4 } = {}): KvCachePolicy {
  return {
    name: 'streaming-llm',
    needs: { weights: 'none' },
    bounds: 'resident',
    open(_spec, { slots }) {
      if (sinks >= slots) {
        throw new Refusal(`${sinks} sinks leave no room for a window in ${slots} slots.`)
      }
      const run: CacheRun = {
        onPrefill: ({ heads }) => ({ every: range(sinks, sinks + count(heads[0]) - slots) }),
        select: () => ({ positions: 'in-cache' }),
        evict: ({ heads }) => ({ every: range(sinks, sinks + count(heads[0]) - slots) }),
        fork: () => run,
      }
      return run
    },
  }
}
