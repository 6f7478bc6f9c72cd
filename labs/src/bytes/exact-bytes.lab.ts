import type { Knob, Lab } from '../arena/lab.ts'
import { mean } from '../arena/measure.ts'
import { rng } from '../rng.ts'
import { drawPaper } from '../tasks/paper-grammar.ts'
import { exactBytes, firstBytes, followers } from './exact-bytes.ts'
import { learnPairs } from './pair-codec.ts'
import { tokenBigrams } from './token-bigrams.ts'

/** Papers that do not exist, some to learn from and one to be read. */
function textsOf(seed: string): { learnt: Uint8Array; read: Uint8Array } {
  const chance = rng(`${seed}/bytes`)
  const learnt = Array.from({ length: 12 }, () => [...drawPaper(chance).text]).flat()
  return { learnt: Uint8Array.from(learnt), read: drawPaper(chance).text.subarray(0, 160) }
}

/** A codec of so many merges with a model of its tokens, both learnt from one text. */
function learn(text: Uint8Array, merges: number) {
  const codec = learnPairs(text, merges)
  const model = tokenBigrams(codec, text)
  return { codec, model, exact: exactBytes(model, codec), first: firstBytes(model, codec) }
}

/** Bits of a text as the tokens the codec writes it in. */
function tokenBits({ codec, model }: ReturnType<typeof learn>, text: Uint8Array): number {
  const follow = followers(model, codec)
  const ids = [...codec.encode(text)]
  return ids.reduce((sum, id, i) => sum - follow(ids.slice(0, i))[id] / Math.LN2, 0)
}

/** What a model holds impossible costs without end; it is let off with sixteen bits. */
const atMost16 = (bits: number) => Math.min(16, bits)

const merges: Knob = {
  name: 'merges',
  says: 'Merges of the tokeniser',
  least: 1,
  most: 200,
  usual: 80,
}

export const exactBytesLab: Lab = {
  method: 'exact-bytes',
  name: 'Exact byte probabilities',
  family: 'bytes',
  does: 'Reads from a model of tokens how likely each next byte is, exactly and without training.',
  paper: '2410.09303',
  reading:
    'The models of tokens are counts of pairs, so that everything can be checked; the tokeniser is byte-pair encoding without a split into words.',
  knobs: [merges],
  claims: [
    {
      says: 'What it gives are chances: those of all next bytes sum to one.',
      check: 'Furthest from 1, after 30 beginnings of a text: to 1e-6.',
      expected: 'exact',
      measure({ seed }) {
        const { learnt, read } = textsOf(seed)
        const { exact } = learn(learnt, 60)
        const sums = Array.from({ length: 30 }, (_, i) =>
          exact.nextByte(read.subarray(0, i)).reduce((a, b) => a + b),
        )
        const apart = Math.max(...sums.map((sum) => Math.abs(sum - 1)))
        return { verdict: apart < 1e-6 ? 'exact' : 'not reproduced', figures: { apart } }
      },
    },
    {
      says: 'It is never worse than the tokens, for it counts every way to go on.',
      check: 'Bits of a text as bytes and as the tokens it is written in.',
      expected: 'exact',
      measure({ seed }) {
        const { learnt, read } = textsOf(seed)
        const learntModel = learn(learnt, 60)
        const figures = {
          bytes: learntModel.exact.bits(read).reduce((a, b) => a + b),
          tokens: tokenBits(learntModel, read),
        }
        const isLess = figures.bytes <= figures.tokens + 1e-6
        return { verdict: isLess ? 'exact' : 'not reproduced', figures }
      },
    },
    {
      says: 'A prompt that ends inside a token is no trouble any more.',
      check:
        'Bits a byte, against taking the first bytes of the tokens that may follow, at most 16 for each.',
      expected: 'reproduced',
      measure({ seed }) {
        const { learnt, read } = textsOf(seed)
        const { exact, first } = learn(learnt, 80)
        const figures = {
          exact: mean(exact.bits(read)),
          first: mean(first.bits(read).map(atMost16)),
        }
        const isLess = figures.exact < figures.first - 0.1
        return { verdict: isLess ? 'reproduced' : 'not reproduced', figures }
      },
    },
    {
      says: 'Models with different tokens can be put together byte by byte, and are better than either.',
      check: 'Bits a byte of the mean of two models, of 60 and of 180 merges, against each.',
      expected: 'reproduced',
      measure({ seed }) {
        const { learnt, read } = textsOf(seed)
        const [few, many] = [
          learn(learnt, 60).exact.bits(read),
          learn(learnt, 180).exact.bits(read),
        ]
        const both = few.map((bits, i) => -Math.log2((2 ** -bits + 2 ** -many[i]) / 2))
        const figures = { few: mean(few), many: mean(many), both: mean(both) }
        const isBetter = figures.both < Math.min(figures.few, figures.many)
        return { verdict: isBetter ? 'reproduced' : 'not reproduced', figures }
      },
    },
  ],
  experiments: [
    {
      name: 'bytes',
      title: 'Bits for every byte of a text',
      says: 'A tokeniser and counts of pairs of its tokens are learnt from the first half of the text; the second half is read byte by byte. Taking the first bytes of whole tokens is blind inside a token, and pays there.',
      model: 'nano',
      reads: true,
      knobs: [merges],
      plots: [
        {
          name: 'bits',
          title: 'Bits so far, a byte',
          x: { says: 'bytes read', unit: 'count', least: 0 },
          y: { says: 'bits a byte', unit: 'number', least: 0 },
          series: [
            { name: 'exact', role: 'method' },
            { name: 'first bytes of tokens', role: 'rival' },
            { name: 'both models put together', role: 'rival' },
          ],
        },
      ],
      panels: [
        {
          name: 'read',
          title: 'Where guessing by tokens pays more',
          legend: { kept: 'the darker, the more bits it pays', plain: 'the same' },
        },
      ],
      *run({ text, knob }) {
        const half = Math.min(1500, Math.floor(text.length / 2))
        const [learnt, read] = [text.subarray(0, half), text.subarray(half, half + 300)]
        const [own, other] = [learn(learnt, knob('merges')), learn(learnt, 10)]
        const sums = { exact: 0, 'first bytes of tokens': 0, 'both models put together': 0 }
        const pays: number[] = []
        for (let i = 0; i < read.length; i++) {
          const [before, upTo] = [read.subarray(0, i), read.subarray(0, i + 1)]
          const [exact, more] = [own.exact, other.exact].map((one) => one.bits(upTo)[i])
          const first = -Math.log2(own.first.nextByte(before)[read[i]])
          sums.exact += exact
          sums['first bytes of tokens'] += atMost16(first)
          sums['both models put together'] -= Math.log2((2 ** -exact + 2 ** -more) / 2)
          pays.push(Math.min(1, Math.max(0, atMost16(first) - exact) / 8))
          if (i % 4 !== 3 && i < read.length - 1) continue
          for (const [series, sum] of Object.entries(sums)) {
            yield { kind: 'point', plot: 'bits', series, x: i + 1, y: sum / (i + 1) }
          }
          const pieces = [...read.subarray(0, i + 1)].map((byte, at) => ({
            text: String.fromCharCode(byte),
            weight: pays[at],
            state: pays[at] > 0.05 ? ('kept' as const) : ('plain' as const),
          }))
          yield { kind: 'text', panel: 'read', pieces }
          yield { kind: 'progress', done: i + 1, of: read.length }
        }
      },
    },
  ],
}
