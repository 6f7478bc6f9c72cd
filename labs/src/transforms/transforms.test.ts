import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { mat } from '../mat.ts'
import { assemble, initialise, keepWeights } from '../model/lm.ts'
import { forward } from '../model/pass.ts'
import { rng } from '../rng.ts'
import { near, numbers } from '../testing.ts'
import { nanoSpec } from '../train/nano.ts'
import { roundRows, shifted, withOutliers } from './activations.ts'
import { floats, type Format, fp4, integers, nearest, nf4 } from './formats.ts'
import { block, roundBlocks, squaredError } from './rounding.ts'
import { transforms } from './transforms.ts'

const k = await openKernels('wasm', 2 ** 26)
const spec = { ...nanoSpec, width: 32, headWidth: 16, inner: 64 }
const weights = keepWeights(k, spec)
initialise(spec, weights, rng('transforms'))
const lm = assemble(k, spec, weights)
const ids = Int32Array.from({ length: 20 }, (_, i) => (i * 37) % 256)

const logits = (model: typeof lm) =>
  k.memory.scope(() => numbers(forward(k, model, ids, Int32Array.of(0, ids.length)).y))

/** The laws of weight transforms, held by every one of them. */
for (const transform of transforms) {
  test(`${transform.name}: leaves its model as it was, and gives back its memory`, () => {
    const [before, used] = [logits(lm), k.memory.used()]
    {
      using changed = transform.apply(k, lm)
      assert.notDeepEqual(logits(changed.lm), before)
    }
    assert.deepEqual(logits(lm), before)
    assert.equal(k.memory.used(), used)
  })

  test(`${transform.name}: a block has no more values than its bits can say`, () => {
    using changed = transform.apply(k, lm)
    const bits = transform.bits - 16 / block
    for (const { q, down } of changed.lm.layers) {
      for (const w of [q.weight, down.weight]) {
        const { data } = w ?? mat(1, 1)
        for (let at = 0; at < data.length; at += block) {
          assert.ok(new Set(data.subarray(at, at + block)).size <= 2 ** bits)
        }
      }
    }
  })

  test(`${transform.name}: what is rounded already stays`, () => {
    using once = transform.apply(k, lm)
    using twice = transform.apply(k, once.lm)
    near(
      numbers(twice.lm.layers[0]?.q.weight ?? mat(1, 1)),
      numbers(once.lm.layers[0]?.q.weight ?? mat(1, 1)),
      2e-2,
    )
  })
}

test('the levels of NF4 are those that its paper prints', () => {
  const published = [
    -1.0, -0.6961928, -0.52507305, -0.39491749, -0.28444138, -0.18477343, -0.09105004, 0, 0.0795803,
    0.1609302, 0.24611229, 0.33791524, 0.44070983, 0.562617, 0.72295684, 1.0,
  ]
  near([...nf4.levels], published, 1e-6)
})

const positive = ({ levels }: Format) => [...levels].filter((x) => x >= 0)

test('the levels of few-bit floats and integers are those of their definition', () => {
  assert.deepEqual(
    positive(floats(2, 1)),
    [0, 0.5, 1, 1.5, 2, 3, 4, 6].map((x) => x / 6),
  )
  assert.deepEqual(
    positive(floats(1, 2)),
    [0, 1, 2, 3, 4, 5, 6, 7].map((x) => x / 7),
  )
  assert.deepEqual(
    positive(floats(3, 0)),
    [0, 2, 4, 8, 16, 32, 64, 128].map((x) => x / 128),
  )
  assert.deepEqual(
    [...integers(3).levels],
    [-3, -2, -1, 0, 1, 2, 3].map((x) => x / 3),
  )
  assert.throws(() => integers(1), /1 bits say no whole numbers/)
})

test('a number goes to the level that is nearest', () => {
  const chance = rng('nearest')
  for (const format of [nf4, ...fp4, integers(4), integers(2)]) {
    for (let i = 0; i < 200; i++) {
      const x = 2.4 * chance.f() - 1.2
      const right = Math.min(...format.levels.map((level) => Math.abs(level - x)))
      assert.ok(Math.abs(Math.abs(nearest(format, x) - x) - right) < 1e-12, `${format.name} ${x}`)
    }
  }
})

test('on weights that are normal, NF4 errs less than the others of four bits', () => {
  const chance = rng('normal')
  const w = mat(64, 64, Float32Array.from({ length: 4096 }, chance.normal))
  const error = (format: Format) => {
    const copy = mat(64, 64, w.data.slice())
    roundBlocks(copy, () => format, [1])
    return squaredError(copy.data, w.data)
  }

  for (const other of [integers(4), ...fp4]) assert.ok(error(nf4) < error(other), other.name)
})

test('shifting channels by powers of two changes nothing, bit for bit', () => {
  const before = logits(lm)
  using outliers = withOutliers(k, lm, 5)

  assert.deepEqual(logits(outliers.lm), before)
  const op = lm.layers[0]?.q
  assert.ok(op)
  const { op: moved, release } = shifted(k, op, outliers.shifts)
  assert.equal(moved.nOut, op.nOut)
  release()
})

test('inputs are rounded a row by a row, and a row of zeros stays', () => {
  const x = mat(2, 4, Float32Array.of(0, 0, 0, 0, 7, 3.4, -0.4, 1))
  roundRows(x, integers(4))
  assert.deepEqual([...x.data], [0, 0, 0, 0, 7, 3, 0, 1])
})
