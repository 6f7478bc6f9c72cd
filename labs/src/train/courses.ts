import { byteCodec, type TextCodec } from '../codec.ts'
import type { Kernels } from '../kernels/kernels.ts'
import type { Lm } from '../model/lm.ts'
import { rng } from '../rng.ts'
import { backcopy } from '../tasks/backcopy.ts'
import { needle } from '../tasks/needle.ts'
import { recall } from '../tasks/recall.ts'
import { repeat } from '../tasks/repeat.ts'
import type { Task } from '../tasks/task.ts'
import { exam } from './exam.ts'
import { nanoRecipe } from './nano.ts'
import type { Recipe } from './run.ts'

/** A checkpoint that can be trained: its recipe, and what it is examined in. */
export type Course = {
  readonly name: string
  readonly recipe: Recipe
  readonly codec: TextCodec
  /** Bytes of memory the kernels need. */
  readonly memory: number
  scores(k: Kernels, lm: Lm): Record<string, number>
}

export const courses: readonly Course[] = [
  {
    name: 'nano',
    recipe: nanoRecipe(),
    codec: byteCodec,
    memory: 2 ** 27,
    scores: (k, lm) => ({
      ...examined(k, lm, recall),
      ...examined(k, lm, repeat),
      ...examined(k, lm, backcopy),
      ...examined(k, lm, needle),
    }),
  },
]

/** The share of right answers at every setting of a task, over 200 examples that were held out. */
function examined<P>(k: Kernels, lm: Lm, task: Task<P>): Record<string, number> {
  const scores = task.grid.map((setting) => {
    const chance = rng(`exam/${task.name}/${JSON.stringify(setting)}`)
    const share = exam(k, lm, byteCodec, { task, setting, count: 200 }, chance)
    return [`${task.name} ${JSON.stringify(setting)}`, share] as const
  })
  return Object.fromEntries(scores)
}
