import type { Logits } from '../session/session.ts'
import { highest } from '../policies/keep.ts'
import { lineage, type TokenTree } from '../session/tree.ts'
import type { Drafter, Drafting } from './drafter.ts'

/**
 * Token Recycling (2408.08696): for every token the k likeliest to follow, as the model last said, kept
 * in a table; guesses are a tree grown from it breadth first, and every scored node writes its own k
 * back. Nothing is trained and nothing but the table is stored.
 *
 * `keyed: 2` looks up by the last two tokens where they are known, as bytes say too little alone.
 */
export function tokenRecycling({ k = 4, keyed = 2 }: { k?: number; keyed?: 1 | 2 } = {}): Drafter {
  return {
    name: `token-recycling by ${keyed}`,
    open(vocab) {
      const table = new Map<number, readonly number[]>()
      /** The row of a token that follows another, and the row of it after anything. */
      const rowsOf = (before: number, token: number) =>
        keyed === 2 ? [(before + 1) * vocab + token, -1 - token] : [-1 - token]
      const followers = (before: number, token: number) => {
        for (const key of rowsOf(before, token)) {
          const known = table.get(key)
          if (known) return known
        }
        return []
      }
      const drafting: Drafting = {
        propose: (tokens, most) =>
          grow(tokens[tokens.length - 2] ?? -1, tokens[tokens.length - 1], most, k, followers),
        learn({ tree, logits }) {
          tree.tokens.forEach((token, i) => {
            const before = lineage(tree, i).at(-2)
            // Before the root stands what the session knows and the tree does not: its own row only.
            const keys = before === undefined ? [-1 - token] : rowsOf(tree.tokens[before], token)
            for (const key of keys) table.set(key, likeliest(logits[i], k))
          })
        },
      }
      return drafting
    },
  }
}

/** Breadth first, but narrower with depth: child r of a node has r fewer children of its own. */
function grow(
  before: number,
  last: number,
  most: number,
  k: number,
  followers: (before: number, token: number) => readonly number[],
): TokenTree {
  const tokens: number[] = []
  const parent: number[] = []
  const nodes = [{ at: -1, before, token: last, width: k }]
  for (const node of nodes) {
    const guesses = followers(node.before, node.token).slice(0, node.width)
    guesses.forEach((token, rank) => {
      if (tokens.length >= most) return
      tokens.push(token)
      parent.push(node.at)
      const width = node.width - rank
      nodes.push({ at: tokens.length - 1, before: node.token, token, width })
    })
    if (tokens.length >= most) break
  }
  return { tokens: Int32Array.from(tokens), parent: Int32Array.from(parent) }
}

/** The k highest scores' ids, the highest first. */
function likeliest(logits: Logits, k: number): number[] {
  return highest(logits, k).toSorted((a, b) => logits[b] - logits[a])
}
