import type { Kernels } from '../kernels/kernels.ts'
import { type Mat } from '../mat.ts'
import { lightningAttention } from '../mixers/lightning-attention.ts'
import { rng } from '../rng.ts'
import { type Outcome, type SequenceParallel, type Shape, split, type Split } from './sequence.ts'

/** Rows of chance for all devices together. Scratch: call it in a scope. */
export function splitOf(k: Kernels, n: number, d: number, seed: string): Split {
  const drawn = (name: string): Mat => {
    const chance = rng(`${seed}/${name}`)
    const m = k.memory.scratch(n, d)
    for (let i = 0; i < n * d; i++) m.data[i] = chance.normal() / Math.sqrt(Math.sqrt(d))
    return m
  }
  return { q: drawn('q'), k: drawn('k'), v: drawn('v'), dout: drawn('dout') }
}

/** The same on one device, written as its formula says. */
export function onOne(k: Kernels, equals: SequenceParallel['equals'], whole: Split): Outcome {
  const { q, k: keys, v, dout } = whole
  const [n, d] = [q.rows, q.cols]
  const zeros = () => {
    const m = k.memory.scratch(n, d)
    m.data.fill(0)
    return m
  }
  const outcome = { out: zeros(), dq: zeros(), dk: zeros(), dv: zeros() }
  const { out, dq, dk, dv } = outcome
  if (equals === 'linear') {
    lightningAttention(1).forward(k, [q, keys, v], out)(dout, [dq, dk, dv])
    return outcome
  }
  const scale = 1 / Math.sqrt(d)
  const [p, ds] = [k.memory.scratch(n, n), k.memory.scratch(n, n)]
  k.gemm('nt', q, keys, p)
  k.softmax(p, { scale, sees: 'all' })
  k.gemm('nn', p, v, out)
  k.gemm('tn', p, dout, dv)
  k.gemm('nt', dout, v, ds)
  k.softmaxBack(p, ds, scale)
  k.gemm('nn', ds, keys, dq)
  k.gemm('tn', ds, q, dk)
  return outcome
}

/** How far outputs and slopes on many devices are from those on one, at most, and what a device sent. */
export function compared(
  k: Kernels,
  way: SequenceParallel,
  { n, d, size }: Shape,
  seed: string,
): { apart: number; bytes: number; rounds: number } {
  return k.memory.scope(() => {
    const whole = splitOf(k, n, d, seed)
    const one = onOne(k, way.equals, whole)
    const many = split(k, way, whole, size)
    const distances = (['out', 'dq', 'dk', 'dv'] as const).map((name) =>
      many[name].data.reduce((most, x, i) => Math.max(most, Math.abs(x - one[name].data[i])), 0),
    )
    return {
      apart: Math.max(...distances),
      bytes: Math.max(...many.bytes),
      rounds: Math.max(...many.rounds),
    }
  })
}
