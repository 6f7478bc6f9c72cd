import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesOf } from '../codec.ts'
import { openKernels } from '../kernels/kernels.ts'
import { assemble, initialise, keepWeights } from '../model/lm.ts'
import { rng } from '../rng.ts'
import { nanoSpec } from '../train/nano.ts'
import { exactBytes, firstBytes, followers, type TokenModel, tokenModel } from './exact-bytes.ts'
import { learnPairs, pairCodec } from './pair-codec.ts'
import { tokenBigrams } from './token-bigrams.ts'

const sample = bytesOf(
  'the theme of the thesis is that these three things thrive, and the rest rests ',
)
const codec = learnPairs(sample, 25)

/** A toy of two letters and three merges, with a model that says something else after every text. */
const toy = pairCodec([
  [97, 98],
  [257, 97],
  [98, 98],
])
const toyModel: TokenModel = (ids) => {
  const chance = rng(ids.join())
  const shares = new Float64Array(toy.size).fill(-Infinity)
  for (const id of [97, 98, 257, 258, 259]) shares[id] = chance.normal()
  return shares
}

test('pairs: any bytes come back as they were', () => {
  const chance = rng('bytes')
  for (let i = 0; i < 50; i++) {
    const bytes = Uint8Array.from({ length: chance.below(60) }, () => chance.below(256))
    assert.deepEqual(codec.decode(codec.encode(bytes)), bytes)
  }
  for (const text of ['', 'the thesis', 'Grüße, 世界 😀', 'ththththth']) {
    assert.deepEqual(codec.decode(codec.encode(bytesOf(text))), bytesOf(text))
  }
})

test('pairs: what is learnt first is merged first, and texts become shorter', () => {
  assert.deepEqual(codec.bytesOf(257), bytesOf('th'))
  assert.ok(codec.encode(sample).length < sample.length / 1.8)
  assert.deepEqual([...toy.encode(bytesOf('abaab'))], [258, 257])
  assert.deepEqual([...toy.encode(bytesOf('abb'))], [257, 98])
})

test('tokens that may follow each other two by two are written so together', () => {
  const valid = followers(() => new Float64Array(codec.size), codec)
  const chance = rng('valid')
  for (let i = 0; i < 60; i++) {
    const ids: number[] = []
    while (ids.length < 8) {
      const next = [...valid(ids).entries()].filter(([, log]) => log > -Infinity)
      // Mostly tokens of several bytes, where something could go wrong.
      const long = next.filter(([id]) => id > 256)
      const among = long.length > 0 && chance.f() < 0.8 ? long : next
      ids.push(among[chance.below(among.length)]?.[0] ?? 0)
    }
    assert.deepEqual([...codec.encode(codec.decode(Int32Array.from(ids)))], ids)
  }
})

test('the chance of bytes is that of all texts of tokens which begin with them', () => {
  const { nextByte } = exactBytes(toyModel, toy)
  const follow = followers(toyModel, toy)
  /** Every token has a byte at least, so as many tokens as bytes spell them all. */
  const bruteForce = (bytes: Uint8Array) => {
    let sum = 0
    const walk = (ids: readonly number[], log: number) => {
      if (ids.length === bytes.length) {
        const spelled = toy.decode(Int32Array.from(ids))
        if (bytes.every((byte, i) => spelled[i] === byte)) sum += Math.exp(log)
        return
      }
      follow(ids).forEach((share, id) => {
        if (share > -Infinity) walk([...ids, id], log + share)
      })
    }
    walk([], 0)
    return sum
  }

  for (const text of ['a', 'ab', 'abb', 'aba', 'bbab', 'ababb', 'abbaba']) {
    const bytes = bytesOf(text)
    const right = bruteForce(bytes) / (bytes.length > 1 ? bruteForce(bytes.subarray(0, -1)) : 1)
    const found = nextByte(bytes.subarray(0, -1))[bytes.at(-1) ?? 0] ?? 0
    assert.ok(Math.abs(found - right) < 1e-12, `${text}: ${found} ${right}`)
  }
})

test('bytes after a beginning sum to one, whatever the model, inside a token too', async () => {
  const k = await openKernels('wasm', 2 ** 25)
  const spec = { ...nanoSpec, vocab: 288, width: 32, headWidth: 16, inner: 32 }
  const weights = keepWeights(k, spec)
  initialise(spec, weights, rng('exact'))
  const models: TokenModel[] = [
    tokenModel(k, assemble(k, spec, weights), codec),
    tokenBigrams(codec, sample),
  ]
  for (const model of models) {
    const { nextByte, bits } = exactBytes(model, codec)
    for (const text of ['', 't', 'the', 'the thes', 'zq']) {
      const sum = nextByte(bytesOf(text)).reduce((a, b) => a + b)
      assert.ok(Math.abs(sum - 1) < 1e-6, `${text}: ${sum}`)
    }
    const text = bytesOf('these')
    const said = bits(text)
    text.forEach((byte, i) => {
      const share = nextByte(text.subarray(0, i))[byte] ?? 0
      assert.ok(Math.abs((said[i] ?? 0) + Math.log2(share)) < 1e-9)
    })
  }
})

test('no byte depends on what comes after it', () => {
  const { bits } = exactBytes(tokenBigrams(codec, sample), codec)
  const [short, long] = [bits(bytesOf('the th')), bits(bytesOf('the thesis'))]

  assert.deepEqual([...short], [...long.subarray(0, 6)])
})

test('taking the first bytes of tokens is blind inside one', () => {
  const model = tokenBigrams(codec, sample)
  const [exact, first] = [exactBytes(model, codec), firstBytes(model, codec)]
  const inside = bytesOf('the t')

  assert.ok((exact.nextByte(inside)[0x68] ?? 0) > 5 * (first.nextByte(inside)[0x68] ?? 0))
})
