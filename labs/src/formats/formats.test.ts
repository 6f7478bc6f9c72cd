import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { assemble, initialise, keepWeights } from '../model/lm.ts'
import { forward } from '../model/pass.ts'
import { smallSpec } from '../model/small.ts'
import { rng } from '../rng.ts'
import { numbers } from '../testing.ts'
import { readGguf, writeGguf } from './gguf.ts'
import { loadGguf, type Loaded, loadSafetensors, toGguf, toSafetensors } from './llama.ts'
import { fromBfloat, fromHalf, widenInto } from './numbers.ts'
import { readSafetensors, writeSafetensors } from './safetensors.ts'

const k = await openKernels('wasm', 2 ** 25)
const models: Loaded[] = (['tied', 'own'] as const).map((head) => {
  const spec = { ...smallSpec, head, kvHeads: head === 'tied' ? 2 : 4 }
  const weights = keepWeights(k, spec)
  initialise(spec, weights, rng(head))
  return { spec, weights }
})
const [model] = models

const logitsOf = ({ spec, weights }: Loaded) =>
  k.memory.scope(() => {
    const ids = Int32Array.of(1, 2, 39, 4, 4)
    return numbers(forward(k, assemble(k, spec, weights), ids, Int32Array.of(0, 5)).y)
  })

test('a model comes back from either format bit for bit', () => {
  for (const loaded of models) {
    const { config, file } = toSafetensors(loaded)
    const back = [loadSafetensors(k, config, [file]), loadGguf(k, toGguf(loaded))]
    for (const { spec, weights } of back) {
      // GGUF keeps these two as f32.
      const rounded = { rotaryBase: spec.rotaryBase, epsilon: spec.epsilon, name: spec.name }
      assert.deepEqual({ ...loaded.spec, ...rounded }, spec)
      for (const [name, w] of loaded.weights) {
        assert.deepEqual(weights.get(name)?.data, w.data, name)
      }
    }
  }
})

test('GGUF turns neighbours: its rows of queries are ours in another order', () => {
  if (!model) return
  const { tensors } = readGguf(toGguf(model))
  const q = model.weights.get('layers.0.q')
  const { bytes } = tensors.get('blk.0.attn_q.weight') ?? { bytes: new Uint8Array() }
  const theirs = new Float32Array(bytes.slice().buffer)

  // The second row of a head there is the first of our second half: row 8 of 16.
  assert.deepEqual(theirs.slice(32, 64), q?.data.slice(8 * 32, 9 * 32))
})

test('halves, short floats and blocks are read as the numbers they stand for', () => {
  const halves: [number, number][] = [
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x7c00, Infinity],
  ]
  for (const [bits, value] of halves) assert.equal(fromHalf(bits), value)
  assert.ok(Number.isNaN(fromHalf(0x7e00)))
  assert.deepEqual([fromBfloat(0x3f80), fromBfloat(0xc040)], [1, -3])

  const to = new Float32Array(32)
  // Scale 2, then codes −16 … 15.
  widenInto('Q8_0', Uint8Array.of(0, 0x40, ...Array.from({ length: 32 }, (_, i) => i - 16)), to)
  assert.deepEqual(
    [...to],
    Array.from({ length: 32 }, (_, i) => 2 * (i - 16)),
  )
  // Scale 1; low nibbles 0 … 15, high nibbles 15.
  widenInto('Q4_0', Uint8Array.of(0, 0x3c, ...Array.from({ length: 16 }, (_, i) => 0xf0 | i)), to)
  assert.deepEqual(
    [...to],
    Array.from({ length: 32 }, (_, i) => (i < 16 ? i - 8 : 7)),
  )
})

test('whatever is wrong with a safetensors file, the answer is a sentence', () => {
  const data = Float32Array.of(1, 2, 3, 4)
  const good = writeSafetensors(new Map([['a', { shape: [2, 2], data }]]))
  const a = (change: object) =>
    saying({ a: { dtype: 'F32', shape: [4], data_offsets: [0, 16], ...change } })
  const cases: [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(), /shorter than/],
    ['an endless header', good.with(7, 255), /header would be/],
    ['no JSON', saying('{'), /cannot be read/],
    ['a list', saying('[]'), /no object/],
    ['another storage', a({ dtype: 'F64' }), /stored as F64/],
    ['no shape', a({ shape: 'wide' }), /has no shape/],
    ['a negative shape', a({ shape: [-4] }), /has no shape/],
    ['a shape too large', a({ shape: [5] }), /its shape needs 20/],
    ['an overflowing shape', a({ shape: [2 ** 50, 2 ** 50] }), /its shape needs/],
    ['outside', a({ data_offsets: [8, 24] }), /outside the file/],
    ['backwards', a({ data_offsets: [16, 0] }), /outside the file/],
    [
      'overlapping',
      saying({
        a: { dtype: 'F32', shape: [4], data_offsets: [0, 16] },
        b: { dtype: 'F32', shape: [1], data_offsets: [8, 12] },
      }),
      /overlap/,
    ],
  ]
  for (const [what, file, sentence] of cases) {
    assert.throws(() => readSafetensors(file), { name: 'Refusal', message: sentence }, what)
  }
})

test('whatever is wrong with a model’s files, the answer is a sentence', () => {
  if (!model) return
  const { config, file } = toSafetensors(model)
  const settings: object = JSON.parse(config)
  const other = (change: object) => JSON.stringify({ ...settings, ...change })
  const cases: [string, RegExp][] = [
    ['{', /cannot be read/],
    [other({ model_type: 'mamba' }), /type “mamba”/],
    [other({ num_hidden_layers: 3 }), /has no model.layers.2/],
    [other({ num_hidden_layers: 1e7 }), /layers 10000000/],
    [other({ intermediate_size: 128 }), /gate_proj.weight is 64 × 32/],
    [other({ rope_scaling: { type: 'linear' } }), /stretches its rotations/],
    [other({ rms_norm_eps: undefined }), /epsilon/],
  ]
  for (const [text, sentence] of cases) {
    assert.throws(() => loadSafetensors(k, text, [file]), { name: 'Refusal', message: sentence })
  }
  assert.throws(() => loadGguf(k, named('bert')), /architecture “bert”/)
  assert.throws(() => loadGguf(k, named('llama')), /does not say llama/)
})

test('no damage to any byte of a GGUF header is taken for a fault of ours', () => {
  if (!model) return
  const good = toGguf(model)
  const chance = rng('damage')
  for (let i = 0; i < 1500; i++) {
    const bad = good.with(chance.below(4000), chance.below(256))
    try {
      k.memory.scope(() => readGguf(bad))
    } catch (error) {
      assert.equal(error instanceof Error ? error.name : '', 'Refusal', String(error))
    }
  }
  for (const length of [0, 10, 30, 500, good.length - 1]) {
    assert.throws(() => readGguf(good.subarray(0, length)), { name: 'Refusal' })
  }
})

test('a model that was loaded says what it said before', () => {
  for (const loaded of models) {
    assert.deepEqual(logitsOf(loadGguf(k, toGguf(loaded))).length, 5 * 40)
    const { config, file } = toSafetensors(loaded)
    assert.deepEqual(logitsOf(loadSafetensors(k, config, [file])), logitsOf(loaded))
  }
})

/** A safetensors file with a header of any kind and sixteen bytes of data. */
const saying = (header: object | string) => {
  const text = typeof header === 'string' ? header : JSON.stringify(header)
  const file = new Uint8Array(8 + text.length + 16)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(new TextEncoder().encode(text), 8)
  return file
}

const named = (name: string) =>
  writeGguf(new Map([['general.architecture', { text: name }]]), new Map())
