import type { Knob, Lab } from '../arena/lab.ts'
import { type Rng, rng } from '../rng.ts'
import { recursiveRejection, withoutReplacement, withReplacement } from './recursive-rejection.ts'
import { drawTree, normalised, type Shares, type TreeDrawer, verify } from './verifier.ts'

const vocab = 16

/** A source of text whose next token depends on the last two, and a cheap one that is like it. */
export function pairOf(seed: string, likeness: number) {
  const memo = new Map<string, Shares>()
  const sharesOf = (who: string, path: readonly number[], sharp: number): Shares => {
    const key = `${who} ${path.slice(-2).join(',')}`
    const known = memo.get(key)
    if (known) return known
    const chance: Rng = rng(`${seed}/${key}`)
    const made = normalised(
      Float64Array.from({ length: vocab }, () => Math.exp(sharp * chance.normal())),
    )
    memo.set(key, made)
    return made
  }
  const target = (path: readonly number[]) => sharesOf('target', path, 1.5)
  const draft = (path: readonly number[]) => {
    const own = sharesOf('draft', path, 1.5)
    return normalised(target(path).map((x, id) => x ** likeness * own[id] ** (1 - likeness)))
  }
  return { target, draft }
}

/** How often each token comes first, of so many drawn through guesses of these widths. */
function firsts(
  seed: string,
  drawer: TreeDrawer,
  widths: readonly number[],
  draws: number,
): { shares: Shares; tokens: number } {
  const { target, draft } = pairOf(seed, 0.6)
  const chance = rng(`${seed}/draws`)
  const verifier = recursiveRejection(drawer)
  const counts = new Float64Array(vocab)
  let tokens = 0
  for (let i = 0; i < draws; i++) {
    const text = verify(verifier, drawTree(drawer, widths, draft, chance), target, chance)
    counts[text[0]]++
    tokens += text.length
  }
  return { shares: counts.map((x) => x / draws), tokens: tokens / draws }
}

/** χ² of what was drawn against what the target says, over its expectation: 1 where they are the same. */
function chiSquare(shares: Shares, target: Shares, draws: number): number {
  const sum = target.reduce((so, p, id) => so + (draws * (shares[id] - p) ** 2) / p, 0)
  return sum / (vocab - 1)
}

const shapes: readonly (readonly number[])[] = [[1], [4], [2, 2], [3, 2, 1], [16]]

/** χ² / 15 above this comes by chance once in a thousand times. */
const unlikely = 37.7 / 15

const likeness: Knob = {
  name: 'likeness',
  says: 'How like the guesser is, 0 to 1',
  least: 0,
  most: 1,
  usual: 0.6,
  fractional: true,
}
const width: Knob = { name: 'width', says: 'Guesses at each place', least: 1, most: 16, usual: 4 }

