import { textOf } from '../codec.ts'
import { pick, type Rng } from '../rng.ts'
import { word } from './recall.ts'
import { digits, letters, type Task, writer } from './task.ts'

export type NeedleSetting = {
  /** Bytes of hay. */
  readonly hay: number
  /** Where the needle lies: 0 at the beginning, 1 at the end. */
  readonly depth: number
}

const hayWords = [
  'the',
  'of',
  'we',
  'a',
  'in',
  'is',
  'to',
  'and',
  'for',
  'that',
  'show',
  'model',
  'data',
]

/**
 * Single needle (2411.05000): one `key=value` among words that say nothing, asked for at the end.
 */
export const needle: Task<NeedleSetting> = {
  name: 'needle',
  grid: [40, 90].flatMap((hay) => [0, 0.5, 1].map((depth) => ({ hay, depth }))),
  sample({ hay, depth }, chance) {
    const [key, value] = [word(letters, 1, chance).toUpperCase(), word(digits, 1, chance)]
    const before = Math.round(depth * hay)
    const { say, ask, done } = writer('chance')
    say(straw(before, chance))
    say(`${key}=${value} `)
    say(straw(hay - before, chance))
    say(`?${key}=`)
    ask(value)
    return done()
  },
  oracle(prompt) {
    const value = textOf(prompt).match(/[A-Z]=(\d)/)?.[1] ?? ''
    return Uint8Array.from(value, (c) => c.charCodeAt(0))
  },
  // The only digit in the text is the answer: so guessing is among digits.
  floor: () => 1 / digits.length,
}

/** About so many bytes of words, none cut, each followed by a space. */
function straw(bytes: number, chance: Rng): string {
  let text = ''
  while (text.length < bytes) text += `${pick(hayWords, chance)} `
  return text
}
