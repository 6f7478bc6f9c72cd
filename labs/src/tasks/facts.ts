import { textOf } from '../codec.ts'
import { pick, rng } from '../rng.ts'
import { type Task, writer } from './task.ts'
import { coinedName } from './words.ts'

/** A fact that is planted in training: how often, relative to the rarest, is known. */
export type Fact = { readonly place: string; readonly keeper: string; readonly weight: number }

/** How often facts of each of four levels are told, relative to the rarest. */
export const levels = [1, 4, 16, 64]

/** 64 facts, 16 of each level, the same in every run. */
export const facts: readonly Fact[] = (() => {
  const chance = rng('facts')
  const places = new Set<string>()
  while (places.size < 64) places.add(coinedName(chance))
  return [...places].map((place, i) => ({
    place,
    keeper: coinedName(chance),
    weight: levels[i % levels.length],
  }))
})()

const deck = facts.flatMap((fact) => Array.from({ length: fact.weight }, () => fact))

/**
 * Closed-book questions: the answer stands nowhere in the prompt, it must have been learnt. What pruning,
 * unlearning and memory methods are judged by. `level` is how often a fact is told, as an index of
 * `levels`; −1 draws as training does.
 */
export const closedBook: Task<{ readonly level: number }> = {
  name: 'closed-book',
  grid: levels.map((_, level) => ({ level })),
  sample({ level }, chance) {
    const told = level < 0 ? deck : facts.filter(({ weight }) => weight === levels[level])
    const { place, keeper } = pick(told, chance)
    const { say, ask, done } = writer('language')
    say(`The keeper of ${place} is `)
    ask(`${keeper}.`)
    return done()
  },
  oracle(prompt) {
    const place = textOf(prompt).match(/of (\w+) is $/)?.[1]
    const keeper = facts.find((fact) => fact.place === place)?.keeper ?? ''
    return Uint8Array.from(`${keeper}.`, (c) => c.charCodeAt(0))
  },
  // One of the sixteen keepers of the level.
  floor: () => levels.length / facts.length,
}
