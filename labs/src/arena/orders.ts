import type { Outcome, Settings, Telling } from './telling.ts'

/** What a page tells the worker that runs an experiment. */
export type Order =
  | { readonly kind: 'run'; readonly settings: Settings; readonly checkpoints: Checkpoints }
  | { readonly kind: 'pause' | 'go on' | 'stop' }

/** The address of each file of weights. */
export type Checkpoints = Readonly<Record<'nano' | 'byte', string>>

/** What the worker answers. */
export type Report =
  | { readonly kind: 'told'; readonly tellings: readonly Telling[] }
  | { readonly kind: 'done'; readonly outcome: Outcome; readonly stopped: boolean }
  | { readonly kind: 'refused'; readonly sentence: string }
