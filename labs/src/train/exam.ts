import { beginning, type TextCodec } from '../codec.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { argmax, row } from '../mat.ts'
import type { Lm } from '../model/lm.ts'
import { forward } from '../model/pass.ts'
import type { Rng } from '../rng.ts'
import { draw, type Example, type Task } from '../tasks/task.ts'

/**
 * The share of a task's answers that a model gets exactly right, over `count` examples it was not
 * trained on. The likeliest token must be the right one at every place of the answer, which is the same
 * as writing it out greedily.
 */
export function exam<P>(
  k: Kernels,
  lm: Lm,
  codec: TextCodec,
  { task, setting, count }: { task: Task<P>; setting: P; count: number },
  chance: Rng,
): number {
  let right = 0
  for (let i = 0; i < count; i++) {
    if (isAnswered(k, lm, codec, draw(task, setting, 'test', chance))) right++
  }
  return right / count
}

function isAnswered(k: Kernels, lm: Lm, codec: TextCodec, { text, asked }: Example): boolean {
  const [from, to] = asked.at(-1) ?? [0, 0]
  const prompt = [beginning, ...codec.encode(text.subarray(0, from))]
  const answer = codec.encode(text.subarray(from, to))
  const ids = Int32Array.from([...prompt, ...answer])
  return k.memory.scope(() => {
    const { y } = forward(k, lm, ids, Int32Array.of(0, ids.length))
    return answer.every((id, i) => argmax(row(y, prompt.length - 1 + i)) === id)
  })
}
