import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { loadLm, readCheckpoint } from '../checkpoint/checkpoint.ts'
import { beginning } from '../codec.ts'
import { openKernels } from '../kernels/kernels.ts'
import { openSession } from '../session/session.ts'
import { gemFilter } from './gem-filter.ts'
import { readPlanned } from './planner.ts'
import { planners } from './planners.ts'

const k = await openKernels('wasm', 2 ** 25)
const lm = loadLm(
  k,
  readCheckpoint(readFileSync(new URL('../../checkpoints/nano.ckpt', import.meta.url))),
)
const prompt = Int32Array.from({ length: 60 }, (_, i) =>
  i === 0 ? beginning : 97 + ((i * 7) % 26),
)

/** The laws of planners, held by every one of them. */
for (const [i, planner] of planners.entries()) {
  const name = `${planner.name} (${i})`

  test(`${name}: keeps places of the prompt in their order, the first among them, within the budget`, () => {
    for (const budget of [1, 2, 13, 59, 60, 200]) {
      const { keep } = planner.plan(k, lm, prompt, budget)
      assert.equal(keep.length, Math.min(budget, prompt.length))
      assert.equal(keep[0], 0)
      assert.ok(keep.every((place, at) => at === 0 || place > (keep[at - 1] ?? 0)))
    }
  })

  test(`${name}: with room for all, the model reads what it would have read`, () => {
    const { session, logits } = readPlanned(
      k,
      lm,
      prompt,
      planner.plan(k, lm, prompt, prompt.length),
    )
    using read = session
    using whole = openSession(k, lm)
    assert.deepEqual(logits, whole.prefill(prompt))
    assert.equal(read.length, prompt.length)
  })

  test(`${name}: chooses the same again, and gives back its memory`, () => {
    const first = planner.plan(k, lm, prompt, 20)
    const used = k.memory.used()
    assert.deepEqual(planner.plan(k, lm, prompt, 20), first)
    assert.equal(k.memory.used(), used)
  })
}

test('a layer that the model does not have is refused', () => {
  assert.throws(() => gemFilter({ layer: 3 }).plan(k, lm, prompt, 9), /Layer 3 is none of the 2/)
  assert.throws(() => gemFilter({ layer: 0 }), /needs a layer/)
})
