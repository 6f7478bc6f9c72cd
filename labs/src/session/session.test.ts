import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { row } from '../mat.ts'
import { forward } from '../model/pass.ts'
import { rotary } from '../model/positions.ts'
import { smallLm } from '../model/small.ts'
import { rng } from '../rng.ts'
import { near } from '../testing.ts'
import { openSession } from './session.ts'
import { chain } from './tree.ts'

const k = await openKernels('wasm', 2 ** 26)
const lm = smallLm(k)
const chance = rng('session')
const ids = Int32Array.from({ length: 150 }, () => chance.below(lm.spec.vocab))

/** The logits after each token, from the model as it is trained. */
const expected = k.memory.scope(() => {
  const { y } = forward(k, lm, ids, Int32Array.of(0, ids.length))
  return Array.from({ length: ids.length }, (_, i) => row(y, i).slice())
})
const expectedAt = (i: number) => expected[i] ?? new Float32Array()

test('reading a prompt at once, in pieces or token by token gives what training saw', () => {
  for (const cuts of [[150], [1, 149], [70, 3, 77], [149, 1]]) {
    using session = openSession(k, lm)
    let at = 0
    for (const length of cuts) {
      const logits = session.prefill(ids.subarray(at, (at += length)))
      near(logits, expectedAt(at - 1), 2e-5, `after ${at}`)
    }
  }
  using session = openSession(k, lm)
  ids.forEach((id, i) => near(session.step(id), expectedAt(i), 2e-5, `step ${i}`))
})

test('forks go their own ways and leave each other alone', () => {
  using trunk = openSession(k, lm)
  trunk.prefill(ids.subarray(0, 60))
  using branch = trunk.fork()

  for (let i = 60; i < 100; i++) {
    branch.step((ids[i] ?? 0) === 0 ? 1 : 0)
    near(trunk.step(ids[i] ?? 0), expectedAt(i), 2e-5, `trunk at ${i}`)
  }
  branch.rollback(60)

  near(branch.prefill(ids.subarray(60, 101)), expectedAt(100), 2e-5, 'branch')
})

test('going back is exact: the same steps give the same bits', () => {
  using session = openSession(k, lm)
  session.prefill(ids.subarray(0, 90))
  const once = [...ids.subarray(90, 110)].map((id) => session.step(id))
  session.rollback(90)
  for (const id of [3, 1, 4, 1, 5]) session.step(id)
  session.rollback(90)

  assert.deepEqual(
    [...ids.subarray(90, 110)].map((id) => session.step(id)),
    once,
  )
  assert.throws(() => session.rollback(111), /cannot go back to 111/)
})

test('a tree is scored as each of its lines would be, and only what is accepted stays', () => {
  using session = openSession(k, lm)
  session.prefill(ids.subarray(0, 40))
  const tree = {
    tokens: Int32Array.of(5, 6, 7, 8, 9, ids[40] ?? 0, ids[41] ?? 0),
    parent: Int32Array.of(-1, 0, 0, 1, -1, -1, 5),
  }

  const { logits, accept } = session.scoreTree(tree)

  const lines = [
    [5],
    [5, 6],
    [5, 7],
    [5, 6, 8],
    [9],
    [...ids.subarray(40, 41)],
    [...ids.subarray(40, 42)],
  ]
  lines.forEach((line, node) => {
    using alone = openSession(k, lm)
    alone.prefill(ids.subarray(0, 40))
    const after = line.map((id) => alone.step(id)).at(-1)
    near(logits[node] ?? [], after ?? [], 2e-5, `node ${node}`)
  })
  accept([5, 6])
  assert.equal(session.length, 42)
  near(session.step(ids[42] ?? 0), expectedAt(42), 2e-5, 'after what was accepted')
})

test('a tree that nobody accepts leaves no trace', () => {
  using session = openSession(k, lm)
  session.prefill(ids.subarray(0, 40))
  const { accept } = session.scoreTree(chain(Int32Array.of(1, 2, 3)))

  near(session.step(ids[40] ?? 0), expectedAt(40), 2e-5)
  assert.throws(() => accept([0]), /tree is gone/)
})

test('the meter sees keys and values grow by the token, and every byte of them read', () => {
  using session = openSession(k, lm)
  session.prefill(ids.subarray(0, 10))
  const { kvRead, residentKv } = session.meter
  session.step(1)

  // Two layers, two key-value heads, keys and values of 16 numbers of 4 bytes.
  const slot = 2 * 2 * 2 * 16 * 4
  assert.equal(residentKv, 10 * slot)
  assert.equal(session.meter.residentKv, 11 * slot)
  // Each of the two query heads of a group reads its keys and values.
  assert.equal(session.meter.kvRead - kvRead, 11 * slot)
  assert.equal(session.meter.targetPasses, 2)
})

test('sessions give back all their memory', () => {
  // The model's own table of angles grows to the longest sequence seen, and stays.
  lm.angles.upTo(200)
  const before = k.memory.used()
  for (let i = 0; i < 30; i++) {
    using session = openSession(k, lm, i % 2 ? {} : { positions: rotary(500, 16) })
    session.prefill(ids)
    using fork = session.fork()
    fork.step(1)
  }
  assert.equal(k.memory.used(), before)
})

test('what cannot be is refused with a sentence', () => {
  using session = openSession(k, lm)
  assert.throws(() => session.prefill(new Int32Array()), /needs a token/)
  assert.throws(() => openSession(k, lm, { budget: { slots: 0 } }), /cache of 0 slots/)
  assert.throws(() => session.prefill(new Int32Array(200_000)), /bytes more/)
})
