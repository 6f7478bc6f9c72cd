import { pick, type Rng, shuffled } from '../rng.ts'
import { textOf } from '../codec.ts'
import { capitals, letters, type Task, writer } from './task.ts'

export type RecallSetting = {
  readonly pairs: number
  /** How many of the pairs are asked for; the last question is the one that counts. */
  readonly questions: number
  /** Letters of a key and of a value. */
  readonly keyLength: number
  readonly valueLength: number
}

/**
 * Multi-query associative recall (2312.04927) in text: `kQ cM … ?cM kQ`,
 * lower-case keys and upper-case values. Every key is different;
 * values may repeat.
 */
export const recall: Task<RecallSetting> = {
  name: 'recall',
  grid: [2, 4, 8, 12].map((pairs) => ({ pairs, questions: 1, keyLength: 1, valueLength: 2 })),
  sample({ pairs, questions, keyLength, valueLength }, chance) {
    const keys = distinctKeys(pairs, keyLength, chance)
    const values = keys.map(() => word(capitals, valueLength, chance))
    const { say, ask, done } = writer('chance')
    keys.forEach((key, i) => say(`${key}${values[i]} `))
    say('?')
    for (const i of shuffled(pairs, chance).subarray(0, questions)) {
      say(keys[i])
      ask(values[i])
      say(' ')
    }
    return done()
  },
  oracle(prompt) {
    const text = textOf(prompt)
    const key = text.slice(Math.max(text.lastIndexOf('?'), text.lastIndexOf(' ')) + 1)
    const value = text.match(new RegExp(`\\b${key}([A-Z]+)`))?.[1] ?? ''
    return Uint8Array.from(value, (c) => c.charCodeAt(0))
  },
  // Whoever picks one of the values in the prompt is right for its own pair, and by luck for others.
  floor: ({ pairs, valueLength }) => 1 / pairs + (1 - 1 / pairs) / capitals.length ** valueLength,
}

function distinctKeys(count: number, length: number, chance: Rng): string[] {
  const keys = new Set<string>()
  while (keys.size < count) keys.add(word(letters, length, chance))
  return [...keys]
}

/** Letters drawn from an alphabet. */
export const word = (from: string, length: number, chance: Rng): string =>
  Array.from({ length }, () => pick(from, chance)).join('')
