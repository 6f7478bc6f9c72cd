import { race } from '../arena/experiments/race.ts'
import type { Bench, Knob, Lab } from '../arena/lab.ts'
import { beginning, byteCodec } from '../codec.ts'
import { rng } from '../rng.ts'
import { openSession } from '../session/session.ts'
import { repeat } from '../tasks/repeat.ts'
import { draw, promptOf } from '../tasks/task.ts'
import type { Drafter } from './drafter.ts'
import { promptLookup } from './prompt-lookup.ts'
import { alone, drawing, greedily, speculate, type Choice, type Pass } from './speculate.ts'
import { tokenRecycling } from './token-recycling.ts'

const k: Knob = {
  name: 'k',
  says: 'Likeliest followers that are kept',
  least: 1,
  most: 8,
  usual: 4,
}

const length = 60
const most = 8

/** What is written after a prompt, and in how many passes beyond the one that reads it. */
function written(
  { k: kernels, lm }: Bench,
  prompt: Uint8Array,
  how: { readonly drafter?: Drafter; readonly choose: Choice },
): { text: string; passes: number } {
  using session = openSession(kernels, lm)
  const ids = Int32Array.of(beginning, ...byteCodec.encode(prompt))
  const { drafter, choose } = how
  const passes: Pass[] = drafter
    ? [...speculate(session, ids, drafter.open(lm.spec.vocab), { length, most, choose })]
    : [...alone(session, ids, { length, choose })]
  const text = passes
    .flatMap(({ tokens }) => tokens)
    .slice(0, length)
    .join(' ')
  return { text, passes: passes.length - 1 }
}

function prompts({ seed, count }: Bench): Uint8Array[] {
  const chance = rng(`${seed}/prompts`)
  return Array.from({ length: Math.max(4, Math.ceil(count / 10)) }, () =>
    promptOf(draw(repeat, { length: 32 }, 'test', chance)),
  )
}

/** Tokens a pass over all prompts. */
function aPass(bench: Bench, drafter: Drafter): number {
  const passes = prompts(bench).map((prompt) => {
    return written(bench, prompt, { drafter, choose: greedily }).passes
  })
  return ((length - 1) * passes.length) / passes.reduce((a, b) => a + b)
}

export const tokenRecyclingLab: Lab = {
  method: 'token-recycling',
  name: 'Token Recycling',
  family: 'decoding',
  does: 'Guesses from a table of what the model last thought likely after each token.',
  paper: '2408.08696',
  reading:
    'The tree grows with its guesses instead of having one fixed shape; bytes are looked up by two.',
  knobs: [k],
  claims: [
    {
      says: 'It is lossless: the text is the one the model writes alone.',
      check:
        '60 bytes after each prompt, written greedily and drawn by chance, with guesses and without.',
      expected: 'exact',
      measure(bench) {
        const drafter = tokenRecycling()
        const same = (choice: () => Choice) =>
          prompts(bench).filter((prompt) => {
            const guessed = written(bench, prompt, { drafter, choose: choice() })
            return guessed.text === written(bench, prompt, { choose: choice() }).text
          }).length / prompts(bench).length
        const figures = {
          greedy: same(() => greedily),
          drawn: same(() => drawing(rng(`${bench.seed}/drawn`))),
        }
        const isSame = figures.greedy === 1 && figures.drawn === 1
        return { verdict: isSame ? 'exact' : 'not reproduced', figures }
      },
    },
    {
      says: 'About twice as many tokens a pass, with a table and no training.',
      check:
        'Bytes a pass of the model, greedily, with 8 guesses; reproduced from 1.8, partly from 1.3. Looking up in the prompt beside it.',
      expected: 'partly',
      measure(bench) {
        const figures = {
          recycling: aPass(bench, tokenRecycling()),
          byOne: aPass(bench, tokenRecycling({ keyed: 1 })),
          lookup: aPass(bench, promptLookup()),
        }
        const gain = figures.recycling
        const verdict = gain > 1.8 ? 'reproduced' : gain > 1.3 ? 'partly' : 'not reproduced'
        return { verdict, figures }
      },
    },
  ],
  experiments: [
    race({
      says: 'What the model thought likely but did not write is kept, and guessed the next time. The text is the same for everyone.',
      knobs: [k],
      series: [
        { name: 'Token Recycling', role: 'method' },
        { name: 'by one byte', role: 'rival' },
        { name: 'looked up in the prompt', role: 'rival' },
        { name: 'alone', role: 'floor' },
      ],
      drafters: ({ knob }) => [
        tokenRecycling({ k: knob('k') }),
        tokenRecycling({ k: knob('k'), keyed: 1 }),
        promptLookup(),
        promptLookup(0),
      ],
    }),
  ],
}
