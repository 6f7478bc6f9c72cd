import { byteCodec, bytesOf } from '../codec.ts'
import { fingerprint } from '../fingerprint.ts'
import type { ModelSpec } from '../model/spec.ts'
import { Refusal } from '../refusal.ts'
import { pick, type Rng, rng } from '../rng.ts'
import { backcopy } from '../tasks/backcopy.ts'
import { closedBook } from '../tasks/facts.ts'
import { needle } from '../tasks/needle.ts'
import { drawPaper } from '../tasks/paper-grammar.ts'
import { recall } from '../tasks/recall.ts'
import { repeat } from '../tasks/repeat.ts'
import { draw, type Example } from '../tasks/task.ts'
import { type Ingredient, inTurn, mixture } from './batch.ts'
import { adamw, type Recipe } from './run.ts'
import { followedBy, warmupStableDecay } from './schedule.ts'

/** The model that most labs run on: it reads abstracts, byte by byte, and can recall. */
export const byteSpec: ModelSpec = {
  name: 'byte',
  vocab: byteCodec.size,
  width: 128,
  layers: 4,
  heads: 4,
  kvHeads: 4,
  headWidth: 32,
  inner: 352,
  context: 512,
  rotaryBase: 10_000,
  epsilon: 1e-5,
  head: 'tied',
}

/** One text in sixteen, by its fingerprint, is kept for measuring and never trained on. */
export const isHeldOut = (text: string): boolean =>
  Number.parseInt(fingerprint(bytesOf(text)).slice(0, 1), 16) === 0

/**
 * When skills are taught nearly alone, when copying and needles with them, and when text comes back. The
 * first part was stopped early: after 2,700 steps, ten million bytes, the model read well and could not
 * recall one of two pairs. Six hundred steps of short sequences later it recalled one of eight.
 */
const skillsFrom = 2700
const copyingFrom = 3300
const textFrom = 3550

/**
 * The recipe of `npm run train:byte`, on texts such as abstracts: much text, then skills nearly alone,
 * until the heads that look back are there, then both. Throws a Refusal for too few texts.
 */
export function byteRecipe(texts: readonly string[], steps = 3870, peak = 3e-3): Recipe {
  const trained = texts.filter((text) => !isHeldOut(text)).map(bytesOf)
  if (trained.length < 100) {
    throw new Refusal(
      `${trained.length} texts are too few to learn to read from; name a file of 100 or more with ` +
        `--texts FILE, one JSON object with an “abstract” a line.`,
    )
  }
  const of = (some: readonly Ingredient[]) =>
    mixture('byte', some, byteCodec, byteSpec.context, rng('byte/data'))
  return {
    spec: byteSpec,
    seed: 'byte',
    data: inTurn('byte', [
      { from: 0, source: of(ingredients(trained)) },
      { from: skillsFrom, source: of(skills(trained, recallFirst)) },
      { from: copyingFrom, source: of(skills(trained, copying)) },
      { from: textFrom, source: of(skills(trained, everything)) },
    ]),
    schedule: followedBy(
      warmupStableDecay({ peak, steps: 3800, warmup: 100, decay: 0.3 }),
      skillsFrom,
      warmupStableDecay({ peak, steps: steps - skillsFrom, warmup: 50, decay: 0.4 }),
    ),
    optimizer: adamw,
    steps,
    tokensPerStep: 4096,
    tokensPerPart: 1024,
  }
}

/** Shares by LABS.md, section 3.2: skills are many, for labs need a model that can recall. */
function ingredients(texts: readonly Uint8Array[]): Ingredient[] {
  const abstract = (chance: Rng): Example => ({
    text: pick(texts, chance),
    asked: [],
    rest: 'language',
  })
  return [
    { name: 'abstracts', packs: 'many', share: 0.28, draw: abstract },
    { name: 'paper-grammar', packs: 'many', share: 0.14, draw: drawPaper },
    { name: 'facts', packs: 'many', share: 0.05, draw: (c) => closedBook.sample({ level: -1 }, c) },
    { name: 'recall', packs: 'one', share: 0.28, draw: drawRecall },
    {
      name: 'repeat',
      packs: 'many',
      share: 0.06,
      draw: (c) => draw(repeat, { length: 6 + c.below(120) }, 'train', c),
    },
    {
      name: 'backcopy in text',
      packs: 'many',
      share: 0.08,
      draw: (c) => withTriggers(abstract(c), c),
    },
    {
      name: 'backcopy',
      packs: 'many',
      share: 0.03,
      draw: (c) => draw(backcopy, { length: 24 + c.below(200) }, 'train', c),
    },
    {
      name: 'needle',
      packs: 'one',
      share: 0.08,
      draw: (c) => draw(needle, { hay: 10 + c.below(470), depth: c.f() }, 'train', c),
    },
  ]
}

/** Shares of short recall, copying and needles; what is left goes to the mixture of the first part. */
type Shares = { readonly recall: number; readonly repeat: number; readonly needle: number }

const recallFirst: Shares = { recall: 0.6, repeat: 0.05, needle: 0.15 }
const copying: Shares = { recall: 0.25, repeat: 0.35, needle: 0.2 }
const everything: Shares = { recall: 0.12, repeat: 0.15, needle: 0.08 }

/** Short sequences to learn skills from, and enough text not to forget it. */
function skills(texts: readonly Uint8Array[], shares: Shares): Ingredient[] {
  const rest = 1 - shares.recall - shares.repeat - shares.needle
  return [
    { name: 'recall', packs: 'one', share: shares.recall, draw: drawShortRecall },
    {
      name: 'repeat',
      packs: 'many',
      share: shares.repeat,
      draw: (c) => draw(repeat, { length: 4 + c.below(40) }, 'train', c),
    },
    {
      name: 'needle',
      packs: 'one',
      share: shares.needle,
      draw: (c) => draw(needle, { hay: 10 + c.below(90), depth: c.f() }, 'train', c),
    },
    ...ingredients(texts).map((some) => ({ ...some, share: rest * some.share })),
  ]
}

function drawShortRecall(chance: Rng): Example {
  const pairs = 1 + chance.below(12)
  const valueLength = 1 + chance.below(2)
  return draw(recall, { pairs, questions: pairs, keyLength: 1, valueLength }, 'train', chance)
}

function drawRecall(chance: Rng): Example {
  const pairs = 1 + chance.below(24)
  const keyLength = pairs > 12 ? 2 : 1 + chance.below(2)
  const setting = {
    pairs,
    questions: pairs,
    keyLength,
    valueLength: 1 + chance.below(3),
  }
  return draw(recall, setting, 'train', chance)
}

/** A trigger now and then in a text, after which the byte before it comes again. */
function withTriggers({ text }: Example, chance: Rng): Example {
  const bytes: number[] = []
  const asked: [number, number][] = []
  for (const byte of text) {
    bytes.push(byte)
    if (chance.f() > 0.04) continue
    bytes.push(0x23, byte)
    asked.push([bytes.length - 1, bytes.length])
  }
  return { text: Uint8Array.from(bytes), asked, rest: 'language' }
}
