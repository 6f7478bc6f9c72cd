import { fingerprint } from '../fingerprint.ts'
import type { Rng } from '../rng.ts'

/** Token ids. */
export type Ids = Int32Array

/** A text in which some spans are asked for: the last is the answer, what stands before it the prompt. */
export type Example = {
  readonly text: Uint8Array
  /** From and to of each span that follows from what stands before it, in order. */
  readonly asked: readonly (readonly [from: number, to: number])[]
  /** Whether the rest can be learnt too, or is chance and only there to be read. */
  readonly rest: 'language' | 'chance'
}

/** Something a model can be asked to do: a generator, a way to solve it and what guessing gets. */
export type Task<P> = {
  readonly name: string
  /** The settings at which it is measured. */
  readonly grid: readonly P[]
  /** An example; the same for the same source of chance, on every machine. */
  sample(setting: P, chance: Rng): Example
  /** The answer, worked out from the prompt alone. */
  oracle(prompt: Uint8Array): Uint8Array
  /** What share of answers a guesser gets who knows the setting and nothing else. */
  floor(setting: P): number
}

export const promptOf = ({ text, asked }: Example): Uint8Array =>
  text.subarray(0, asked.at(-1)?.[0])

export const answerOf = ({ text, asked }: Example): Uint8Array =>
  text.subarray(...(asked.at(-1) ?? []))

/** 1 for the right answer, 0 for another. */
export function score(example: Example, answer: Uint8Array): number {
  const right = answerOf(example)
  return right.length === answer.length && right.every((byte, i) => byte === answer[i]) ? 1 : 0
}

/**
 * Draws an example for one of two purposes that never share a text: one text in eight, chosen by its
 * fingerprint, is for testing and never trained on.
 */
export function draw<P>(
  task: Task<P>,
  setting: P,
  purpose: 'train' | 'test',
  chance: Rng,
): Example {
  for (;;) {
    const example = task.sample(setting, chance)
    const isHeldOut = Number.parseInt(fingerprint(example.text).slice(0, 2), 16) % 8 === 0
    if (isHeldOut === (purpose === 'test')) return example
  }
}

/** Builds an example piece by piece. */
export function writer(rest: Example['rest']): {
  say(text: string): void
  ask(text: string): void
  done(): Example
} {
  let text = ''
  const asked: [number, number][] = []
  return {
    say: (more) => void (text += more),
    ask(answer) {
      asked.push([text.length, text.length + answer.length])
      text += answer
    },
    // Tasks are written in ASCII, so that characters are bytes.
    done: () => ({ text: Uint8Array.from(text, (c) => c.charCodeAt(0)), asked, rest }),
  }
}

export const letters = 'abcdefghijklmnopqrstuvwxyz'
export const capitals = letters.toUpperCase()
export const digits = '0123456789'