export const recursiveRejectionLab: Lab = {
  method: 'recursive-rejection',
  name: 'Recursive Speculative Decoding',
  family: 'decoding',
  does: 'Guesses a tree without guessing anything twice, and still writes exactly what the model would.',
  paper: '2402.14160',
  reading:
    'Over shares of 16 made-up tokens, where a distribution can be tested; constant branching.',
  knobs: [likeness, width],
  claims: [
    {
      says: 'It is lossless: the distribution is the target’s, whatever the tree.',
      check:
        '50 tokens for each example, drawn through trees of five shapes, χ² against the target over its expectation: below 2.5 for each, which chance exceeds once in a thousand times.',
      expected: 'exact',
      measure({ seed, count }) {
        const draws = 50 * count
        const target = pairOf(seed, 0.6).target([])
        const off = (widths: readonly number[]) =>
          chiSquare(firsts(seed, withoutReplacement, widths, draws).shares, target, draws)
        const figures = Object.fromEntries(
          shapes.map((widths) => [widths.join(' × '), off(widths)]),
        )
        const isSame = Math.max(...Object.values(figures)) < unlikely
        return { verdict: isSame ? 'exact' : 'not reproduced', figures }
      },
    },
    {
      says: 'More is accepted than when guesses may be the same.',
      check: 'Tokens a pass with four guesses at each of two places, without replacement and with.',
      expected: 'reproduced',
      measure({ seed, count }) {
        const figures = {
          without: firsts(seed, withoutReplacement, [4, 4], 20 * count).tokens,
          with: firsts(seed, withReplacement, [4, 4], 20 * count).tokens,
        }
        const isMore = figures.without > figures.with
        return { verdict: isMore ? 'reproduced' : 'not reproduced', figures }
      },
    },
  ],
  experiments: [
    {
      name: 'distribution',
      title: 'Is it still the model’s own text?',
      says: 'Tokens are drawn through a tree of guesses. The distance to what the model says falls as one over the square root of the count, as it does for the model itself; a wrong rule would stop falling.',
      model: 'nano',
      reads: false,
      knobs: [
        likeness,
        width,
        { name: 'tokens', says: 'Tokens to draw', least: 256, most: 65_536, usual: 16_384 },
      ],
      plots: [
        {
          name: 'distance',
          title: 'Distance from the target',
          x: { says: 'tokens drawn', unit: 'count', scale: 'log2' },
          y: { says: 'total variation', unit: 'number', scale: 'log2' },
          series: [
            { name: 'without replacement', role: 'method' },
            { name: 'with replacement', role: 'rival' },
            { name: 'the model itself', role: 'ceiling' },
            { name: 'taking the first guess', role: 'floor' },
          ],
        },
        {
          name: 'accepted',
          title: 'Tokens a pass, two places deep',
          x: { says: 'guesses at each place', unit: 'count', least: 1 },
          y: { says: 'tokens', unit: 'number', least: 1 },
          series: [
            { name: 'without replacement', role: 'method' },
            { name: 'with replacement', role: 'rival' },
          ],
        },
      ],
      *run({ seed, knob }) {
        const { target, draft } = pairOf(seed, knob('likeness'))
        const widths = [knob('width')]
        const right = target([])
        const drawers = [withoutReplacement, withReplacement]
        const chance = rng(`${seed}/draws`)
        const ways: { name: string; draw: () => number; counts: Float64Array }[] = [
          ...drawers.map((drawer) => ({
            name: drawer.name,
            draw: () => {
              const tree = drawTree(drawer, widths, draft, chance)
              return verify(recursiveRejection(drawer), tree, target, chance)[0]
            },
            counts: new Float64Array(vocab),
          })),
          {
            name: 'the model itself',
            draw: () => withReplacement.draw(right, 1, chance)[0],
            counts: new Float64Array(vocab),
          },
          {
            name: 'taking the first guess',
            draw: () => withReplacement.draw(draft([]), 1, chance)[0],
            counts: new Float64Array(vocab),
          },
        ]
        const most = knob('tokens')
        const total = most + 8 * 400
        let done = 0
        for (let i = 1; i <= most; i++) {
          for (const { counts, draw } of ways) counts[draw()]++
          if (Math.log2(i) % 1 !== 0 && i % 256 !== 0) continue
          for (const { name, counts } of ways) {
            const apart = right.reduce((so, p, id) => so + Math.abs(counts[id] / i - p), 0) / 2
            if (i >= 16)
              yield {
                kind: 'point',
                plot: 'distance',
                series: name,
                x: i,
                y: Math.max(apart, 1e-4),
              }
          }
          yield { kind: 'progress', done: (done = i), of: total }
        }
        for (let count = 1; count <= 8; count++) {
          for (const drawer of drawers) {
            const { tokens } = firsts(seed, drawer, [count, count], 400)
            yield { kind: 'point', plot: 'accepted', series: drawer.name, x: count, y: tokens }
          }
          done += 400
          yield { kind: 'progress', done, of: total }
        }
      },
    },
  ],
}
