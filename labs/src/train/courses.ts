import { beginning, byteCodec, bytesOf, type TextCodec } from '../codec.ts'
import type { Kernels } from '../kernels/kernels.ts'
import type { Lm } from '../model/lm.ts'
import { crossEntropy } from '../model/loss.ts'
import { forward } from '../model/pass.ts'
import { rng } from '../rng.ts'
import { backcopy } from '../tasks/backcopy.ts'
import { closedBook } from '../tasks/facts.ts'
import { needle } from '../tasks/needle.ts'
import { paperGrammar } from '../tasks/paper-grammar.ts'
import { recall } from '../tasks/recall.ts'
import { repeat } from '../tasks/repeat.ts'
import type { Task } from '../tasks/task.ts'
import { byteRecipe, byteSpec, isHeldOut } from './byte.ts'
import { exam } from './exam.ts'
import { nanoRecipe } from './nano.ts'
import type { Recipe } from './run.ts'

/** A checkpoint that can be trained: its recipe, and what it is examined in. */
export type Course = {
  readonly name: string
  readonly codec: TextCodec
  /** Bytes of memory the kernels need. */
  readonly memory: number
  /** Whether it reads texts, and not only what tasks make up. */
  readonly reads: 'texts' | 'tasks'
  recipe(texts: readonly string[], steps?: number): Recipe
  scores(k: Kernels, lm: Lm, texts: readonly string[]): Record<string, number>
}

export const courses: readonly Course[] = [
  {
    name: 'nano',
    codec: byteCodec,
    memory: 2 ** 27,
    reads: 'tasks',
    recipe: (_texts, steps) => nanoRecipe(steps),
    scores: (k, lm) => ({
      ...examined(k, lm, recall),
      ...examined(k, lm, repeat),
      ...examined(k, lm, backcopy),
      ...examined(k, lm, needle),
    }),
  },
  {
    name: 'byte',
    codec: byteCodec,
    memory: 2 ** 29,
    reads: 'texts',
    recipe: (texts, steps) => byteRecipe(texts, steps),
    scores: (k, lm, texts) => ({
      'bits per byte of unseen abstracts': bitsPerByte(
        k,
        lm,
        texts.filter(isHeldOut).slice(0, 100),
      ),
      ...examined(k, lm, recall),
      ...examined(k, lm, repeat),
      ...examined(k, lm, backcopy),
      ...examined(k, lm, { ...needle, grid: depths }),
      ...examined(k, lm, closedBook),
      ...examined(k, lm, paperGrammar),
    }),
  },
]

const depths = [0, 0.25, 0.5, 0.75, 1].map((depth) => ({ hay: 460, depth }))

/** The share of right answers at every setting of a task, over 100 examples that were held out. */
function examined<P>(k: Kernels, lm: Lm, task: Task<P>): Record<string, number> {
  const scores = task.grid.map((setting) => {
    const chance = rng(`exam/${task.name}/${JSON.stringify(setting)}`)
    const share = exam(k, lm, byteCodec, { task, setting, count: 100 }, chance)
    return [`${task.name} ${JSON.stringify(setting)}`, share] as const
  })
  return Object.fromEntries(scores)
}

/** Over the first bytes of each text, as many as the model's context holds. */
function bitsPerByte(k: Kernels, lm: Lm, texts: readonly string[]): number {
  let [nats, bytes] = [0, 0]
  for (const text of texts) {
    const targets = Int32Array.from(bytesOf(text).subarray(0, byteSpec.context))
    const ids = Int32Array.of(beginning, ...targets.subarray(0, -1))
    const weights = new Float32Array(targets.length).fill(1)
    nats += k.memory.scope(() => {
      const { y } = forward(k, lm, ids, Int32Array.of(0, ids.length))
      return crossEntropy(k, y, targets, weights, 1)
    })
    bytes += targets.length
  }
  return nats / bytes / Math.LN2
}
