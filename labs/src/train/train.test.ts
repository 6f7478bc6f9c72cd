import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginning, byteCodec, textOf } from '../codec.ts'
import { openKernels } from '../kernels/kernels.ts'
import { type ModelSpec } from '../model/spec.ts'
import { rng } from '../rng.ts'
import { numbers } from '../testing.ts'
import { mixture } from './batch.ts'
import { nanoIngredients, nanoRecipe, nanoSpec } from './nano.ts'
import { resumeRun, saveRun } from './resume.ts'
import { adamw, type Recipe, startRun } from './run.ts'
import { warmupStableDecay } from './schedule.ts'

const spec: ModelSpec = {
  ...nanoSpec,
  name: 'speck',
  width: 16,
  headWidth: 8,
  inner: 32,
  context: 48,
}

const recipe = (steps: number): Recipe => ({
  spec,
  seed: 'speck',
  data: mixture('speck', nanoIngredients, byteCodec, spec.context, rng('speck/data')),
  schedule: warmupStableDecay({ peak: 0.01, steps, warmup: 3, decay: 0.5 }),
  optimizer: adamw,
  steps,
  tokensPerStep: 400,
  tokensPerPart: 150,
})

test('a run that stops and resumes is the run that never stopped, bit for bit, at any step', async () => {
  const k = await openKernels('wasm', 2 ** 25)
  const whole = startRun(k, recipe(8))
  const losses = Array.from({ length: 8 }, () => whole.step().loss)

  for (const stop of [0, 1, 4, 7]) {
    const first = startRun(k, recipe(8))
    for (let i = 0; i < stop; i++) first.step()
    const rest = resumeRun(k, recipe(8), saveRun(first))
    const after = Array.from({ length: 8 - stop }, () => rest.step().loss)

    assert.deepEqual(after, losses.slice(stop), `stopped at ${stop}`)
    assert.deepEqual(saveRun(rest), saveRun(whole), `stopped at ${stop}`)
  }
})

test('a run that goes on under a shorter recipe ends as that recipe run from its start', async () => {
  const k = await openKernels('wasm', 2 ** 25)
  const short = startRun(k, recipe(6))
  for (let i = 0; i < 6; i++) short.step()

  // Both recipes are at their peak in the third step, and go down from the fourth and the fifth on.
  const long = startRun(k, recipe(8))
  for (let i = 0; i < 3; i++) long.step()
  const branch = resumeRun(k, recipe(6), saveRun(long))
  for (let i = 0; i < 3; i++) branch.step()

  assert.deepEqual(saveRun(branch), saveRun(short))
})

test('training makes the loss fall', async () => {
  const k = await openKernels('wasm', 2 ** 25)
  const run = startRun(k, recipe(60))
  const losses = Array.from({ length: 60 }, () => run.step().loss)

  assert.ok(mean(losses.slice(-5)) < 0.7 * mean(losses.slice(0, 5)), losses.join(' '))
})

test('another recipe’s run, a model or a damaged file is refused', async () => {
  const k = await openKernels('plain', 2 ** 24)
  const saved = saveRun(startRun(k, recipe(8)))
  const run = startRun(k, recipe(8))
  for (let i = 0; i < 5; i++) run.step()
  const late = saveRun(run)

  const others: [Recipe, Uint8Array, RegExp][] = [
    [recipe(6), late, /another recipe/],
    [{ ...recipe(8), seed: 'other' }, saved, /another recipe/],
    [{ ...recipe(8), data: nanoRecipe().data }, saved, /another recipe/],
    [recipe(8), saved.subarray(0, 5000), /cut off or damaged/],
  ]
  for (const [other, file, sentence] of others) {
    assert.throws(() => resumeRun(k, other, file), { name: 'Refusal', message: sentence })
  }
})

test('a batch starts every sequence with the mark, keeps its promise and says where it is from', () => {
  const { data, tokensPerStep } = nanoRecipe()
  const seen: Record<string, number> = {}
  let tokens = 0
  for (let step = 0; step < 20; step++) {
    const batch = data.next(step, tokensPerStep)
    assert.deepEqual(batch, data.next(step, tokensPerStep))
    for (const [name, count] of Object.entries(batch.provenance)) {
      seen[name] = (seen[name] ?? 0) + count
    }
    tokens += batch.ids.length
    assert.ok(batch.ids.length <= tokensPerStep)
    for (let s = 0; s + 1 < batch.offsets.length; s++) {
      const [from, to] = [batch.offsets[s], batch.offsets[s + 1]]
      assert.equal(batch.ids[from], beginning)
      assert.ok(to - from <= nanoSpec.context)
      // What is to be said next is what stands there next.
      assert.deepEqual(batch.targets.slice(from, to - 1), batch.ids.slice(from + 1, to))
    }
  }

  assert.equal(
    Object.values(seen).reduce((a, b) => a + b),
    tokens,
  )
  assert.deepEqual(Object.keys(seen).toSorted(), ['backcopy', 'needle', 'recall', 'repeat'])
})

test('in a batch, what is asked for counts fully and chance hardly', () => {
  const only = nanoIngredients.filter(({ name }) => name === 'repeat')
  const { targets, weights } = mixture('one', only, byteCodec, 64, rng('x')).next(0, 64)
  const text = textOf(byteCodec.decode(targets))
  const bar = text.indexOf('|')

  assert.match(text, /^(..)[a-z]*\|\1/)
  assert.ok(weights.subarray(0, bar + 3).every((weight) => weight < 0.1))
  assert.equal(weights[bar + 3], 1)
})

test('warm-up, constant, down to a tenth', () => {
  const { rate } = warmupStableDecay({ peak: 1, steps: 100, warmup: 10, decay: 0.3 })

  assert.deepEqual(
    [0, 9, 10, 69, 99].map((step) => Math.round(rate(step, 0) * 1000)),
    [100, 1000, 1000, 1000, 100],
  )
  assert.ok(rate(85, 0) < 0.6 && rate(85, 0) > 0.5)
  assert.throws(() => warmupStableDecay({ peak: 0, steps: 1, warmup: 0, decay: 0 }), /peak above 0/)
})

test('a step gives the same weights with plain kernels, to rounding', async () => {
  const [plain, wasm] = [await outcome('plain'), await outcome('wasm')]
  // Adam's first step is as long as the rate whatever the slope is, so a slope near zero may flip.
  const apart = plain.flatMap((w, i) => w.map((x, j) => Math.abs(x - (wasm[i]?.[j] ?? NaN))))

  assert.ok(apart.filter((x) => x < 1e-4).length > 0.999 * apart.length)
})

const mean = (some: number[]) => some.reduce((a, b) => a + b) / some.length

/** The weights after one step. */
async function outcome(kind: 'plain' | 'wasm'): Promise<number[][]> {
  const run = startRun(await openKernels(kind, 2 ** 24), recipe(4))
  run.step()
  return [...run.weights.values()].map(numbers)
}
