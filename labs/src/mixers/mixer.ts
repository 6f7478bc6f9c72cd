import type { Kernels } from '../kernels/kernels.ts'
import type { Mat } from '../mat.ts'

/**
 * A way for the positions of a sequence to tell each other something, in one head, from inputs that are
 * made of every position by itself (queries, keys, values, gates) to one output for each. It has two
 * faces: all positions at once, to train and to read, and one after the other with a state, to write.
 */
export type Mixer = {
  readonly name: string
  /** The inputs it wants, for values of width d: name and width of each. */
  inputs(d: number): readonly Input[]
  /**
   * All at once. inputs[i] is (n, width of input i), out is (n, d). Returns the way back, which adds to
   * the slopes of the inputs what dout asks of them.
   */
  forward(k: Kernels, inputs: readonly Mat[], out: Mat): Back
  /** The state before the first position. */
  open(d: number): State
  /** One position: reads its inputs, changes the state, writes its output (d numbers). */
  step(inputs: readonly Float32Array[], state: State, out: Float32Array): void
  /** Bytes of the state after n positions. */
  stateBytes(n: number, d: number): number
  /** Row t: how much each value counts in output t, where outputs are sums of values. (n, n). */
  matrix?(inputs: readonly Mat[]): Mat
}

export type Input = { readonly name: string; readonly width: number }

export type Back = (dout: Mat, dinputs: readonly Mat[]) => void

/** Everything a mixer remembers; a copy of the arrays is a copy of the state. */
export type State = Float32Array[]

export const cloneState = (state: State): State => state.map((part) => part.slice())

/** Bytes that a state really takes. */
export const bytesOfState = (state: State): number =>
  state.reduce((sum, part) => sum + part.byteLength, 0)

/** Query, key and value, as most mixers have them. */
export const queryKeyValue = (d: number): Input[] =>
  ['query', 'key', 'value'].map((name) => ({ name, width: d }))

/** Σ xᵢ yᵢ. */
export function dot(x: Float32Array, y: Float32Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i]
  return sum
}
