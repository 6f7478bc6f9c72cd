import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textOf } from '../codec.ts'
import { fingerprint } from '../fingerprint.ts'
import { rng } from '../rng.ts'
import { recall } from './recall.ts'
import { answerOf, draw, promptOf, score } from './task.ts'
import { tasks } from './tasks.ts'

for (const { name, oracle, settings } of tasks) {
  test(`${name}: the oracle is always right, from every question's prompt alone`, () => {
    const chance = rng(`law/${name}`)
    for (const { sample } of settings) {
      for (let i = 0; i < 40; i++) {
        const example = sample(chance)
        assert.equal(score(example, oracle(promptOf(example))), 1, textOf(example.text))
        for (const asked of example.asked) {
          const earlier = { ...example, asked: [asked] }
          assert.equal(score(earlier, oracle(promptOf(earlier))), 1, textOf(example.text))
        }
      }
    }
  })

  test(`${name}: who guesses another example's answer does no better than the floor`, () => {
    const chance = rng(`floor/${name}`)
    for (const { name: setting, floor, sample } of settings) {
      const n = 2000
      let right = 0
      for (let i = 0; i < n; i++) right += score(sample(chance), answerOf(sample(chance)))
      // Three standard errors of a share, and one hit, above the floor.
      const most = floor + 3 * Math.sqrt((floor * (1 - floor)) / n) + 1 / n
      assert.ok(right / n <= most, `${setting}: ${right / n} is above ${floor}`)
    }
  })

  test(`${name}: the same seed writes the same bytes, in every setting`, () => {
    for (const { sample } of settings) {
      assert.deepEqual(sample(rng('seed')).text, sample(rng('seed')).text)
      assert.notDeepEqual(sample(rng('seed')).text, sample(rng('other')).text)
    }
  })
}

test('an example worked by hand', () => {
  const example = recall.sample(
    { pairs: 3, questions: 2, keyLength: 1, valueLength: 1 },
    rng('golden'),
  )

  assert.equal(textOf(example.text), 'oQ hB jD ?oQ jD ')
  assert.deepEqual(example.asked, [
    [11, 12],
    [14, 15],
  ])
  assert.equal(textOf(promptOf(example)), 'oQ hB jD ?oQ j')
})

test('no text is both trained on and tested with', () => {
  const setting = { pairs: 1, questions: 1, keyLength: 1, valueLength: 1 }
  const chance = rng('split')
  const texts = (purpose: 'train' | 'test') =>
    new Set(
      Array.from({ length: 400 }, () => fingerprint(draw(recall, setting, purpose, chance).text)),
    )

  // 260 texts are possible, so that each set meets nearly all that are allowed to it.
  const [train, held] = [texts('train'), texts('test')]

  assert.ok(train.size > 150 && held.size > 20, `${train.size}, ${held.size}`)
  assert.ok(train.isDisjointFrom(held))
})
