import { statSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { plain } from './words.ts'

/**
 * How the words of titles and the names of authors are written here, to tell what a reader meant who
 * mistyped one. Words are looked up by what is left of them when a letter or two are missing
 * (Garbe, “1000x faster spelling correction”, 2012): all words at one edit, and nearly all at two.
 */
export type Spellings = {
  /** In how many titles and lists of authors a word stands; 0 below three. */
  count(word: string): number
  /** The words that begin so, the most written first. */
  startingWith(prefix: string, count: number): string[]
  /** The word that was most likely meant by one that is not known. */
  instead(word: string): Spelling | undefined
}

export type Spelling = { readonly word: string; readonly count: number }

export type GrowingSpellings = {
  readonly size: number
  /** Counts the words of a title and of names. */
  add(text: string): void
  save(): Promise<void>
}

/** A word is known from so many papers on, and looked up by a second missing letter from so many on. */
const known = { atAll: 3, well: 20 }

/** How many words can be looked up, and how many are counted, at most. */
const most = { known: 150_000, counted: 700_000 }

/** Words shorter than this are not corrected: too many others are near them. */
export const shortest = 4

const nameOf = (place: string) => join(place, 'spellings')

export const writtenWords = (text: string): readonly string[] =>
  plain(text).match(/\p{L}{2,30}/gu) ?? []

/** The spellings in the folder of a build, to be added to. */
export async function growSpellings(place: string): Promise<GrowingSpellings> {
  const counts = new Map<string, number>()
  const before = await readFile(`${nameOf(place)}.counts`, 'utf8').catch(() => '')
  for (const line of before.split('\n')) {
    const [word = '', count] = line.split(' ')
    if (word !== '') counts.set(word, Number(count))
  }
  return {
    get size() {
      return counts.size
    },
    add(text) {
      for (const word of writtenWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1)
    },
    async save() {
      if (counts.size > most.counted) {
        for (const [word, count] of counts) if (count === 1) counts.delete(word)
      }
      const lines = [...counts].map(([word, count]) => `${word} ${count}`)
      await replace(`${nameOf(place)}.counts`, lines.join('\n'))
      await replace(nameOf(place), packed(counts))
    },
  }
}

async function replace(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${file}.new`, content)
  await rename(`${file}.new`, file)
}

/**
 * The words with their counts and, sorted, the hashes of what is left of them, in one file that can
 * be looked into as it is: the numbers of words and of hashes, the hashes, the word of each, the
 * counts, the numbers of the words in the order of the alphabet, and the words as text.
 */
function packed(counts: ReadonlyMap<string, number>): Uint8Array {
  const words = [...counts]
    .filter(([, count]) => count >= known.atAll)
    .toSorted((x, y) => y[1] - x[1])
    .slice(0, most.known)
  const keys: number[] = []
  for (const [i, [word, count]] of words.entries()) {
    for (const rest of shortened(word, count >= known.well ? 2 : 1)) {
      // A hash of 32 bits and a number of 18 fit the 53 of a float, which sort quickly.
      keys.push(hashOf(rest) * 2 ** 18 + i)
    }
  }
  const sorted = Float64Array.from(keys).toSorted()
  const text = Buffer.from(words.map(([word]) => word).join('\n'))
  const byAlphabet = [...words.keys()].toSorted((x, y) => (words[x]![0] < words[y]![0] ? -1 : 1))
  const numbers = new Uint32Array(2 + 2 * sorted.length + 2 * words.length)
  numbers.set([words.length, sorted.length])
  for (let i = 0; i < sorted.length; i++) {
    numbers[2 + i] = Math.floor(sorted[i]! / 2 ** 18)
    numbers[2 + sorted.length + i] = sorted[i]! % 2 ** 18
  }
  numbers.set(
    words.map(([, count]) => count),
    2 + 2 * sorted.length,
  )
  numbers.set(byAlphabet, 2 + 2 * sorted.length + words.length)
  return Buffer.concat([Buffer.from(numbers.buffer), text])
}

/** The spellings of a build, read anew when they were written anew. */
export function spellingsReader(): (place: string) => Promise<Spellings | undefined> {
  let read: { stamp: string; spellings: Promise<Spellings | undefined> } | undefined
  return (place) => {
    const written = statSync(nameOf(place), { throwIfNoEntry: false })
    const stamp = `${place} ${written?.mtimeMs} ${written?.ino}`
    // All who ask meanwhile wait for the one reading.
    if (read?.stamp !== stamp) read = { stamp, spellings: spellingsIn(place) }
    return read.spellings
  }
}

async function spellingsIn(place: string): Promise<Spellings | undefined> {
  const bytes = await readFile(nameOf(place)).catch(() => undefined)
  return bytes && opened(bytes)
}

/** Spellings as they were packed; `undefined` where the file is cut short. */
export function opened(bytes: Buffer): Spellings | undefined {
  if (bytes.length < 8) return undefined
  const [size, hashes] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4)]
  const begin = 4 * (2 + 2 * (hashes + size))
  if (bytes.length < begin) return undefined
  const numbers = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + begin))
  const rests = numbers.subarray(2, 2 + hashes)
  const wordOf = numbers.subarray(2 + hashes, 2 + 2 * hashes)
  const counts = numbers.subarray(2 + 2 * hashes, 2 + 2 * hashes + size)
  const byAlphabet = numbers.subarray(2 + 2 * hashes + size)
  const words = bytes.subarray(begin).toString().split('\n')
  if (words.length < size) return undefined
  const places = (rest: string) => equal(rests, hashOf(rest))

  /** The place in the alphabet of the first word that is not before another. */
  function firstFrom(word: string): number {
    let [low, high] = [0, size]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (words[byAlphabet[middle]!]! < word) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    count(word) {
      const [from, to] = places(word)
      for (let at = from; at < to; at++) {
        if (words[wordOf[at]!] === word) return counts[wordOf[at]!]!
      }
      return 0
    },
    startingWith(prefix, count) {
      const found: number[] = []
      for (let at = firstFrom(prefix); at < size; at++) {
        if (!words[byAlphabet[at]!]!.startsWith(prefix)) break
        found.push(byAlphabet[at]!)
      }
      // Words are numbered in the order of their counts.
      return found
        .toSorted((x, y) => x - y)
        .slice(0, count)
        .map((i) => words[i]!)
    },
    instead(word) {
      const allowed = word.length < shortest ? 0 : word.length < 7 ? 1 : 2
      let best: (Spelling & { merit: number }) | undefined
      const seen = new Set<number>()
      for (const rest of shortened(word, allowed)) {
        const [from, to] = places(rest)
        for (let at = from; at < to; at++) {
          const i = wordOf[at]!
          if (seen.has(i)) continue
          seen.add(i)
          const other = words[i]!
          const edits = distance(word, other, allowed)
          if (edits === 0 || edits > allowed) continue
          const merit =
            Math.log10(counts[i]!) - 2.5 * edits - (other.startsWith(word[0] ?? '') ? 0 : 1)
          if (!best || merit > best.merit) best = { word: other, count: counts[i]!, merit }
        }
      }
      return best && { word: best.word, count: best.count }
    },
  }
}

/** From where to where a number stands in a sorted list. */
function equal(list: Uint32Array, sought: number): [number, number] {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (list[middle]! < sought) low = middle + 1
    else high = middle
  }
  let end = low
  while (list[end] === sought) end++
  return [low, end]
}

/** A word, and what is left of it without one or two letters. */
function shortened(word: string, missing: number): Set<string> {
  const rests = new Set([word])
  let last = [word]
  for (let n = 0; n < missing; n++) {
    const shorter = new Set<string>()
    for (const rest of last) {
      for (let i = 0; i < rest.length; i++) shorter.add(rest.slice(0, i) + rest.slice(i + 1))
    }
    for (const rest of shorter) rests.add(rest)
    last = [...shorter]
  }
  return rests
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/**
 * How many letters must be put in, left out, changed or exchanged with their neighbour to make one
 * word of another (Damerau, 1964, each place once); any number above `most` may stand for more.
 */
export function distance(one: string, other: string, limit = Infinity): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1
  let [before, last] = [[] as number[], Array.from({ length: other.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1)
      }
      row.push(least)
    }
    ;[before, last] = [last, row]
  }
  return last[other.length]!
}
