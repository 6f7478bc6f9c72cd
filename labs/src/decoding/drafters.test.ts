import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { smallLm } from '../model/small.ts'
import { rng } from '../rng.ts'
import { openSession } from '../session/session.ts'
import type { TokenTree } from '../session/tree.ts'
import type { Drafter } from './drafter.ts'
import { drafters } from './drafters.ts'
import { alone, drawing, greedily, type Pass, speculate } from './speculate.ts'

/** The laws of drafters: they may save passes and may change nothing. */
const k = await openKernels('wasm', 2 ** 26)
const lm = smallLm(k, { vocab: 16, context: 2048 })
const prompt = Int32Array.of(1, 2, 3, 1, 2)

const textOf = (passes: Iterable<Pass>) => [...passes].flatMap(({ tokens }) => tokens)

/** Guesses what chance says, in trees of every shape. */
const useless: Drafter = {
  name: 'useless',
  open(vocab) {
    const chance = rng('useless')
    return {
      propose(_tokens, most): TokenTree {
        const n = 1 + chance.below(most)
        return {
          tokens: Int32Array.from({ length: n }, () => chance.below(vocab)),
          parent: Int32Array.from({ length: n }, (_, i) => chance.below(i + 1) - 1),
        }
      },
      learn: () => undefined,
    }
  },
}

for (const drafter of [...drafters, useless]) {
  test(`${drafter.name}: the text is the one that is written greedily without it`, () => {
    using session = openSession(k, lm)
    using other = openSession(k, lm)
    const length = 400

    const text = textOf(
      speculate(session, prompt, drafter.open(16), { length, most: 7, choose: greedily }),
    )

    assert.equal(text.length, length)
    assert.deepEqual(text, textOf(alone(other, prompt, { length, choose: greedily })))
    assert.ok(session.meter.targetPasses <= other.meter.targetPasses)
  })

  test(`${drafter.name}: drawn with the same chance, the text is the same too`, () => {
    using session = openSession(k, lm)
    using other = openSession(k, lm)
    const length = 300

    const text = textOf(
      speculate(session, prompt, drafter.open(16), { length, most: 7, choose: drawing(rng('d')) }),
    )

    assert.deepEqual(text, textOf(alone(other, prompt, { length, choose: drawing(rng('d')) })))
  })

  test(`${drafter.name}: it proposes no more than it may, and parents before children`, () => {
    const drafting = drafter.open(16)
    using session = openSession(k, lm)
    const watched = {
      ...drafting,
      propose(tokens: Int32Array, most: number) {
        const tree = drafting.propose(tokens, most)
        assert.ok(tree.tokens.length <= most)
        assert.ok(tree.parent.every((parent, i) => parent >= -1 && parent < i))
        return tree
      },
    }
    textOf(speculate(session, prompt, watched, { length: 60, most: 5, choose: drawing(rng('p')) }))
  })
}

test('what is drawn has the shares that the scores say, whatever is guessed', () => {
  const logits = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i) * 2)
  const choose = drawing(rng('chi'))
  const n = 20_000
  const counts = new Float64Array(16)
  for (let i = 0; i < n; i++) counts[choose(logits)]++

  const shares = Float64Array.from(logits, Math.exp)
  const whole = shares.reduce((a, b) => a + b)
  const chi = counts.reduce((sum, count, i) => {
    const expected = (n * (shares[i] ?? 0)) / whole
    return sum + (count - expected) ** 2 / expected
  }, 0)
  // 15 degrees of freedom: 37.7 is passed once in a thousand seeds; this one is fixed.
  assert.ok(chi < 37.7, `${chi}`)
})

test('on a text that repeats, guesses save passes', () => {
  for (const drafter of drafters) {
    using session = openSession(k, lm)
    const passes = [
      ...speculate(session, prompt, drafter.open(16), { length: 300, most: 7, choose: greedily }),
    ]
    // A greedy model of chance soon goes in circles.
    assert.ok(300 / passes.length > 1.5, `${drafter.name}: ${300 / passes.length} tokens a pass`)
  }
})
