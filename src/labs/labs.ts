import { readFileSync } from 'node:fs'
import { DomainError } from '#domain-error'
import {
  type Card,
  cards,
  experimentFiles,
  type Lab,
  type Labs,
  manifest,
  type Model,
  modelHeader,
  type Spec,
} from './shapes.ts'

export { runLabApart } from './run-apart.ts'
export type { Card, Experiment, Knob, Lab, Labs, Model, Plot } from './shapes.ts'

/**
 * The door to `labs/`, which is a package of its own under rules of its own: it is imported when it is
 * first asked for, and what comes from it is read as what comes from outside.
 */
const root = new URL('../../labs/', import.meta.url)

let known: Promise<Labs> | undefined

/** Everything that can be run and watched. */
export function labs(): Promise<Labs> {
  known ??= load('src/arena/manifest.ts').then((module) =>
    manifest.parse(experimentFiles.manifest.parse(module).manifest()),
  )
  return known
}

/** The lab of a paper, if there is one. */
export async function labOf(paper: string): Promise<Lab | undefined> {
  const { families } = await labs()
  return families.flatMap((family) => family.labs).find((lab) => lab.paper === paper)
}

/** What became of each claim when it was last tried. */
export function replications(): readonly Card[] {
  return cards.parse(JSON.parse(readFileSync(new URL('cards.json', root), 'utf8')))
}

/** The models that runs are of, and what they scored when they were written out. */
export function models(): readonly Model[] {
  return ['nano', 'byte'].map((name) => {
    const file = readFileSync(new URL(`checkpoints/${name}.ckpt`, root))
    // Eight letters, the length of the header, the header: labs/src/checkpoint/container.ts.
    const header = file.subarray(12, 12 + file.readUInt32LE(8)).toString()
    const { spec, provenance } = modelHeader.parse(JSON.parse(header))
    const weights = weightsOf(spec)
    return { name: spec.name, weights, ...provenance }
  })
}

/** How many numbers a model of that shape has, its embedding being its head. */
function weightsOf({ vocab, width, layers, heads, kvHeads, headWidth, inner }: Spec): number {
  const attention = 2 * width * headWidth * (heads + kvHeads)
  return vocab * width + layers * (attention + 3 * width * inner + 2 * width) + width
}

/** What is set for a run. */
export type Settings = {
  readonly method: string
  /** The method's first one where it is empty. */
  readonly experiment: string
  readonly seed: string
  readonly knobs: Readonly<Record<string, number>>
  readonly text: string
}

/**
 * Runs an experiment to its end or until it is told to stop, and returns the outcome. `tell` hears how
 * much is done, from 0 to 1. Refuses a method, an experiment or a knob that is not there.
 */
export async function runLab(
  settings: Settings,
  signal: AbortSignal,
  tell: (share: number) => void,
): Promise<Record<string, unknown>> {
  const { perform } = experimentFiles.perform.parse(await load('src/arena/perform.ts'))
  try {
    const { telling, outcome } = await perform(settings, weights)
    for (let breathAt = performance.now(); ;) {
      const { done, value } = telling.next()
      if (done === true) return outcome()
      if (value.kind === 'progress') tell(value.done / value.of)
      if (performance.now() - breathAt < 50) continue
      await new Promise((resolve) => setImmediate(resolve))
      signal.throwIfAborted()
      breathAt = performance.now()
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'Refusal') throw error
    throw new DomainError('invalid', error.message)
  }
}

const weights = (model: string) =>
  Promise.resolve(new Uint8Array(readFileSync(new URL(`checkpoints/${model}.ckpt`, root))))

const load = (path: string): Promise<unknown> => import(new URL(path, root).href)
