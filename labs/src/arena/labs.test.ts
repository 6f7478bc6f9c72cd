import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { loadLm, readCheckpoint } from '../checkpoint/checkpoint.ts'
import { byteCodec } from '../codec.ts'
import { openKernels } from '../kernels/kernels.ts'
import { rng } from '../rng.ts'
import { needle } from '../tasks/needle.ts'
import { recall } from '../tasks/recall.ts'
import { repeat } from '../tasks/repeat.ts'
import type { Task } from '../tasks/task.ts'
import { nanoRecipe, nanoSpec } from '../train/nano.ts'
import { exam } from '../train/exam.ts'
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

test('the byte that ships recalls, copies and finds a needle as far off as it has read', () => {
  const byte = readCheckpoint(readFileSync(new URL('../../checkpoints/byte.ckpt', import.meta.url)))
  const model = loadLm(k, byte)
  const share = <P>(task: Task<P>, setting: P) =>
    exam(k, model, byteCodec, { task, setting, count: 20 }, rng('ships'))

  assert.ok(byte.data.length < 6_000_000)
  const pairs = { pairs: 8, questions: 1, keyLength: 1, valueLength: 2 }
  assert.ok(share(recall, pairs) >= 0.9)
  assert.ok(share(repeat, { length: 16 }) >= 0.9)
  assert.ok(share(needle, { hay: 200, depth: 0.3 }) >= 0.9)
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
