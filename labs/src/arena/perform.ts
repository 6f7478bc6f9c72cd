import { loadLm, readCheckpoint } from '../checkpoint/checkpoint.ts'
import { byteCodec, bytesOf } from '../codec.ts'
import { openKernels } from '../kernels/kernels.ts'
import { Refusal } from '../refusal.ts'
import { type Experiment, readKnobs } from './experiment.ts'
import { arena } from './arena.ts'
import { labs } from './labs.ts'
import { sample } from './sample.ts'
import { gathering, type Outcome, type Settings, type Telling } from './telling.ts'

/** Room for the largest of our models, its cache and all that is needed for a moment. */
const memory = 2 ** 27

/** The longest text that is taken; more is left out. */
const longest = 65_536

/** Finds a file of weights by name. */
export type Shelf = (model: Experiment['model']) => Promise<Uint8Array>

/** A run that goes on: ask it for what it tells next, and in the end for the outcome. */
export type Performance = {
  readonly telling: Iterator<Telling, void>
  outcome(): Outcome
}

/**
 * Starts an experiment. The same settings tell the same things, on every machine. Throws a Refusal for
 * what is not there or cannot be set so.
 */
export async function perform(settings: Settings, shelf: Shelf): Promise<Performance> {
  const { experiment, paper } = find(settings)
  const knob = readKnobs(experiment.knobs, settings.knobs)
  for (const { name } of experiment.knobs) knob(name)

  const start = performance.now()
  const k = await openKernels('wasm', memory)
  const file = await shelf(experiment.model)
  const checkpoint = readCheckpoint(file)
  const lm = loadLm(k, checkpoint)
  const text = bytesOf(settings.text.trim() || sample).subarray(0, longest)
  const stage = { k, lm, codec: byteCodec, text, seed: settings.seed, knob }
  const gathered = gathering()
  const running = experiment.run(stage)
  return {
    telling: {
      next() {
        const next = running.next()
        if (!next.done) gathered.take(next.value)
        return next
      },
      return() {
        return running.return()
      },
    },
    outcome: () =>
      gathered.outcome(
        {
          ...settings,
          experiment: experiment.name,
          paper,
          model: `${lm.spec.name} ${checkpoint.provenance.recipe ?? ''}`.trim(),
        },
        performance.now() - start,
      ),
  }
}

/** The experiment that settings name: of a method, or of the arena. */
function find({ method, experiment: name }: Settings): { experiment: Experiment; paper: string } {
  const lab = labs.find((known) => known.method === method)
  if (!lab && method !== 'arena') {
    const names = labs.map((known) => known.method).join(', ')
    throw new Refusal(`There is no method “${method}”; there are arena, ${names}.`)
  }
  const all = lab?.experiments ?? arena
  const experiment = name === '' ? all[0] : all.find((known) => known.name === name)
  if (!experiment) {
    const names = all.map((known) => known.name).join(', ')
    throw new Refusal(`There is no experiment “${name}” of ${method}; there are ${names}.`)
  }
  return { experiment, paper: lab?.paper ?? '' }
}
