import { shuffled } from '../rng.ts'
import { word } from './recall.ts'
import { letters, type Task, writer } from './task.ts'

/** How much of the second copy stands there before the rest is asked for. */
const given = 2

/**
 * A random string twice: `qzkvm|qzkvm`, the second copy being asked for but for its first two letters.
 * What induction heads do (2209.11895). Strings of up to 26 letters have no letter twice, so that one
 * letter says where to go on.
 */
export const repeat: Task<{ length: number }> = {
  name: 'repeat',
  grid: [8, 16, 32].map((length) => ({ length })),
  sample({ length }, chance) {
    const order = [...shuffled(letters.length, chance)]
    const string =
      length > letters.length
        ? word(letters, length, chance)
        : order
            .slice(0, length)
            .map((i) => letters.charAt(i))
            .join('')
    const { say, ask, done } = writer('chance')
    say(`${string}|${string.slice(0, given)}`)
    ask(string.slice(given))
    return done()
  },
  oracle: (prompt) => prompt.slice(given, prompt.indexOf(0x7c)),
  floor: ({ length }) => {
    // Whoever knows that no letter comes twice has fewer to choose from.
    const choices = Array.from({ length: length - given }, (_, i) => {
      return length > letters.length ? letters.length : letters.length - given - i
    })
    return choices.reduce((share, count) => share / count, 1)
  },
}
