import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { compile, compiler, committed } from '../../commands/build-wasm.ts'
import { colsOf, type Mat } from '../mat.ts'
import { meter } from '../meter.ts'
import { rng } from '../rng.ts'
import { near, numbers, scatter } from '../testing.ts'
import { type Kernels, openKernels } from './kernels.ts'
import { metered } from './metered.ts'
import { keepQuants, quantize } from './quants.ts'

const plain = await openKernels('plain', 2 ** 24)
const fast = await openKernels('wasm', 2 ** 24)
const chance = rng('kernels')

/** Runs the same work on both kernels, on the same numbers, and compares what it returns. */
function twins(name: string, tolerance: number, work: (k: Kernels, make: Maker) => Mat[]): void {
  const seed = `${name}/${chance.u32()}`
  const outcome = (k: Kernels) =>
    k.memory.scope(() => {
      const source = rng(seed)
      // A view of something wider wherever that is allowed, so that strides are tried too.
      const make = (rows: number, cols: number, margin = 0) =>
        colsOf(scatter(k.memory.scratch(rows, cols + margin), source), 0, cols)
      return work(k, make).map(numbers)
    })
  const [right, got] = [outcome(plain), outcome(fast)]
  right.forEach((expected, i) => near(got[i] ?? [], expected, tolerance, `${name}, result ${i}`))
}

type Maker = (rows: number, cols: number, margin?: number) => Mat

const size = (most: number) => 1 + chance.below(most)

test('a product worked by hand', () => {
  for (const k of [plain, fast]) {
    k.memory.scope(() => {
      const a = k.memory.scratch(2, 2)
      const b = k.memory.scratch(2, 2)
      const c = k.memory.scratch(2, 2)
      a.data.set([1, 2, 3, 4])
      b.data.set([5, 6, 7, 8])

      k.gemm('nn', a, b, c)
      assert.deepEqual(numbers(c), [19, 22, 43, 50])

      k.gemm('nt', a, b, c)
      assert.deepEqual(numbers(c), [17, 23, 39, 53])

      k.gemm('tn', a, b, c, 'add')
      assert.deepEqual(numbers(c), [17 + 26, 23 + 30, 39 + 38, 53 + 44])
    })
  }
})

test('products agree over a hundred shapes, strides, transpositions and sums', () => {
  for (let round = 0; round < 100; round++) {
    const most = round % 10 === 0 ? 150 : 40
    const [rows, cols, inner] = [size(most), size(most), size(most)]
    for (const form of ['nn', 'nt', 'tn'] as const) {
      twins(`${form} ${rows}, ${cols}, ${inner}`, 3e-6 * Math.sqrt(inner), (kernels, make) => {
        const a = form === 'tn' ? make(inner, rows, 3) : make(rows, inner, 5)
        const b = form === 'nt' ? make(cols, inner, 1) : make(inner, cols, 2)
        const c = make(rows, cols, 4)
        kernels.gemm(form, a, b, c, round % 2 ? 'add' : 'set')
        return [c]
      })
    }
  }
})

test('a product deeper and wider than what is packed at once', () => {
  twins('deep', 1e-4, (k, make) => {
    const c = make(37, 1030)
    k.gemm('nn', make(37, 520), make(520, 1030), c)
    return [c]
  })
})

test('weights of 8 and 4 bits multiply as the numbers they stand for', () => {
  for (const bits of [8, 4] as const) {
    for (const m of [1, 2, 33]) {
      twins(`${bits} bits, ${m} rows`, 2e-5, (k, make) => {
        const w = quantize(k.memory, bits, make(70, 96))
        const y = make(m, 70)
        const wide = make(5, 96)
        k.gemmQuants(make(m, 96), w, y)
        k.widen(w, 65, wide)
        return [y, wide]
      })
    }
  }
})

test('8 bits lose at most half a step of each block, 4 bits at most one', () => {
  plain.memory.scope(() => {
    const w = scatter(plain.memory.scratch(8, 64), rng('rounding'))
    for (const [bits, steps, most] of [
      [8, 127, 0.5001],
      [4, 8, 1.0001],
    ] as const) {
      const wide = plain.memory.scratch(8, 64)
      plain.widen(quantize(plain.memory, bits, w), 0, wide)
      for (let at = 0; at < 8 * 64; at += 32) {
        const block = w.data.subarray(at, at + 32)
        const step = Math.max(...block.map(Math.abs)) / steps
        block.forEach((x, i) => {
          assert.ok(Math.abs(x - wide.data[at + i]) <= most * step, `${bits} bits, ${at + i}`)
        })
      }
    }
  })
  assert.throws(() => keepQuants(plain.memory, 8, 2, 33), /cannot be cut into blocks/)
})

