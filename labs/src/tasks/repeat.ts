import { word } from './recall.ts'
import { letters, type Task, writer } from './task.ts'

/** How much of the second copy stands there before the rest is asked for. */
const given = 2

/**
 * A random string twice: `qzkvm|qzkvm`, the second copy being asked for but for its first two letters.
 * What induction heads do (2209.11895).
 */
export const repeat: Task<{ length: number }> = {
  name: 'repeat',
  grid: [8, 16, 32].map((length) => ({ length })),
  sample({ length }, chance) {
    const string = word(letters, length, chance)
    const { say, ask, done } = writer('chance')
    say(`${string}|${string.slice(0, given)}`)
    ask(string.slice(given))
    return done()
  },
  oracle: (prompt) => prompt.slice(given, prompt.indexOf(0x7c)),
  floor: ({ length }) => letters.length ** -(length - given),
}
