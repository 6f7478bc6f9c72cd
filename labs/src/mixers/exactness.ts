import type { Kernels } from '../kernels/kernels.ts'
import { type Mat, row } from '../mat.ts'
import { type Rng, rng } from '../rng.ts'
import { bytesOfState, type Mixer } from './mixer.ts'

/** Inputs of chance for n positions of values of width d, in scratch. */
export function inputsOf(k: Kernels, mixer: Mixer, n: number, d: number, seed: string): Mat[] {
  return mixer.inputs(d).map(({ name, width }) => {
    const chance: Rng = rng(`${seed}/${name}`)
    const m = k.memory.scratch(n, width)
    for (let i = 0; i < n * width; i++) m.data[i] = chance.normal()
    return m
  })
}

/** The largest difference between a mixer's two faces, all at once and one by one. */
export function apart(k: Kernels, mixer: Mixer, n: number, d: number, seed: string): number {
  return k.memory.scope(() => {
    const inputs = inputsOf(k, mixer, n, d, seed)
    const out = k.memory.scratch(n, d)
    mixer.forward(k, inputs, out)
    const state = mixer.open(d)
    const one = new Float32Array(d)
    let most = 0
    for (let t = 0; t < n; t++) {
      mixer.step(
        inputs.map((m) => row(m, t)),
        state,
        one,
      )
      row(out, t).forEach((x, c) => (most = Math.max(most, Math.abs(x - one[c]))))
    }
    return most
  })
}

/** Bytes of state after n positions, as they are. */
export function stateAfter(k: Kernels, mixer: Mixer, n: number, d: number): number {
  return k.memory.scope(() => {
    const inputs = inputsOf(k, mixer, n, d, 'state')
    const state = mixer.open(d)
    const out = new Float32Array(d)
    for (let t = 0; t < n; t++) {
      mixer.step(
        inputs.map((m) => row(m, t)),
        state,
        out,
      )
    }
    return bytesOfState(state)
  })
}
