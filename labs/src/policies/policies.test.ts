import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKernels } from '../kernels/kernels.ts'
import { assemble, initialise, keepWeights } from '../model/lm.ts'
import { rotary } from '../model/positions.ts'
import { smallLm } from '../model/small.ts'
import { rng } from '../rng.ts'
import type { KvCachePolicy } from '../session/policy.ts'
import { openSession } from '../session/session.ts'
import { near } from '../testing.ts'
import { policies } from './policies.ts'

/** The laws of cache policies, held by every one of them. */
const k = await openKernels('wasm', 2 ** 26)
// Trained, as it were, on sequences of the length of these: within it a policy may promise to be exact.
const lm = smallLm(k, { context: 128 })
const chance = rng('policies')
const ids = Int32Array.from({ length: 120 }, () => chance.below(lm.spec.vocab))
const prompt = ids.subarray(0, 70)
const rest = ids.subarray(70)

/** The same model with its two key-value heads, and the two query heads of each, in the other order. */
const swapped = (() => {
  const weights = keepWeights(k, lm.spec)
  initialise(lm.spec, weights, rng('small'))
  const half = (lm.spec.heads / 2) * lm.spec.headWidth
  for (const [name, { data, rows, cols }] of weights) {
    const before = data.slice()
    if (/\.[qkv]$/.test(name)) {
      data.set(before.subarray((rows / 2) * cols))
      data.set(before.subarray(0, (rows / 2) * cols), (rows / 2) * cols)
    }
    if (name.endsWith('.o'))
      data.forEach((_, i) => (data[i] = before[i + (i % cols < half ? half : -half)] ?? 0))
  }
  return assemble(k, lm.spec, weights)
})()

/** The logits after the prompt and after each token that follows it. */
function logitsOf(options: Parameters<typeof openSession>[2], model = lm): Float32Array[] {
  using session = openSession(k, model, options)
  return [session.prefill(prompt), ...[...rest].map((id) => session.step(id))]
}

/** The most slots that a head may hold so many tokens after the prompt. */
function mostKept({ bounds }: KvCachePolicy, slots: number, tokens: number): number {
  if (bounds === 'resident') return slots
  return tokens + (bounds === 'prompt' ? slots : prompt.length)
}

for (const policy of policies) {
  test(`${policy.name}: with room for everything it is dense attention`, () => {
    const all = logitsOf({})
    logitsOf({ policy, budget: { slots: 1000 } }).forEach((logits, i) =>
      near(logits, all[i] ?? [], 1e-6, `step ${i}`),
    )
  })

  test(`${policy.name}: its budget bounds what it says it bounds, after every token`, () => {
    const slots = 24
    using session = openSession(k, lm, { policy, budget: { slots } })
    session.prefill(prompt)
    const perSlot = lm.spec.headWidth * 8
    for (let i = 0; i <= rest.length; i++) {
      const counts = lm.layers.flatMap((_, l) => session.layer(l).heads.map((h) => h.tokens.length))
      const most = mostKept(policy, slots, i)
      assert.ok(Math.max(...counts) <= most, `${counts.join()} after ${i} tokens`)
      const held = counts.reduce((a, b) => a + b)
      assert.equal(session.meter.residentKv, held * perSlot)

      const { kvRead } = session.meter
      if (i < rest.length) session.step(rest[i] ?? 0)
      const read = (session.meter.kvRead - kvRead) / perSlot / lm.spec.layers / lm.spec.heads
      if (policy.bounds === 'attended') assert.ok(read <= slots, `${read} slots read`)
    }
  })

  test(`${policy.name}: nothing that was dropped is ever read`, () => {
    // Dropped slots hold what is no number, and it would spread to every logit.
    for (const logits of logitsOf({ policy, budget: { slots: 20 } })) {
      assert.ok(logits.every(Number.isFinite))
    }
  })

  test(`${policy.name}: a fork goes on exactly as the session does`, () => {
    using session = openSession(k, lm, { policy, budget: { slots: 24 } })
    session.prefill(prompt)
    for (const id of rest.subarray(0, 11)) session.step(id)
    using fork = session.fork()
    for (const id of rest.subarray(11, 30)) fork.step((id + 1) % lm.spec.vocab)
    using second = session.fork()

    for (const id of rest.subarray(11)) assert.deepEqual(session.step(id), second.step(id))
  })

  test(`${policy.name}: slots stand in the order of their tokens and name none twice`, () => {
    using session = openSession(k, lm, { policy, budget: { slots: 24 } })
    session.prefill(prompt)
    for (const id of rest.subarray(0, 30)) session.step(id)
    for (let l = 0; l < lm.spec.layers; l++) {
      for (const { tokens } of session.layer(l).heads) {
        assert.ok(tokens.every((token, i) => i === 0 || token > (tokens[i - 1] ?? 0)))
        assert.equal(tokens.at(-1), prompt.length + 29)
      }
    }
  })

  test(`${policy.name}: a tree is scored as its line would be`, () => {
    using session = openSession(k, lm, { policy, budget: { slots: 1000 } })
    session.prefill(prompt)
    const { logits } = session.scoreTree({
      tokens: Int32Array.of(1, 2, 3),
      parent: Int32Array.of(-1, 0, 0),
    })
    using line = session.fork()
    line.step(1)

    near(logits[2] ?? [], line.step(3), 1e-5)
  })

  test(`${policy.name}: it is all the same to it which head stands where`, () => {
    const budget = { slots: 24 }
    const own = logitsOf({ policy, budget })
    logitsOf({ policy, budget }, swapped).forEach((logits, i) =>
      near(logits, own[i] ?? [], 1e-4, `step ${i}`),
    )
  })

  test(`${policy.name}: no room at all, or none for what it always keeps, is refused`, () => {
    assert.throws(() => openSession(k, lm, { policy, budget: { slots: 0 } }), { name: 'Refusal' })
  })
}

test('positions stay within what was trained, however long the text, where that is promised', () => {
  const own = rotary(lm.spec.rotaryBase, lm.spec.headWidth)
  // What is turned to a position beyond becomes no number.
  const positions = {
    ...own,
    angle: (at: number, pair: number) => (at < lm.spec.context ? own.angle(at, pair) : NaN),
  }
  const isWithin = (policy: KvCachePolicy) => {
    using session = openSession(k, lm, { policy, budget: { slots: 24 }, positions })
    session.prefill(prompt)
    for (let i = 0; i < 200; i++) session.step(i % lm.spec.vocab)
    return session.step(0).every(Number.isFinite)
  }
  const promised = ['streaming-llm', 'lm-infinite', 'token-select', 'inf-llm']

  assert.deepEqual(
    policies.filter(isWithin).map(({ name }) => name),
    promised,
  )
})
