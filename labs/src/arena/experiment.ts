import type { TextCodec } from '../codec.ts'
import type { Kernels } from '../kernels/kernels.ts'
import type { Lm } from '../model/lm.ts'
import { Refusal } from '../refusal.ts'
import type { Knob } from './lab.ts'
import type { Grid, Panel, Plot, Telling } from './telling.ts'

/** Something to watch: a run that draws as it goes, the same every time for the same seed. */
export type Experiment = {
  /** As in an address. */
  readonly name: string
  readonly title: string
  /** What one sees, and what to look for. */
  readonly says: string
  /** The checkpoint it runs on. */
  readonly model: 'nano' | 'byte'
  /** Whether it reads a text. */
  readonly reads: boolean
  readonly knobs: readonly Knob[]
  readonly plots: readonly Plot[]
  readonly panels?: readonly Panel[]
  readonly grids?: readonly Grid[]
  run(stage: Stage): Generator<Telling, void>
}

/** What an experiment has to work with. */
export type Stage = {
  readonly k: Kernels
  readonly lm: Lm
  readonly codec: TextCodec
  /** Bytes to read, at least a few hundred. */
  readonly text: Uint8Array
  readonly seed: string
  /** A knob as it was set. */
  knob(name: string): number
}

/** The knobs of an experiment as they were set. Throws a Refusal for one that is unknown or out of range. */
export function readKnobs(
  knobs: readonly Knob[],
  set: Readonly<Record<string, number>>,
): (name: string) => number {
  for (const name of Object.keys(set)) {
    if (knobs.some((knob) => knob.name === name)) continue
    const names = knobs.map((knob) => knob.name).join(', ')
    throw new Refusal(`There is no knob “${name}” here; there are ${names || 'none'}.`)
  }
  return (name) => {
    const knob = knobs.find((known) => known.name === name)
    if (!knob) throw new Error(`There is no knob ${name}`)
    const value = set[name] ?? knob.usual
    if (!(value >= knob.least && value <= knob.most)) {
      throw new Refusal(`${name} is ${value}; it goes from ${knob.least} to ${knob.most}.`)
    }
    if (!knob.fractional && !Number.isInteger(value)) {
      throw new Refusal(`${name} is ${value}; it is a whole number.`)
    }
    return value
  }
}
