import { pick, type Rng, rng, shuffled } from '../rng.ts'
import { type Task, writer } from './task.ts'

/** The states of the chain; three of them are triggers. */
const states = 'ABCDEFGHIJKLMNOP'
const triggers = '#$%'

/** How often a trigger follows, where one may. */
const triggerShare = 0.1

/**
 * Bigram-backcopy (2410.13835): letters of a Markov chain, among them triggers; after a trigger the
 * letter before it comes again, whatever the chain says. A head that copies must do nothing elsewhere,
 * and rests its attention on the beginning: this is what makes attention sinks in a small model.
 */
export const backcopy: Task<{ length: number }> = {
  name: 'backcopy',
  grid: [32, 64, 96].map((length) => ({ length })),
  sample({ length }, chance) {
    const { say, ask, done } = writer('language')
    let letter = pick(states, chance)
    say(letter)
    for (let count = 1; count < length - 2; count++) {
      if (chance.f() < triggerShare) {
        say(pick(triggers, chance))
        ask(letter)
        count++
      }
      letter = follow(letter, chance)
      say(letter)
    }
    say(pick(triggers, chance))
    ask(letter)
    return done()
  },
  oracle: (prompt) => prompt.slice(-2, -1),
  floor: () => 1 / states.length,
}

/**
 * Each letter is followed by one of four, with shares ½, ¼, ⅛ and ⅛, the same in every run. The four
 * are shuffles of the states, so that in the long run all letters are equally frequent.
 */
const followers = [1, 2, 3, 4].map((i) => shuffled(states.length, rng(`backcopy/${i}`)))

function follow(letter: string, chance: Rng): string {
  const draw = chance.f()
  const rank = draw < 0.5 ? 0 : draw < 0.75 ? 1 : draw < 0.875 ? 2 : 3
  return states.charAt(followers[rank][states.indexOf(letter)])
}
