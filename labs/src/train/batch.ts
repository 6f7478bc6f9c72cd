import { beginning, type TextCodec } from '../codec.ts'
import type { Rng } from '../rng.ts'
import { type Example, type Ids } from '../tasks/task.ts'

/** Sequences packed one after the other, with what each position should say next. */
export type Batch = {
  readonly ids: Ids
  readonly targets: Ids
  /** How much each target counts. */
  readonly weights: Float32Array
  readonly offsets: Int32Array
  /** Tokens by the source they came from. */
  readonly provenance: Readonly<Record<string, number>>
}

/** Where a run's batches come from. The same step gives the same batch, whatever was asked before. */
export type BatchSource = {
  readonly name: string
  /** About `tokens` tokens, never more. */
  next(step: number, tokens: number): Batch
}

/** One sort of text in a mixture. */
export type Ingredient = {
  readonly name: string
  /** Its share of the sequences. */
  readonly share: number
  /** Whether its examples share a sequence: not where one would contradict another. */
  readonly packs: 'many' | 'one'
  draw(chance: Rng): Example
}

/** How much a token counts that is chance and cannot be foretold: enough to learn its alphabet. */
const weightOfChance = 0.05

/**
 * A mixture of texts. Each sequence begins with the beginning mark and holds one example, or several of
 * one sort, as many as fit in a length drawn evenly from a quarter of `context` to all of it: so every
 * position is trained.
 */
export function mixture(
  name: string,
  ingredients: readonly Ingredient[],
  codec: TextCodec,
  context: number,
  chance: Rng,
): BatchSource {
  return {
    name,
    next(step, tokens) {
      const source = chance.fork(`step ${step}`)
      const sequences: Sequence[] = []
      let room = tokens
      while (room >= context) {
        const ingredient = choose(ingredients, source.f())
        const length = Math.floor(context * (0.25 + 0.75 * source.f())) + 1
        const most = ingredient.packs === 'one' ? context : Math.min(context, length)
        const sequence = fillSequence(ingredient, codec, most, source)
        sequences.push(sequence)
        room -= sequence.ids.length - 1
      }
      return pack(sequences)
    },
  }
}

/** Sources that follow each other, each from a step on; the first from 0. */
export function inTurn(
  name: string,
  turns: readonly { readonly from: number; readonly source: BatchSource }[],
): BatchSource {
  return {
    name,
    next: (step, tokens) =>
      (turns.findLast(({ from }) => step >= from) ?? turns[0]).source.next(step, tokens),
  }
}

type Sequence = { from: string; ids: number[]; weights: number[] }

function choose(ingredients: readonly Ingredient[], draw: number): Ingredient {
  const whole = ingredients.reduce((sum, { share }) => sum + share, 0)
  let left = draw * whole
  for (const ingredient of ingredients) {
    left -= ingredient.share
    if (left < 0) return ingredient
  }
  return ingredients[ingredients.length - 1]
}

/** At most `length` + 1 ids, the last being only a target. */
function fillSequence(
  { name, draw, packs }: Ingredient,
  codec: TextCodec,
  length: number,
  chance: Rng,
): Sequence {
  const sequence: Sequence = { from: name, ids: [beginning], weights: [0] }
  for (;;) {
    const { ids, weights } = weigh(draw(chance), codec)
    const isFirst = sequence.ids.length === 1
    if (!isFirst && sequence.ids.length + ids.length > length + 1) return sequence
    for (let i = 0; i < ids.length && sequence.ids.length <= length; i++) {
      sequence.ids.push(ids[i])
      sequence.weights.push(weights[i])
    }
    if (isFirst && (packs === 'one' || sequence.ids.length > length)) return sequence
  }
}

/** The ids of an example and how much each counts as a target: what is asked for fully. */
function weigh({ text, asked, rest }: Example, codec: TextCodec) {
  const ids: number[] = []
  const weights: number[] = []
  const put = (from: number, to: number, weight: number) => {
    for (const id of codec.encode(text.subarray(from, to))) {
      ids.push(id)
      weights.push(weight)
    }
  }
  let at = 0
  for (const [from, to] of asked) {
    put(at, from, rest === 'language' ? 1 : weightOfChance)
    put(from, to, 1)
    at = to
  }
  put(at, text.length, rest === 'language' ? 1 : weightOfChance)
  return { ids, weights }
}

function pack(sequences: readonly Sequence[]): Batch {
  const offsets = new Int32Array(sequences.length + 1)
  sequences.forEach(({ ids }, s) => (offsets[s + 1] = offsets[s] + ids.length - 1))
  const provenance: Record<string, number> = {}
  for (const { from, ids } of sequences) provenance[from] = (provenance[from] ?? 0) + ids.length - 1
  return {
    ids: Int32Array.from(sequences.flatMap(({ ids }) => ids.slice(0, -1))),
    targets: Int32Array.from(sequences.flatMap(({ ids }) => ids.slice(1))),
    weights: Float32Array.from(sequences.flatMap(({ weights }) => weights.slice(1))),
    offsets,
    provenance,
  }
}

/** Sequences `from` up to `to` of a batch, as a batch. */
export function part(batch: Batch, from: number, to: number): Batch {
  const [first, last] = [batch.offsets[from], batch.offsets[to]]
  return {
    ids: batch.ids.subarray(first, last),
    targets: batch.targets.subarray(first, last),
    weights: batch.weights.subarray(first, last),
    offsets: batch.offsets.slice(from, to + 1).map((offset) => offset - first),
    provenance: batch.provenance,
  }
}
