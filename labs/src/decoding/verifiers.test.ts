import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rng } from '../rng.ts'
import { recursiveRejection, withoutReplacement, withReplacement } from './recursive-rejection.ts'
import { pairOf } from './recursive-rejection.lab.ts'
import { drawTree, normalised, type Shares, verify } from './verifier.ts'

/** The laws of verifiers that are lossless, held by each with what draws its guesses. */
const pairs = [withoutReplacement, withReplacement].map((drawer) => ({
  drawer,
  verifier: recursiveRejection(drawer),
}))
const { target, draft } = pairOf('law', 0.5)
const draws = 8000

const chiSquare = (counts: Float64Array, shares: Shares) =>
  shares.reduce(
    (sum, p, id) => sum + (p > 0 ? (counts[id] ?? 0) - draws * p : 0) ** 2 / (draws * p || 1),
    0,
  )

for (const { drawer, verifier } of pairs) {
  test(`${verifier.name}: first and second tokens are drawn as the target draws them, for every tree`, () => {
    for (const widths of [[1], [3], [16], [2, 2], [1, 1, 1], [4, 1]]) {
      const chance = rng(`law ${widths.join()}`)
      const counts = new Float64Array(16)
      const seconds = new Float64Array(16)
      for (let i = 0; i < draws; i++) {
        const [first, second] = verify(
          verifier,
          drawTree(drawer, widths, draft, chance),
          target,
          chance,
        )
        counts[first ?? 0]++
        // Where the pass ended after one token, the target writes the next itself.
        seconds[second ?? withReplacement.draw(target([first ?? 0]), 1, chance)[0] ?? 0]++
      }
      const after = target([]).reduce<Shares>(
        (sum, p, id) => sum.map((x, next) => x + p * (target([id])[next] ?? 0)),
        new Float64Array(16),
      )
      // 15 degrees of freedom: chance exceeds 44 once in ten thousand times.
      assert.ok(chiSquare(counts, target([])) < 44, `${widths.join(' × ')}, first`)
      assert.ok(chiSquare(seconds, after) < 44, `${widths.join(' × ')}, second`)
    }
  })

  test(`${verifier.name}: a guesser that guesses what cannot come changes nothing`, () => {
    const useless = normalised(Float64Array.from({ length: 16 }, (_, id) => (id < 2 ? 1 : 0)))
    const strict = normalised(Float64Array.from({ length: 16 }, (_, id) => (id < 2 ? 0 : id)))
    const chance = rng('useless')
    for (let i = 0; i < 200; i++) {
      const tree = drawTree(drawer, [2], () => useless, chance)
      assert.ok((verify(verifier, tree, () => strict, chance)[0] ?? 0) >= 2)
    }
  })
}

test('guesses without replacement are all different, and as many as there can be', () => {
  const chance = rng('different')
  const q = normalised(Float64Array.of(5, 0, 3, 2, 0, 1))
  for (let i = 0; i < 100; i++) {
    const drawn = withoutReplacement.draw(q, 6, chance)
    assert.deepEqual(
      drawn.toSorted((a, b) => a - b),
      [0, 2, 3, 5],
    )
  }
})

test('a tree is as wide as was asked, each child after its parent', () => {
  const { tokens, parent, from } = drawTree(withoutReplacement, [3, 2, 1], draft, rng('tree'))

  assert.equal(tokens.length, 3 + 6 + 6)
  assert.equal(from.length, tokens.length + 1)
  assert.ok([...parent].every((p, i) => p < i))
})
