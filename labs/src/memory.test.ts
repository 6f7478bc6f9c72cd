import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layOut } from './memory.ts'
import { rng } from './rng.ts'

test('what is kept is never handed out twice, whatever is released between', () => {
  const memory = layOut(new ArrayBuffer(2 ** 18), 100)
  const chance = rng('memory')
  const kept: { mark: number; data: Float32Array; m: ReturnType<typeof memory.keep> }[] = []

  for (let mark = 1; mark <= 2000; mark++) {
    if (kept.length > 20 || (kept.length > 0 && chance.f() < 0.4)) {
      const [gone] = kept.splice(chance.below(kept.length), 1)
      assert.ok(gone?.data.every((x) => x === gone.mark))
      if (gone) memory.release(gone.m)
    } else {
      const m = memory.keep(1 + chance.below(20), 1 + chance.below(60))
      assert.ok(m.data.every((x) => x === 0) && m.data.byteOffset >= 100)
      kept.push({ mark, data: m.data.fill(mark), m })
    }
  }

  for (const { m } of kept) memory.release(m)
  assert.equal(memory.used(), 0)
})

test('scratch is free again when its scope ends, even by an error', () => {
  const memory = layOut(new ArrayBuffer(4096), 0)

  for (let i = 0; i < 100; i++) {
    memory.scope(() => memory.scratch(10, 20))
    assert.throws(() =>
      memory.scope(() => {
        memory.scratchInts(500)
        throw new Error('in the middle')
      }),
    )
  }

  assert.equal(memory.used(), 0)
})

test('more than there is, is refused with a sentence', () => {
  const memory = layOut(new ArrayBuffer(4096), 0)

  assert.throws(() => memory.keep(100, 100), /needs 40960 bytes more .* use a shorter text/)
  assert.throws(() => memory.scratch(100, 100), { name: 'Refusal' })
})

test('releasing twice is a fault', () => {
  const memory = layOut(new ArrayBuffer(4096), 0)
  const kept = memory.keep(2, 2)
  memory.release(kept)

  assert.throws(() => memory.release(kept), /or twice/)
})
