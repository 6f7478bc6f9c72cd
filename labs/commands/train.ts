/**
 * `npm run train:nano`, `npm run train:byte -- --texts FILE`: trains a checkpoint from nothing, or goes on
 * where it was stopped. FILE holds a JSON object with an `abstract` a line, plain or gzipped.
 * The run is saved in data/labs every half minute and on SIGINT; the outcome is written to
 * labs/checkpoints, rounded to 8 bits, with how it was made in its header. `--steps N` makes a shorter run
 * of it, `--into FOLDER` puts both files elsewhere, and `--as-it-is` writes out a run that is not done.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadLm, readCheckpoint, writeCheckpoint } from '../src/checkpoint/checkpoint.ts'
import { type Kernels, openKernels } from '../src/kernels/kernels.ts'
import { countWeights } from '../src/model/spec.ts'
import { Refusal } from '../src/refusal.ts'
import { type Course, courses } from '../src/train/courses.ts'
import { dataPrint, recipePrint, resumeRun, saveRun } from '../src/train/resume.ts'
import { type Run, startRun } from '../src/train/run.ts'
import { readTexts } from './texts.ts'

const root = new URL('../../', import.meta.url)

/** How often a run is saved, in milliseconds. */
const saveEvery = 30_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    texts: { type: 'string' },
    steps: { type: 'string' },
    into: { type: 'string' },
    'as-it-is': { type: 'boolean' },
  },
})

try {
  const name = positionals[0] ?? ''
  const course = courses.find((known) => known.name === name)
  const names = courses.map((known) => known.name).join(', ')
  if (!course) throw new Refusal(`There is no recipe “${name}” yet; there are ${names}.`)
  if (course.reads === 'texts' && !values.texts) {
    throw new Refusal(`${name} learns to read: name a file of abstracts with --texts FILE.`)
  }
  await train(course, values.texts ? readTexts(values.texts) : [])
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function train(course: Course, texts: readonly string[]): Promise<void> {
  const recipe = course.recipe(texts, values.steps ? Number(values.steps) : undefined)
  const saved = placeOf('data/labs', `${recipe.spec.name}.run`)
  const k = await openKernels('wasm', course.memory)
  const run = existsSync(saved) ? resumeRun(k, recipe, readFileSync(saved)) : startRun(k, recipe)

  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  console.log(
    `${recipe.spec.name}: ${countWeights(recipe.spec)} weights, step ${run.progress.step} of ${recipe.steps}`,
  )
  if (values['as-it-is']) return finish(k, run, course, texts)
  let savedAt = performance.now()
  while (run.progress.step < recipe.steps && !stop.signal.aborted) {
    trainAndTell(run)
    if (performance.now() - savedAt < saveEvery) continue
    save(saved, saveRun(run))
    savedAt = performance.now()
    // Lets the signal in.
    await new Promise((resolve) => setImmediate(resolve))
  }
  save(saved, saveRun(run))
  if (stop.signal.aborted) {
    console.log(`Stopped after step ${run.progress.step}; the same command goes on from there.`)
    return
  }
  finish(k, run, course, texts)
}

/** Steps as many times as are told of in one line. */
function trainAndTell(run: Run): void {
  const start = performance.now()
  let [loss, tokens, length, rate] = [0, 0, 0, 0]
  const times = Math.min(20, run.recipe.steps - run.progress.step)
  for (let i = 0; i < times; i++) {
    const stepped = run.step()
    loss += stepped.loss / times
    tokens += stepped.tokens
    length = stepped.length
    rate = stepped.rate
  }
  const speed = (tokens / (performance.now() - start)) * 1000
  console.log(
    `step ${run.progress.step}  loss ${loss.toFixed(4)}  gradient ${length.toFixed(2)}  ` +
      `rate ${rate.toExponential(1)}  ${speed.toFixed(0)} tokens/s`,
  )
}

/** Writes the checkpoint, reads it again and puts what it then scores into its header. */
function finish(k: Kernels, run: Run, course: Course, texts: readonly string[]): void {
  const { recipe, weights, progress } = run
  const codec = course.codec.name
  const { step: steps, tokens } = progress
  const made = { recipe: recipePrint(recipe), data: dataPrint(recipe), codec, steps, tokens }
  const draft = writeCheckpoint(k, recipe.spec, weights, 'q8', { ...made, scores: {} })
  const measured = course.scores(k, loadLm(k, readCheckpoint(draft)), texts)
  const file = writeCheckpoint(k, recipe.spec, weights, 'q8', { ...made, scores: measured })
  const path = placeOf('labs/checkpoints', `${recipe.spec.name}.ckpt`)
  save(path, file)
  console.log(`${path}: ${file.length} bytes, recipe ${made.recipe}, data ${made.data}`)
  for (const [what, score] of Object.entries(measured))
    console.log(`  ${what.padEnd(40)} ${score.toFixed(3)}`)
}

/** Where a file goes: its folder here, or the one that was asked for. */
function placeOf(folder: string, file: string): string {
  const into = values.into ?? fileURLToPath(new URL(folder, root))
  mkdirSync(into, { recursive: true })
  return join(into, file)
}

/** Writes beside and renames, so that a stop in the middle leaves the old file. */
function save(path: string, bytes: Uint8Array): void {
  writeFileSync(`${path}.part`, bytes)
  renameSync(`${path}.part`, path)
}
