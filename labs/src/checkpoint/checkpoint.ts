import type { Kernels } from '../kernels/kernels.ts'
import { keepQuants, quantize, type Quants } from '../kernels/quants.ts'
import type { Mat } from '../mat.ts'
import { quantized } from '../model/linear.ts'
import { assemble, keepWeights, type Lm, type Weights } from '../model/lm.ts'
import { checkSpec, isRounded, type ModelSpec, weightShapes } from '../model/spec.ts'
import { Refusal } from '../refusal.ts'
import { seal, unseal } from './container.ts'

/** How a checkpoint was made, kept in its header. */
export type Provenance = {
  /** Fingerprints of the recipe and of the beginning of its data. */
  readonly recipe: string
  readonly data: string
  readonly codec: string
  readonly steps: number
  readonly tokens: number
  /** What it scored, by name: shares from 0 to 1, losses in nats. */
  readonly scores: Readonly<Record<string, number>>
}

/** A checkpoint that was read and found whole; its weights are still in the file. */
export type Checkpoint = {
  readonly spec: ModelSpec
  readonly precision: 'f32' | 'q8'
  readonly provenance: Partial<Provenance>
  readonly data: Uint8Array
}

/**
 * Writes a model as a file: every number as it is (`f32`), or matrices rounded to 8 bits in blocks of
 * 32 (`q8`), about a quarter of the size.
 */
export function writeCheckpoint(
  k: Kernels,
  spec: ModelSpec,
  weights: Weights,
  precision: 'f32' | 'q8',
  provenance: Provenance,
): Uint8Array {
  const data = new Uint8Array(sizeOf(spec, precision))
  let at = 0
  const put = (bytes: Uint8Array) => {
    data.set(bytes, at)
    at += bytes.length
  }
  for (const [name, shape] of weightShapes(spec)) {
    const w = weights.get(name)
    if (!w) throw new Error(`There is no weight ${name}`)
    if (precision === 'f32' || !isRounded(shape)) put(bytesIn(w))
    else {
      const quants = quantize(k.memory, 8, w)
      put(bytesIn(quants.scales))
      put(quants.codes)
      k.memory.release(quants.scales)
      k.memory.release(quants.codes)
    }
  }
  return seal({ kind: 'model', spec, precision, provenance }, data)
}

/** Reads a file's header and checks that its shape is possible and its weights are all there. */
export function readCheckpoint(file: Uint8Array): Checkpoint {
  const { header, data } = unseal(file)
  if (header['kind'] !== 'model') throw new Refusal('This file holds no model.')
  const precision = header['precision']
  if (precision !== 'f32' && precision !== 'q8') {
    throw new Refusal(`The checkpoint's precision “${String(precision)}” is unknown here.`)
  }
  const spec = readSpec(header['spec'])
  const expected = sizeOf(spec, precision)
  if (data.length !== expected) {
    throw new Refusal(
      `The checkpoint has ${data.length} bytes of weights where its shape needs ${expected}.`,
    )
  }
  const provenance = header['provenance']
  return { spec, precision, provenance: isObject(provenance) ? provenance : {}, data }
}

/** Weights as numbers, for training and for looking at. */
export function loadWeights(k: Kernels, checkpoint: Checkpoint): Weights {
  const weights = keepWeights(k, checkpoint.spec)
  for (const [name, { quants, bytes }] of parts(k, checkpoint)) {
    const w = weights.get(name)
    if (!w) continue
    if (quants) {
      k.widen(quants, 0, w)
      k.memory.release(quants.scales)
      k.memory.release(quants.codes)
    } else bytesIn(w).set(bytes)
  }
  return weights
}

/** A model that reads its matrices as numbers, or, from a `q8` file, as the 8-bit codes they are. */
export function loadLm(
  k: Kernels,
  checkpoint: Checkpoint,
  as: 'numbers' | 'codes' = 'numbers',
): Lm {
  const weights = loadWeights(k, checkpoint)
  if (as === 'numbers' || checkpoint.precision === 'f32')
    return assemble(k, checkpoint.spec, weights)
  const codes = new Map([...parts(k, checkpoint)].map(([name, { quants }]) => [name, quants]))
  return assemble(k, checkpoint.spec, weights, (name, w) => {
    const quants = codes.get(name)
    if (!quants) throw new Error(`${name} has no codes`)
    // The embedding is looked up as numbers too, so only it stays.
    if (name !== 'embedding') k.memory.release(w)
    return quantized(quants)
  })
}

/** Bytes of a shape's weights. */
function sizeOf(spec: ModelSpec, precision: 'f32' | 'q8'): number {
  let bytes = 0
  for (const [rows, cols] of weightShapes(spec).values()) {
    const count = rows * cols
    bytes += precision === 'q8' && isRounded([rows, cols]) ? count + count / 8 : 4 * count
  }
  return bytes
}

type Part = { quants?: Quants; bytes: Uint8Array }

/** Each weight's bytes, and its codes where it was rounded. */
function* parts(k: Kernels, { spec, precision, data }: Checkpoint): Generator<[string, Part]> {
  let at = 0
  for (const [name, [rows, cols]] of weightShapes(spec)) {
    const take = (count: number) => data.subarray(at, (at += count))
    if (precision === 'f32' || !isRounded([rows, cols])) {
      yield [name, { bytes: take(4 * rows * cols) }]
      continue
    }
    const quants = keepQuants(k.memory, 8, rows, cols)
    bytesIn(quants.scales).set(take((rows * cols) / 8))
    quants.codes.set(take(rows * cols))
    yield [name, { quants, bytes: quants.codes }]
  }
}

/** The bytes that a whole matrix lies in. */
export const bytesIn = ({ data, rows, cols }: Mat): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, 4 * rows * cols)

/** A shape from a header. Throws a Refusal where it is none, or an impossible one. */
export function readSpec(value: unknown): ModelSpec {
  if (!isObject(value)) throw new Refusal('The checkpoint does not say what shape its model has.')
  const number = (name: keyof ModelSpec) => {
    const field = value[name]
    if (typeof field !== 'number')
      throw new Refusal(`The checkpoint does not say its model's ${name}.`)
    return field
  }
  const { name, head } = value
  if (head !== 'tied' && head !== 'own') {
    throw new Refusal(`A head that is “${String(head)}” is unknown here.`)
  }
  return checkSpec({
    name: typeof name === 'string' ? name.slice(0, 100) : 'a model',
    vocab: number('vocab'),
    width: number('width'),
    layers: number('layers'),
    heads: number('heads'),
    kvHeads: number('kvHeads'),
    headWidth: number('headWidth'),
    inner: number('inner'),
    context: number('context'),
    rotaryBase: number('rotaryBase'),
    epsilon: number('epsilon'),
    head,
  })
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