test('attention agrees, with and without slots, down to one key', () => {
  for (const n of [1, 2, 5, 64, 131]) {
    const slots = Int32Array.from({ length: n }, () => chance.below(140))
    for (const d of [4, 32, 6]) {
      for (const how of [{ scale: 0.3 }, { scale: 1.2, slots }]) {
        twins(`attend ${n} × ${d}`, 5e-6, (k, make) => {
          const [out, weights] = [make(3, d, 1), make(3, n)]
          k.attend(make(3, d, 2), make(140, d, 3), make(140, d, 3), out, weights, how)
          return [out, weights]
        })
      }
    }
  }
})

test('softmax and its way back agree, over all columns and causally', () => {
  for (const cols of [1, 3, 4, 17, 100]) {
    for (const sees of ['all', { from: 1 }, { from: 3 }] as const) {
      twins(`softmax ${cols}`, 2e-6, (k, make) => {
        const [x, dp] = [make(6, cols, 1), make(6, cols, 2)]
        k.softmax(x, { scale: 2.5, sees })
        k.softmaxBack(x, dp, 0.7)
        return [x, dp]
      })
    }
  }
})

test('softmax keeps its feet on scores of any size', () => {
  for (const k of [plain, fast]) {
    k.memory.scope(() => {
      const x = k.memory.scratch(3, 5)
      x.data.set([1e30, 1e30, -1e30, 0, 1, -900, -900, -900, -900, -900, 0, -200, -200, -200, -200])
      k.softmax(x, { scale: 1, sees: 'all' })
      assert.deepEqual(numbers(x).slice(0, 5), [0.5, 0.5, 0, 0, 0])
      near(numbers(x).slice(5, 10), [0.2, 0.2, 0.2, 0.2, 0.2], 1e-7)
      near(numbers(x).slice(10), [1, 0, 0, 0, 0], 1e-7)
    })
  }
})

test('norm, rotation, gate, sums and optimizer agree, forth and back', () => {
  for (const [rows, d] of [
    [1, 4],
    [3, 64],
    [9, 132],
  ] as const) {
    twins(`norm ${rows} × ${d}`, 2e-5, (k, make) => {
      const [x, gain, y, factors] = [make(rows, d, 4), make(1, d), make(rows, d), make(rows, 1)]
      const [dx, dgain] = [make(rows, d), make(1, d)]
      k.rmsNorm(x, gain, y, factors, 1e-5)
      k.rmsNormBack(x, gain, factors, make(rows, d), dx, dgain)
      return [y, factors, dx, dgain]
    })
    twins(`gate ${rows} × ${d}`, 1e-5, (k, make) => {
      const [gate, up, y] = [make(rows, d), make(rows, d), make(rows, d)]
      k.gateUp(gate, up, y)
      k.gateUpBack(gate, up, make(rows, d), gate, up)
      return [y, gate, up]
    })
  }
  for (const half of [2, 4, 16, 5]) {
    const positions = Int32Array.of(0, 7, 3)
    twins(`rotate ${half}`, 1e-6, (k, make) => {
      const [x, y] = [make(3, 4 * half, 1), make(3, 4 * half)]
      const table = { cos: make(8, half), sin: make(8, half) }
      k.rotate(x, positions, table, y)
      k.rotate(x, positions, table, x, 'back')
      return [x, y]
    })
  }
  for (const n of [1, 4, 7, 66]) {
    twins(`adamw ${n}`, 1e-5, (k, make) => {
      const [w, g, m, v] = [make(1, n), make(1, n), make(1, n), make(1, n)]
      v.data.forEach((x, i) => (v.data[i] = x * x))
      const step = {
        rate: 0.01,
        beta1: 0.9,
        beta2: 0.95,
        epsilon: 1e-8,
        decay: 0.1,
        t: 3,
        shrink: 0.5,
      }
      k.adamw(w, g, m, v, step)
      k.addScaled(g, w, -2)
      g.data[0] = k.sumSquares(g)
      return [w, g, m, v]
    })
  }
})

test('a matrix from elsewhere is refused, not misread', () => {
  const inside = fast.memory.scratch(1, 4)
  const outside = { data: new Float32Array(4), rows: 1, cols: 4, stride: 4 }
  assert.throws(() => fast.addScaled(inside, outside, 1), /outside the kernels/)
})

test('the meter counts what the formula says', () => {
  const spent = meter()
  const k = metered(fast, spent)
  k.memory.scope(() => {
    const [a, b, c] = [k.memory.scratch(3, 5), k.memory.scratch(7, 5), k.memory.scratch(3, 7)]
    k.gemm('nt', a, b, c)
    assert.deepEqual([spent.flops, spent.bytesRead], [2 * 3 * 7 * 5, 4 * (15 + 35)])

    k.attend(a, b, b, k.memory.scratch(3, 5), k.memory.scratch(3, 7), { scale: 1 })
    assert.equal(spent.kvRead, 2 * 4 * 7 * 5)
  })
})

test('the binary in the repository is what its sources compile to', (context: TestContext) => {
  const asc = compiler()
  if (asc) assert.equal(compile(asc), committed())
  else context.skip('assemblyscript is not installed')
})
