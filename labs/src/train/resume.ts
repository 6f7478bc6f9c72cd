import { bytesIn } from '../checkpoint/checkpoint.ts'
import { seal, unseal } from '../checkpoint/container.ts'
import { bytesOf } from '../codec.ts'
import { fingerprint } from '../fingerprint.ts'
import type { Kernels } from '../kernels/kernels.ts'
import type { Mat } from '../mat.ts'
import { Refusal } from '../refusal.ts'
import { type Recipe, type Run, startRun } from './run.ts'

/** Everything a run needs to go on, as a file: weights, averages, and how far it is. */
export function saveRun(run: Run): Uint8Array {
  const kept = keptOf(run)
  const data = new Uint8Array(kept.reduce((sum, m) => sum + bytesIn(m).length, 0))
  let at = 0
  for (const m of kept) {
    data.set(bytesIn(m), at)
    at += bytesIn(m).length
  }
  const { recipe, progress } = run
  const header = { recipe: branchPrint(recipe), rates: ratesPrint(recipe, progress.step) }
  return seal({ kind: 'run', ...header, ...progress }, data)
}

/**
 * Goes on with a saved run, as if it had never stopped: the same weights, bit for bit. The recipe may be
 * a longer or a shorter one, as long as every step made so far is the same in both: so one run can be
 * brought to its end at several lengths. Throws a Refusal for a file that is damaged or was written by
 * another recipe.
 */
export function resumeRun(k: Kernels, recipe: Recipe, file: Uint8Array): Run {
  const { header, data } = unseal(file)
  if (header['kind'] !== 'run') throw new Refusal('This file holds no training run.')
  const { step, tokens } = header
  if (!isCount(step) || !isCount(tokens)) {
    throw new Refusal('The saved run is damaged: it does not say how far it is.')
  }
  if (
    header['recipe'] !== branchPrint(recipe) ||
    step > recipe.steps ||
    header['rates'] !== ratesPrint(recipe, step)
  ) {
    throw new Refusal('The saved run belongs to another recipe. Remove it to start anew.')
  }
  const run = startRun(k, recipe)
  const kept = keptOf(run)
  if (data.length !== kept.reduce((sum, m) => sum + bytesIn(m).length, 0)) {
    throw new Refusal('The saved run is damaged: it is not as large as its model.')
  }
  let at = 0
  for (const m of kept) {
    const bytes = bytesIn(m)
    bytes.set(data.subarray(at, at + bytes.length))
    at += bytes.length
  }
  run.progress = { step, tokens }
  return run
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0

/** Names everything in a recipe that its outcome depends on. */
export function recipePrint(recipe: Recipe): string {
  const { data, schedule, ...rest } = recipe
  const names = { ...rest, data: [data.name, dataPrint(recipe)], schedule: schedule.name }
  return fingerprint(bytesOf(JSON.stringify(names)))
}

/** Names all of a recipe but its schedule, which may differ from here on. */
function branchPrint(recipe: Recipe): string {
  const { data, schedule: _, steps: _steps, ...rest } = recipe
  return fingerprint(bytesOf(JSON.stringify({ ...rest, data: [data.name, dataPrint(recipe)] })))
}

/** Names the learning rates of the first `steps` steps, for a schedule that counts steps alone. */
function ratesPrint({ schedule }: Recipe, steps: number): string {
  const rates = Float64Array.from({ length: steps }, (_, step) => schedule.rate(step, 0))
  return fingerprint(new Uint8Array(rates.buffer))
}

/** The fingerprint of the first four batches. */
export function dataPrint({ data, tokensPerStep }: Recipe): string {
  const prints = [0, 1, 2, 3].map((step) => {
    const { ids, targets, weights } = data.next(step, tokensPerStep)
    return [ids, targets, weights].map((part) => fingerprint(new Uint8Array(part.buffer))).join()
  })
  return fingerprint(bytesOf(prints.join()))
}

function keptOf({ weights, moments }: Run): Mat[] {
  return [
    ...weights.values(),
    ...[...moments.values()].flatMap(({ mean, square }) => [mean, square]),
  ]
}
