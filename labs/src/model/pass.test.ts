import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kernels, openKernels } from '../kernels/kernels.ts'
import { type Mat, mat, row } from '../mat.ts'
import { rng } from '../rng.ts'
import { near, numbers } from '../testing.ts'
import { assemble, initialise, keepWeights } from './lm.ts'
import { crossEntropy } from './loss.ts'
import { forward } from './pass.ts'
import { countWeights, type ModelSpec } from './spec.ts'

/** As small as a model can be that still has layers, groups of heads and a feed-forward part. */
const tiny: ModelSpec = {
  name: 'tiny',
  vocab: 11,
  width: 16,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headWidth: 8,
  inner: 24,
  context: 32,
  rotaryBase: 100,
  epsilon: 1e-5,
  head: 'own',
}

const ids = Int32Array.from({ length: 90 }, (_, i) => (i * i + 3 * i) % 11)
const targets = Int32Array.from({ length: 90 }, (_, i) => (i * 7 + 2) % 11)
const weights = Float32Array.from({ length: 90 }, (_, i) => (i % 4 === 0 ? 0 : 1 + (i % 3)))
/** The second sequence is longer than the blocks in which queries are taken. */
const offsets = Int32Array.of(0, 5, 77, 90)

function open(k: Kernels, spec: ModelSpec, seed = 'tiny') {
  const w = keepWeights(k, spec)
  initialise(spec, w, rng(seed))
  return { w, lm: assemble(k, spec, w) }
}

test('slopes are those that small steps of each weight show', async () => {
  const k = await openKernels('plain', 2 ** 25)
  for (const head of ['own', 'tied'] as const) {
    const { w, lm } = open(k, { ...tiny, head })
    const grads = new Map<Mat, Mat>([...w.values()].map((m) => [m, k.memory.keep(m.rows, m.cols)]))
    const loss = () =>
      k.memory.scope(() => {
        const { y } = forward(k, lm, ids, offsets)
        return crossEntropy(k, y, targets, weights, 1)
      })

    k.memory.scope(() => {
      const { y, back } = forward(k, lm, ids, offsets)
      crossEntropy(k, y, targets, weights, 1)
      back(y, { of: (m) => grads.get(m) })
    })

    for (const [name, m] of w) {
      // Along the slope itself, where the effect of a step is largest against rounding.
      const slope = numbers(grads.get(m) ?? mat(0, 0))
      const length = Math.hypot(...slope)
      const before = Float32Array.from(m.data)
      const along = (step: number) => {
        slope.forEach((g, i) => (m.data[i] = before[i] + (step * g) / length))
        return loss()
      }
      const step = 2e-3 * Math.hypot(...before)
      const shown = (along(step) - along(-step)) / (2 * step)
      m.data.set(before)
      near([shown / length], [1], 2e-3, `${head} ${name}`)
    }
  }
})

test('both kernels give the same logits and slopes', async () => {
  const [plain, wasm] = [await outcome('plain'), await outcome('wasm')]

  plain.forEach((expected, i) => near(wasm[i] ?? [], expected, 2e-5, `result ${i}`))
})

test('sequences that are packed together do not see each other, nor any token its future', async () => {
  const k = await openKernels('wasm', 2 ** 25)
  const { lm } = open(k, tiny)
  const logits = (some: Int32Array, at: Int32Array) =>
    k.memory.scope(() => {
      const { y } = forward(k, lm, some, at)
      return Array.from({ length: y.rows }, (_, i) => [...row(y, i)])
    })

  const together = logits(ids, offsets)
  const alone = logits(ids.slice(5, 77), Int32Array.of(0, 72))
  const changed = logits(
    ids.map((id, i) => (i === 40 ? (id + 1) % 11 : id)),
    offsets,
  )

  near(together.slice(5, 77).flat(), alone.flat(), 1e-5)
  assert.deepEqual(changed.slice(0, 40), together.slice(0, 40))
  assert.notDeepEqual(changed[40], together[40])
  assert.notDeepEqual(changed[76], together[76])
  assert.deepEqual(changed.slice(77), together.slice(77))
})

test('a shape that cannot be is refused with the number that is wrong', async () => {
  const k = await openKernels('plain', 2 ** 20)
  const cases: [Partial<ModelSpec>, RegExp][] = [
    [{ layers: 0 }, /layers 0/],
    [{ vocab: 1e9 }, /vocab 1000000000/],
    [{ heads: 3 }, /3 heads cannot share 2/],
    [{ width: 18 }, /width 18/],
    [{ inner: 2.5 }, /inner 2.5/],
    [{ rotaryBase: 0 }, /rotary base/],
    [{ inner: 65_536 }, /needs \d+ bytes more/],
  ]
  for (const [wrong, sentence] of cases) {
    assert.throws(() => keepWeights(k, { ...tiny, ...wrong }), {
      name: 'Refusal',
      message: sentence,
    })
  }
})

test('the count of weights is that of the weights', async () => {
  const k = await openKernels('plain', 2 ** 20)
  const { w } = open(k, tiny)
  assert.equal(
    countWeights(tiny),
    [...w.values()].reduce((sum, m) => sum + m.data.length, 0),
  )
})

/** Logits, slopes of the tokens, loss and slopes of the weights. */
async function outcome(kind: Kernels['name']): Promise<number[][]> {
  const k = await openKernels(kind, 2 ** 25)
  const { w, lm } = open(k, tiny)
  const grads = new Map<Mat, Mat>([...w.values()].map((m) => [m, k.memory.keep(m.rows, m.cols)]))
  return k.memory.scope(() => {
    const { y, back } = forward(k, lm, ids, offsets)
    const logits = numbers(y)
    const loss = crossEntropy(k, y, targets, weights, 1)
    const dx = numbers(back(y, { of: (m) => grads.get(m) }))
    return [logits, dx, [loss], ...[...grads.values()].map(numbers)]
  })
}
