import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { initialise, keepWeights } from '../model/lm.ts'
import { forward } from '../model/pass.ts'
import { countWeights, type ModelSpec } from '../model/spec.ts'
import { rng } from '../rng.ts'
import { near, numbers } from '../testing.ts'
import { loadLm, loadWeights, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { seal } from './container.ts'

const spec: ModelSpec = {
  name: 'small',
  vocab: 40,
  width: 32,
  layers: 2,
  heads: 2,
  kvHeads: 1,
  headWidth: 16,
  inner: 64,
  context: 64,
  rotaryBase: 1000,
  epsilon: 1e-5,
  head: 'tied',
}
const provenance = {
  recipe: 'r',
  data: 'd',
  codec: 'bytes',
  steps: 1,
  tokens: 2,
  scores: { a: 0.5 },
}

const k = await openKernels('wasm', 2 ** 24)
const weights = keepWeights(k, spec)
initialise(spec, weights, rng('checkpoint'))
const file = (precision: 'f32' | 'q8') => writeCheckpoint(k, spec, weights, precision, provenance)

test('a checkpoint of numbers comes back bit for bit, with how it was made', () => {
  const checkpoint = readCheckpoint(file('f32'))
  const loaded = loadWeights(k, checkpoint)

  assert.deepEqual([checkpoint.spec, checkpoint.provenance], [spec, provenance])
  for (const [name, w] of weights)
    assert.deepEqual(numbers(loaded.get(name) ?? w), numbers(w), name)
})

test('a checkpoint of 8 bits is a third of the size and nearly the same model', () => {
  const small = file('q8')
  const checkpoint = readCheckpoint(small)
  const ids = Int32Array.of(1, 5, 39, 7, 7)
  const logits = (as: 'numbers' | 'codes', of = checkpoint) =>
    k.memory.scope(() => numbers(forward(k, loadLm(k, of, as), ids, Int32Array.of(0, 5)).y))

  assert.ok(small.length < 0.35 * 4 * countWeights(spec), `${small.length}`)
  near(logits('codes'), logits('numbers'), 1e-5)
  near(logits('codes'), logits('numbers', readCheckpoint(file('f32'))), 0.08)
})

test('whatever is wrong with a file, the answer is a sentence', () => {
  const good = file('q8')
  const data = readCheckpoint(good).data
  const sealed = (change: object) =>
    seal({ kind: 'model', spec, precision: 'q8', provenance, ...change }, data)
  const cases: [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(), /no checkpoint/],
    ['something else', new TextEncoder().encode('GGUF and much more'), /no checkpoint/],
    ['a header longer than the file', good.with(11, 255), /header would be/],
    ['a header that is no JSON', good.with(13, 0), /header cannot be read/],
    ['a file cut off', good.subarray(0, good.length - 7), /cut off or damaged/],
    ['a file cut off in its header', good.subarray(0, 60), /cut off or damaged/],
    ['a changed weight', good.with(good.length - 5, 77), /weights are not those/],
    ['another kind', sealed({ kind: 'run' }), /holds no model/],
    ['another precision', sealed({ precision: 'q3' }), /“q3” is unknown/],
    ['no shape', sealed({ spec: 7 }), /what shape/],
    ['a shape with a gap', sealed({ spec: { ...spec, layers: undefined } }), /model's layers/],
    ['a shape that does not fit', sealed({ spec: { ...spec, layers: 3 } }), /its shape needs/],
    ['a monstrous shape', sealed({ spec: { ...spec, layers: 1e9 } }), /layers 1000000000/],
    ['an odd shape', sealed({ spec: { ...spec, width: 30 } }), /width 30/],
    ['an unknown head', sealed({ spec: { ...spec, head: 'hydra' } }), /“hydra” is unknown/],
  ]
  for (const [what, bytes, sentence] of cases) {
    assert.throws(() => readCheckpoint(bytes), { name: 'Refusal', message: sentence }, what)
  }
})

test('no damage to any byte of the head is taken for a fault of ours', () => {
  const good = file('q8')
  const chance = rng('damage')
  for (let i = 0; i < 600; i++) {
    const bad = good.with(chance.below(700), chance.below(256))
    try {
      loadWeights(k, readCheckpoint(bad))
    } catch (error) {
      assert.equal(error instanceof Error ? error.name : '', 'Refusal', String(error))
    }
  }
})
