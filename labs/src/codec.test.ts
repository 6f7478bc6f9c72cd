import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginning, byteCodec, bytesOf, textOf } from './codec.ts'
import { fingerprint } from './fingerprint.ts'
import { rng } from './rng.ts'

test('any bytes come back as they were, and any text', () => {
  const chance = rng('bytes')
  const bytes = Uint8Array.from({ length: 999 }, () => chance.below(256))
  const text = 'naïve Σ 𝒳 👩‍🔬 مرحبا'

  assert.deepEqual(byteCodec.decode(byteCodec.encode(bytes)), bytes)
  assert.equal(textOf(byteCodec.decode(byteCodec.encode(bytesOf(text)))), text)
})

test('marks have no bytes and leave none in a text', () => {
  assert.deepEqual(byteCodec.decode(Int32Array.of(beginning, 65, 271)), Uint8Array.of(65))
  assert.equal(byteCodec.bytesOf(beginning).length, 0)
})

test('one changed, added or moved byte changes the fingerprint', () => {
  const bytes = Uint8Array.from({ length: 41 }, (_, i) => i)
  const seen = new Set([fingerprint(bytes)])
  for (let i = 0; i < 41; i++) seen.add(fingerprint(bytes.with(i, 200)))
  for (let i = 0; i < 41; i++) seen.add(fingerprint(bytes.subarray(0, i)))
  seen.add(fingerprint(bytes.toReversed()))

  assert.equal(seen.size, 1 + 41 + 41 + 1)
  assert.match(fingerprint(new Uint8Array()), /^[0-9a-f]{32}$/)
})
