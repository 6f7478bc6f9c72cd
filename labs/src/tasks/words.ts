import { pick, type Rng } from '../rng.ts'

const onsets = [
  'b',
  'd',
  'f',
  'g',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
  'z',
  'br',
  'tr',
  'st',
]
const vowels = ['a', 'e', 'i', 'o', 'u']
const codas = ['', '', '', 'n', 'r', 'l', 's', 'x']

/** A name that nobody has: two or three syllables, the first letter a capital. */
export function coinedName(chance: Rng): string {
  const syllables = Array.from(
    { length: 2 + chance.below(2) },
    () => pick(onsets, chance) + pick(vowels, chance) + pick(codas, chance),
  ).join('')
  return syllables.charAt(0).toUpperCase() + syllables.slice(1)
}

/** A figure with one place after the point, from 10 to 99.9. */
export const figure = (chance: Rng): string => (10 + chance.below(900) / 10).toFixed(1)
