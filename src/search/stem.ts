/**
 * The stem of an English word in lower case, so that “training”, “trained” and “trains” are found by
 * each other: the five steps of Porter, “An algorithm for suffix stripping” (Program 14, 1980), with
 * the two departures that its author recommends (`-bli`, `-logi`). Words with anything but the
 * letters a to z in them are left as they are.
 */
export function stem(word: string): string {
  const known = remembered.get(word)
  if (known !== undefined) return known
  const found = word.length < 3 || /[^a-z]/.test(word) ? word : strip(word)
  // Text has few distinct words and many rare ones: forgetting all at times costs next to nothing.
  if (remembered.size > 200_000) remembered.clear()
  remembered.set(word, found)
  return found
}

const remembered = new Map<string, string>()

function strip(word: string): string {
  let w = word.startsWith('y') ? `Y${word.slice(1)}` : word
  w = plurals(w)
  w = pastAndProgress(w)
  if (w.endsWith('y') && hasVowel(w.slice(0, -1))) w = `${w.slice(0, -1)}i`
  w = swap(w, doubles, 0)
  w = swap(w, endings, 0)
  w = cut(w)
  if (w.endsWith('e')) {
    const rest = w.slice(0, -1)
    const m = measure(rest)
    if (m > 1 || (m === 1 && !shortSyllable(rest))) w = rest
  }
  if (w.endsWith('ll') && measure(w) > 1) w = w.slice(0, -1)
  return w.toLowerCase()
}

function plurals(w: string): string {
  if (w.endsWith('sses') || w.endsWith('ies')) return w.slice(0, -2)
  if (w.endsWith('s') && !w.endsWith('ss')) return w.slice(0, -1)
  return w
}

function pastAndProgress(w: string): string {
  if (w.endsWith('eed')) return measure(w.slice(0, -3)) > 0 ? w.slice(0, -1) : w
  const rest = w.endsWith('ed') ? w.slice(0, -2) : w.endsWith('ing') ? w.slice(0, -3) : undefined
  if (rest === undefined || !hasVowel(rest)) return w
  if (/(at|bl|iz)$/.test(rest)) return `${rest}e`
  if (/([^aeiou])\1$/.test(rest) && !/[lsz]$/.test(rest)) return rest.slice(0, -1)
  return measure(rest) === 1 && shortSyllable(rest) ? `${rest}e` : rest
}

/** Replaces the first ending that fits, where more than `least` measures stand before it. */
function swap(w: string, list: readonly (readonly [string, string])[], least: number): string {
  for (const [ending, instead] of list) {
    if (!w.endsWith(ending)) continue
    const rest = w.slice(0, -ending.length)
    return measure(rest) > least ? rest + instead : w
  }
  return w
}

function cut(w: string): string {
  for (const ending of removable) {
    if (!w.endsWith(ending)) continue
    const rest = w.slice(0, -ending.length)
    if (measure(rest) <= 1) return w
    return ending === 'ion' && !/[st]$/.test(rest) ? w : rest
  }
  return w
}

const doubles = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
] as const

const endings = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
] as const

// Longer endings stand before those that they end in.
const removable =
  'ement ance ence able ible ment ant ent ion ism ate iti ous ive ize al er ic ou'.split(' ')

const hasVowel = (w: string) => /[aeiou]|[^aeiou]y/.test(w)

/** How often a vowel group is followed by a consonant group: Porter's m. */
const measure = (w: string) =>
  w.match(/(?:[aeiou]|(?<=[^aeiou])y)+(?:[^aeiouy]|(?<![^aeiou])y)+/g)?.length ?? 0

/** Ends in consonant, vowel, consonant, the last of which is not w, x or y. */
const shortSyllable = (w: string) => /[^aeiou][aeiouy][^aeiouwxy]$/.test(w)
