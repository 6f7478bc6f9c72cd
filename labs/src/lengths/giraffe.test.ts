import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { type PositionScheme, rotary } from '../model/positions.ts'
import { smallLm } from '../model/small.ts'
import { openSession } from '../session/session.ts'
import { baseChange, linearScaling, powerScaling, truncatedBasis } from './giraffe.ts'

const k = await openKernels('wasm', 2 ** 25)
const lm = smallLm(k)
const trained = { base: lm.spec.rotaryBase, headWidth: lm.spec.headWidth }
const ids = Int32Array.from({ length: 40 }, (_, i) => (i * 7) % 40)

const schemes: PositionScheme[] = [
  linearScaling(trained, 4),
  baseChange(trained, 10),
  powerScaling(trained, 0.5),
  truncatedBasis(trained, { low: 0.01, between: 0.02, high: 0.1 }),
]

function logitsOf(positions?: PositionScheme): Float32Array[] {
  using session = openSession(k, lm, positions ? { positions } : {})
  return [...ids].map((id) => session.step(id))
}

test('a scheme that stretches by nothing is the model, bit for bit', () => {
  const own = logitsOf()
  const nothing = [
    rotary(trained.base, trained.headWidth),
    linearScaling(trained, 1),
    baseChange(trained, 1),
    powerScaling(trained, 0),
    truncatedBasis(trained, { low: 0, between: 0, high: 0 }),
  ]
  for (const scheme of nothing) assert.deepEqual(logitsOf(scheme), own, scheme.name)
})

for (const scheme of schemes) {
  test(`${scheme.name}: only distances matter, and it is not the model's own`, () => {
    for (let pair = 0; pair < 8; pair++) {
      const turned = (from: number) => scheme.angle(from + 5, pair) - scheme.angle(from, pair)
      for (const from of [0, 17, 300]) assert.ok(Math.abs(turned(from) - turned(1)) < 1e-9)
    }
    assert.notDeepEqual(logitsOf(scheme), logitsOf())
  })
}

test('linear scaling by 4 puts position 12 where 3 was', () => {
  const own = rotary(trained.base, trained.headWidth)
  assert.equal(linearScaling(trained, 4).angle(12, 2), own.angle(3, 2))
})

test('a knob out of range is refused with a sentence', () => {
  assert.throws(() => linearScaling(trained, 0.5), /scale of 0.5 would shrink/)
  assert.throws(() => baseChange(trained, 0), /factor of the base of 0/)
  assert.throws(() => powerScaling(trained, -1), /power of -1/)
  assert.throws(() => truncatedBasis(trained, { low: 2, between: 1, high: 1 }), /lower limit/)
})
