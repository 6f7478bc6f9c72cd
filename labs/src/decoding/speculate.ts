import { argmax } from '../mat.ts'
import type { Rng } from '../rng.ts'
import type { Logits, LmSession } from '../session/session.ts'
import { chain, type TokenTree } from '../session/tree.ts'
import type { Ids } from '../tasks/task.ts'
import { type Drafting, noTree } from './drafter.ts'

/** How a token is chosen from scores. */
export type Choice = (logits: Logits) => number

/** The likeliest. */
export const greedily: Choice = argmax

/** One drawn with the shares that scores over a temperature give. */
export function drawing(chance: Rng, temperature = 1): Choice {
  return (logits) => {
    const top = logits.reduce((a, b) => Math.max(a, b), -Infinity)
    const shares = logits.map((x) => Math.exp((x - top) / temperature))
    let left = chance.f() * shares.reduce((a, b) => a + b)
    for (let id = 0; id < shares.length; id++) {
      left -= shares[id]
      if (left < 0) return id
    }
    return shares.length - 1
  }
}

/** What a pass of the model brought: the tokens that became text, and how many were scored for it. */
export type Pass = { readonly tokens: readonly number[]; readonly scored: number }

/**
 * Writes `length` tokens after a prompt, asking the model about a drafter's guesses in the same pass. At
 * every node the model's own choice is made first; if a guess is that choice, the walk goes on there, at
 * no further pass. So the text is the one that `choose` would have written alone, whatever was guessed.
 */
export function* speculate(
  session: LmSession,
  prompt: Ids,
  drafting: Drafting,
  knobs: { readonly length: number; readonly most: number; readonly choose: Choice },
): Generator<Pass> {
  const { length, most, choose } = knobs
  const text = [...prompt]
  let next = choose(session.prefill(prompt))
  yield { tokens: [next], scored: prompt.length }
  let written = 1
  while (written < length) {
    text.push(next)
    const room = Math.min(most, length - written - 1)
    const guesses = room > 0 ? drafting.propose(Int32Array.from(text), room) : noTree
    const tree = under(next, guesses)
    const { logits, accept } = session.scoreTree(tree)

    const path = [0]
    const tokens: number[] = []
    for (;;) {
      const at = path[path.length - 1]
      next = choose(logits[at])
      tokens.push(next)
      const guess = tree.tokens.findIndex((id, i) => i > 0 && tree.parent[i] === at && id === next)
      if (guess < 0) break
      path.push(guess)
      text.push(next)
    }
    accept(path)
    drafting.learn({ tree, logits, path })
    written += tokens.length
    yield { tokens, scored: tree.tokens.length }
  }
}

/** The same, one token a pass: what everything else is measured against. */
export function* alone(
  session: LmSession,
  prompt: Ids,
  { length, choose }: { readonly length: number; readonly choose: Choice },
): Generator<Pass> {
  let next = choose(session.prefill(prompt))
  yield { tokens: [next], scored: prompt.length }
  for (let i = 1; i < length; i++) {
    next = choose(session.step(next))
    yield { tokens: [next], scored: 1 }
  }
}

/** A tree whose root is a token that is certain. */
function under(root: number, { tokens, parent }: TokenTree): TokenTree {
  if (tokens.length === 0) return chain(Int32Array.of(root))
  return {
    tokens: Int32Array.of(root, ...tokens),
    parent: Int32Array.of(-1, ...parent.map((i) => i + 1)),
  }
}
