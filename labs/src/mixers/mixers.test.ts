import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { fill, type Mat, row } from '../mat.ts'
import { rng } from '../rng.ts'
import { near, numbers, scatter } from '../testing.ts'
import { combine, leaf, scan } from './aaren.ts'
import { deltaNet } from './delta-net.ts'
import { lightningAttention } from './lightning-attention.ts'
import { bytesOfState, cloneState, type Mixer, type State } from './mixer.ts'
import { mixers } from './mixers.ts'

/** The laws of mixers, held by every one of them. */
const k = await openKernels('wasm', 2 ** 25)
const d = 8

const make = (mixer: Mixer, n: number, seed = 'x') =>
  mixer
    .inputs(d)
    .map(({ name, width }) => scatter(k.memory.scratch(n, width), rng(`${seed}/${name}`)))

function forward(mixer: Mixer, inputs: readonly Mat[]): number[] {
  const out = k.memory.scratch(inputs[0]?.rows ?? 0, d)
  mixer.forward(k, inputs, out)
  return numbers(out)
}

/** One position after the other; goes on with `state`. */
function steps(mixer: Mixer, inputs: readonly Mat[], state: State, from = 0): number[] {
  const n = inputs[0]?.rows ?? 0
  return Array.from({ length: n - from }, (_, i) => {
    const out = new Float32Array(d)
    mixer.step(
      inputs.map((m) => row(m, from + i)),
      state,
      out,
    )
    return [...out]
  }).flat()
}

for (const mixer of mixers) {
  test(`${mixer.name}: all at once gives what one after the other gives, at any length`, () => {
    for (const n of [1, 2, 7, 31, 32, 33, 64, 100]) {
      k.memory.scope(() => {
        const inputs = make(mixer, n)
        near(forward(mixer, inputs), steps(mixer, inputs, mixer.open(d)), 3e-5, `n = ${n}`)
      })
    }
  })

  test(`${mixer.name}: no output depends on what comes later`, () => {
    k.memory.scope(() => {
      const inputs = make(mixer, 50)
      const before = forward(mixer, inputs)
      for (const m of inputs) row(m, 40).fill(0.5)
      const after = forward(mixer, inputs)

      near(after.slice(0, 40 * d), before.slice(0, 40 * d), 1e-6)
      assert.notDeepEqual(after.slice(40 * d, 41 * d), before.slice(40 * d, 41 * d))
      assert.notDeepEqual(after.slice(49 * d), before.slice(49 * d))
    })
  })

  test(`${mixer.name}: slopes are those that small steps of each input show`, () => {
    k.memory.scope(() => {
      const inputs = make(mixer, 40)
      const dout = scatter(k.memory.scratch(40, d), rng('dout'))
      const loss = () =>
        forward(mixer, inputs).reduce((sum, x, i) => sum + x * (dout.data[i] ?? 0), 0)
      const slopes = inputs.map((m) => k.memory.scratch(m.rows, m.cols))
      for (const m of slopes) fill(m, 0)
      mixer.forward(k, inputs, k.memory.scratch(40, d))(dout, slopes)

      inputs.forEach((m, i) => {
        const slope = numbers(slopes[i] ?? m)
        const length = Math.hypot(...slope)
        const before = m.data.slice()
        const along = (step: number) => {
          slope.forEach((g, j) => (m.data[j] = (before[j] ?? 0) + (step * g) / length))
          return loss()
        }
        const shown = (along(0.01) - along(-0.01)) / 0.02
        m.data.set(before)
        near([shown / length], [1], 3e-3, mixer.inputs(d)[i]?.name)
      })
    })
  })

  test(`${mixer.name}: its state is as large as it says, and a copy goes its own way`, () => {
    k.memory.scope(() => {
      const inputs = make(mixer, 20)
      const state = mixer.open(d)
      steps(
        mixer,
        inputs.map((m) => ({ ...m, rows: 12 })),
        state,
      )
      assert.equal(bytesOfState(state), mixer.stateBytes(12, d))

      const copy = cloneState(state)
      steps(mixer, make(mixer, 20, 'other'), copy, 12)
      near(steps(mixer, inputs, state, 12), forward(mixer, inputs).slice(12 * d), 3e-5)
    })
  })

  if (!mixer.matrix) continue
  test(`${mixer.name}: its picture times the values is its output`, () => {
    k.memory.scope(() => {
      const inputs = make(mixer, 30)
      const picture = mixer.matrix?.(inputs)
      const v = inputs[mixer.inputs(d).findIndex(({ name }) => name === 'value')]
      if (!picture || !v) throw new Error('A mixer that can be drawn has values')
      const product = Array.from({ length: 30 * d }, (_, i) => {
        const [t, c] = [Math.floor(i / d), i % d]
        return row(picture, t).reduce((sum, share, s) => sum + share * (v.data[s * d + c] ?? 0), 0)
      })
      near(product, forward(mixer, inputs), 3e-5)
    })
  })
}

test('Lightning: blocks of any size give the same outputs and slopes', () => {
  k.memory.scope(() => {
    const inputs = make(lightningAttention(), 70)
    const one = forward(lightningAttention(0.9, 1), inputs)
    for (const block of [3, 16, 64, 128]) {
      near(forward(lightningAttention(0.9, block), inputs), one, 1e-5, `blocks of ${block}`)
    }
  })
})

test('Aaren: combining is associative, and a scan gives the prefixes of any length', () => {
  const chance = rng('aaren')
  const some = () => leaf(5 * chance.normal(), Float32Array.of(chance.normal(), chance.normal()))
  for (let i = 0; i < 50; i++) {
    const [a, b, c] = [some(), some(), some()]
    const [left, right] = [combine(combine(a, b), c), combine(a, combine(b, c))]
    near([left.m, left.u, ...left.w], [right.m, right.u, ...right.w], 1e-6)
  }
  for (const n of [1, 2, 3, 5, 8, 13]) {
    const leaves = Array.from({ length: n }, some)
    const last = leaves.reduce((a, b) => combine(a, b))
    const prefix = scan(leaves).at(-1) ?? last
    near([prefix.m, prefix.u, ...prefix.w], [last.m, last.u, ...last.w], 1e-6, `n = ${n}`)
  }
})

test('Aaren: scores of any size overflow nothing', () => {
  const mixer = mixers.find(({ name }) => name === 'aaren')
  k.memory.scope(() => {
    const s = k.memory.scratch(4, 1)
    s.data.set([-500, 400, 800, 100])
    const v = scatter(k.memory.scratch(4, d), rng('v'))
    const out = mixer ? forward(mixer, [s, v]) : []

    near(out.slice(0, d), [...row(v, 0)], 1e-6)
    near(out.slice(3 * d), [...row(v, 2)], 1e-6)
  })
})

test('DeltaNet: chunks of any size agree; writing a key again replaces, where adding would sum', () => {
  k.memory.scope(() => {
    const inputs = make(deltaNet(), 70)
    const one = forward(deltaNet(1), inputs)
    for (const chunk of [16, 64]) near(forward(deltaNet(chunk), inputs), one, 1e-4, `C = ${chunk}`)
  })

  const key = Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0)
  const [first, second] = [new Float32Array(d).fill(3), new Float32Array(d).fill(5)]
  const [wholly, out] = [Float32Array.of(40), new Float32Array(d)]
  const read = (mixer: Mixer) => {
    const state = mixer.open(d)
    for (const value of [first, second]) mixer.step([key, key, value, wholly], state, out)
    return out[0]
  }
  assert.equal(read(deltaNet()), 5)
  assert.equal(read(lightningAttention(1)), 8)
})
