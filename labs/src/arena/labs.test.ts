import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { loadLm, readCheckpoint } from '../checkpoint/checkpoint.ts'
import { openKernels } from '../kernels/kernels.ts'
import { nanoRecipe, nanoSpec } from '../train/nano.ts'
import { dataPrint, recipePrint } from '../train/resume.ts'
import { cardOf } from './card.ts'
import { labs } from './labs.ts'

const file = readFileSync(new URL('../../checkpoints/nano.ckpt', import.meta.url))
const checkpoint = readCheckpoint(file)
const k = await openKernels('wasm', 2 ** 26)
const lm = loadLm(k, checkpoint)

test('the nano that ships is the one its recipe makes, and says what it can', () => {
  const { recipe, data, scores } = checkpoint.provenance

  assert.deepEqual(checkpoint.spec, nanoSpec)
  assert.deepEqual([recipe, data], [recipePrint(nanoRecipe()), dataPrint(nanoRecipe())])
  assert.ok(file.length < 200_000, `${file.length} bytes`)
  assert.ok(Object.keys(scores ?? {}).length > 10)
})

for (const lab of labs) {
  for (const claim of lab.claims) {
    test(`${lab.method}: ${claim.says}`, () => {
      const card = cardOf(lab, claim, { k, lm, count: 60, seed: '' }, ['test'])

      if (!claim.timed) {
        assert.equal(card.verdict, claim.expected, JSON.stringify(card.figures))
      }
      for (const { mean } of Object.values(card.figures)) assert.ok(Number.isFinite(mean))
    })
  }
}

test('every lab names its paper and knobs whose usual value is within their range', () => {
  for (const { method, paper, knobs, claims } of labs) {
    assert.match(method, /^[a-z][a-z0-9-]*$/)
    assert.match(paper, /^\d{4}\.\d{5}$/)
    assert.ok(claims.length > 0)
    for (const { name, least, usual, most } of knobs) {
      assert.ok(least <= usual && usual <= most, `${method}: ${name}`)
    }
  }
})
