import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { onDevices } from './communicator.ts'
import { compared } from './exact.ts'
import { sequences } from './sequences.ts'

const k = await openKernels('wasm', 2 ** 25)

/** The laws of ways to split a sequence, held by every one of them. */
for (const way of sequences) {
  test(`${way.name}: outputs and all slopes are those of one device, for any number of them`, () => {
    for (const size of [1, 2, 3, 4, 8]) {
      const { apart } = compared(k, way, { n: 48, d: 16, size }, 'law')
      assert.ok(apart < 1e-5, `${size} devices: ${apart}`)
    }
  })

  test(`${way.name}: bytes and rounds are those of the closed form`, () => {
    for (const shape of [
      { n: 8, d: 4, size: 1 },
      { n: 48, d: 16, size: 2 },
      { n: 96, d: 8, size: 3 },
      { n: 64, d: 32, size: 8 },
    ]) {
      const { bytes, rounds } = compared(k, way, shape, 'law')
      assert.deepEqual([bytes, rounds], [way.bytes(shape), way.rounds(shape.size)])
    }
  })

  test(`${way.name}: gives back its memory`, () => {
    const before = k.memory.used()
    compared(k, way, { n: 24, d: 8, size: 3 }, 'law')
    assert.equal(k.memory.used(), before)
  })
}

test('devices gather, sum and meet', () => {
  const answers = onDevices(3, function* (device) {
    const all = yield* device.allGather(Float32Array.of(device.rank))
    const sum = yield* device.allReduce(Float32Array.of(device.rank, 1))
    yield* device.barrier()
    return { all: all.map(([x]) => x), sum: [...sum], sent: device.meter.wireBytes }
  })

  const right = { all: [0, 1, 2], sum: [3, 3], sent: 2 * 4 + 2 * 8 }
  assert.deepEqual(answers, [right, right, right])
})

test('a parcel is a copy: what its sender does later is not seen', () => {
  const [, received] = onDevices(2, function* ({ rank, sendReceive }) {
    const own = Float32Array.of(rank)
    const sending = sendReceive(1 - rank, own, 1 - rank)
    const first = sending.next()
    own.fill(9)
    const parcel = first.done ? first.value : yield first.value
    return parcel[0]
  })

  assert.equal(received, 0)
})

test('devices that wait for each other are told apart from devices that work', () => {
  assert.throws(
    () =>
      onDevices(2, function* ({ rank }) {
        return (yield { from: 1 - rank }).length
      }),
    /wait for each other/,
  )
})
