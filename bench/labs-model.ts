/**
 * `npm run bench:labs:model`: tokens a second on one core of models of the labs' shapes with weights of
 * chance: reading a prompt, writing one token after another in f32 and from 8-bit codes, and training.
 * Floating-point operations are those the kernels counted.
 */
import { loadLm, readCheckpoint, writeCheckpoint } from '../labs/src/checkpoint/checkpoint.ts'
import { openKernels } from '../labs/src/kernels/kernels.ts'
import type { Lm } from '../labs/src/model/lm.ts'
import { assemble, initialise, keepWeights } from '../labs/src/model/lm.ts'
import { countWeights, type ModelSpec } from '../labs/src/model/spec.ts'
import { rng } from '../labs/src/rng.ts'
import { openSession } from '../labs/src/session/session.ts'
import { byteSpec } from '../labs/src/train/byte.ts'
import { nanoRecipe, nanoSpec } from '../labs/src/train/nano.ts'
import { startRun } from '../labs/src/train/run.ts'

/** LABS.md, section 3.2, at the two million weights that issue 4 allows. */
const baseSpec: ModelSpec = {
  ...byteSpec,
  name: 'base',
  vocab: 2048,
  width: 192,
  layers: 6,
  heads: 6,
  kvHeads: 2,
  inner: 512,
}

const k = await openKernels('wasm', 2 ** 29)
const provenance = { recipe: '', data: '', codec: 'bytes', steps: 0, tokens: 0, scores: {} }

console.log(
  'model'.padEnd(6),
  ...['weights', 'prompt of', 'read/s', 'GFLOPS', 'write/s', '8-bit/s', 'train/s'].map((c) =>
    c.padStart(10),
  ),
)
for (const spec of [nanoSpec, byteSpec, baseSpec]) {
  const weights = keepWeights(k, spec)
  initialise(spec, weights, rng('bench'))
  const lm = assemble(k, spec, weights)
  const checkpoint = readCheckpoint(writeCheckpoint(k, spec, weights, 'q8', provenance))
  const prompt = Int32Array.from({ length: spec.context - 32 }, (_, i) => i % spec.vocab)

  const read = reading(lm, prompt)
  const run = startRun(k, { ...nanoRecipe(), spec })
  run.step()
  const trained = best(3, () => run.step().tokens)
  const cells = [
    countWeights(spec),
    prompt.length,
    read.speed.toFixed(0),
    read.gflops.toFixed(1),
    writing(lm, prompt).toFixed(0),
    writing(loadLm(k, checkpoint, 'codes'), prompt).toFixed(0),
    trained.toFixed(0),
  ]
  console.log(spec.name.padEnd(6), ...cells.map((cell) => `${cell}`.padStart(10)))
}

function reading(lm: Lm, prompt: Int32Array): { speed: number; gflops: number } {
  let flops = 0
  const speed = best(5, () => {
    using session = openSession(k, lm)
    session.prefill(prompt)
    flops = session.meter.flops
    return prompt.length
  })
  return { speed, gflops: (flops * speed) / prompt.length / 1e9 }
}

/** From the end of a prompt on. */
function writing(lm: Lm, prompt: Int32Array): number {
  using session = openSession(k, lm)
  session.prefill(prompt)
  return best(5, () => {
    session.rollback(prompt.length)
    for (let i = 0; i < 32; i++) session.step(i)
    return 32
  })
}

/** The most that `body` did a second, of so many tries. */
function best(tries: number, body: () => number): number {
  let most = 0
  for (let i = 0; i < tries; i++) {
    const start = performance.now()
    const count = body()
    most = Math.max(most, (count / (performance.now() - start)) * 1000)
  }
  return most
}
