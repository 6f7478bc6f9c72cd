import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { attentionSteps, episode, gradientSteps, nearestExamples, ridge } from './linear-context.ts'

const k = await openKernels('wasm', 2 ** 24)

test('a layer of attention is a step of gradient descent', () => {
  for (const [n, d, layers] of [
    [1, 4, 1],
    [5, 4, 3],
    [20, 8, 10],
  ] as const) {
    k.memory.scope(() => {
      const one = episode(k, n, d, 0.1, `${n}`)
      const how = { rate: 0.02, layers }
      assert.ok(Math.abs(attentionSteps(k, one, how) - gradientSteps(one, how)) < 1e-5)
    })
  }
})

test('least squares is right where there is no noise and examples enough, and gradient descent comes to it', () => {
  k.memory.scope(() => {
    const one = episode(k, 12, 4, 0, 'clear')
    assert.ok(Math.abs(ridge(one, 1e-9) - one.answer) < 1e-4)
    assert.ok(Math.abs(gradientSteps(one, { rate: 0.02, layers: 3000 }) - one.answer) < 1e-3)
  })
})

test('the nearest example of one answers as itself', () => {
  k.memory.scope(() => {
    const one = episode(k, 6, 4, 0, 'near')
    const asked = { ...one, question: one.x.data.slice(8, 12) }
    assert.equal(nearestExamples(asked, 1), one.y[2])
  })
})
