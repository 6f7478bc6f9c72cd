import type { Logits } from '../session/session.ts'
import type { TokenTree } from '../session/tree.ts'
import type { Ids } from '../tasks/task.ts'

/** Someone who guesses what a model will say, so that it can be asked about many tokens in one pass. */
export type Drafter = {
  readonly name: string
  /** Starts guessing for one sequence, over so many token ids. */
  open(vocab: number): Drafting
}

export type Drafting = {
  /** At most `most` nodes to follow the last of `tokens`; none is an answer too. */
  propose(tokens: Ids, most: number): TokenTree
  /** Tells what came of a proposal. */
  learn(verdict: Verdict): void
}

/** What is known when a pass is over. */
export type Verdict = {
  /** The tree that was scored: node 0 is the token that was certain already, the guesses follow. */
  readonly tree: TokenTree
  /** The model's scores after each node. */
  readonly logits: readonly Logits[]
  /** The nodes that became text. */
  readonly path: readonly number[]
}

/** No guess. */
export const noTree: TokenTree = { tokens: new Int32Array(), parent: new Int32Array() }
