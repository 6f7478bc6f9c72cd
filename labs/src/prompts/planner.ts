import type { Kernels } from '../kernels/kernels.ts'
import type { Lm } from '../model/lm.ts'
import { type LmSession, openSession } from '../session/session.ts'
import type { Ids } from '../tasks/task.ts'

/** Decides what of a prompt is worth reading. The first token, the beginning mark, always is. */
export type ContextPlanner = {
  readonly name: string
  /** At most `budget` places of the prompt, ascending, 0 among them; and what the choosing has cost. */
  plan(k: Kernels, lm: Lm, prompt: Ids, budget: number): Plan
}

export type Plan = { readonly keep: Int32Array; readonly flops: number }

/** Reads what a planner keeps of a prompt, as if there had never been more; answers may be asked of it. */
export function readPlanned(
  k: Kernels,
  lm: Lm,
  prompt: Ids,
  { keep }: Plan,
): { session: LmSession; logits: Float32Array } {
  const session = openSession(k, lm)
  const logits = session.prefill(keep.map((place) => prompt[place]))
  return { session, logits }
}

/** Of scores for each place the best, with 0 and, in their order, no more than the budget. */
export function best(scores: ArrayLike<number>, budget: number): Int32Array {
  const places = Array.from({ length: scores.length - 1 }, (_, i) => i + 1)
  const chosen = places.toSorted((a, b) => scores[b] - scores[a] || b - a).slice(0, budget - 1)
  return Int32Array.from([0, ...chosen]).toSorted()
}
