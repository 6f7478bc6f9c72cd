import { chain } from '../session/tree.ts'
import { type Drafter, noTree } from './drafter.ts'

/**
 * The baseline that needs nothing: finds the longest ending of the text, up to `longest` tokens, that
 * stands earlier in it, and guesses that what followed there follows again.
 */
export function promptLookup(longest = 3): Drafter {
  return {
    name: 'prompt-lookup',
    open: () => ({
      propose(tokens, most) {
        const n = tokens.length
        for (let length = Math.min(longest, n - 1); length > 0; length--) {
          for (let at = n - length - 1; at >= 0; at--) {
            const isSame = tokens
              .subarray(at, at + length)
              .every((id, i) => id === tokens[n - length + i])
            if (isSame) return chain(tokens.slice(at + length, at + length + most))
          }
        }
        return noTree
      },
      learn: () => undefined,
    }),
  }
}
