import type { Ids } from '../tasks/task.ts'

/**
 * Tokens that might come next, as a tree: token i follows token parent[i], or, with −1, the last token of
 * the session. Parents stand before their children.
 */
export type TokenTree = { readonly tokens: Ids; readonly parent: Int32Array }

/** Node i's ancestors from the root down, itself last. */
export function lineage({ parent }: TokenTree, i: number): number[] {
  const line: number[] = []
  for (let at = i; at >= 0; at = parent[at]) line.unshift(at)
  return line
}

/** A tree that is one line. */
export const chain = (tokens: Ids): TokenTree => ({
  tokens,
  parent: Int32Array.from(tokens, (_, i) => i - 1),
})
