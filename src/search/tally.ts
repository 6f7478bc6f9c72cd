/** Numbers with how often each was met, in a few bytes a number: a library has a million terms. */
export type Tally = {
  /** How many different numbers there are. */
  readonly size: number
  count(number: number): number
  /** Adds one to each number of a list, once where it stands there twice. */
  addEach(numbers: Uint32Array): void
  /** Those that were met more often than `count`. */
  above(count: number): Tally
  entries(): Entries
}

type Entries = { readonly numbers: Uint32Array; readonly counts: Uint32Array }

/**
 * A tally, empty or of what is known already. A number stands in the first free place from the one
 * that its bits name (Knuth, “The Art of Computer Programming” 3, 6.4, linear probing); at least a
 * third of the places is free. A place that is free has a count of 0.
 */
export function openTally({ numbers, counts }: Entries = none): Tally {
  let size = 0
  let places = roomFor(numbers.length)
  for (let i = 0; i < numbers.length; i++) put(numbers[i]!, counts[i]!)
  let round = 0

  function placeOf(number: number): number {
    const mask = places.numbers.length - 1
    let at = number & mask
    while (places.counts[at] !== 0 && places.numbers[at] !== number) at = (at + 1) & mask
    return at
  }

  function put(number: number, count: number): number {
    const at = placeOf(number)
    if (places.counts[at] === 0) size++
    places.numbers[at] = number
    places.counts[at] = count
    return at
  }

  function grow(): void {
    const before = places
    places = roomFor(2 * size)
    size = 0
    for (let i = 0; i < before.numbers.length; i++) {
      if (before.counts[i] === 0) continue
      places.rounds[put(before.numbers[i]!, before.counts[i]!)] = before.rounds[i]!
    }
  }

  const tally: Tally = {
    get size() {
      return size
    },
    count: (number) => places.counts[placeOf(number)]!,
    addEach(list) {
      round++
      for (let i = 0; i < list.length; i++) {
        const number = list[i]!
        const at = placeOf(number)
        if (places.counts[at] !== 0 && places.rounds[at] === round) continue
        if (places.counts[at] === 0) {
          size++
          places.numbers[at] = number
        }
        places.counts[at]!++
        places.rounds[at] = round
        if (size * 3 > places.numbers.length * 2) grow()
      }
    },
    above(least) {
      const { numbers: all, counts: met } = tally.entries()
      const often = all.filter((_, i) => met[i]! > least)
      return openTally({ numbers: often, counts: met.filter((count) => count > least) })
    },
    entries() {
      const found = { numbers: new Uint32Array(size), counts: new Uint32Array(size) }
      let i = 0
      for (const [at, count] of places.counts.entries()) {
        if (count === 0) continue
        found.numbers[i] = places.numbers[at]!
        found.counts[i++] = count
      }
      return found
    },
  }
  return tally
}

const none: Entries = { numbers: new Uint32Array(), counts: new Uint32Array() }

/** Free places for so many numbers: a power of two. `rounds` says in which list one was met last. */
function roomFor(count: number) {
  const room = 2 ** Math.ceil(Math.log2(Math.max(1024, count * 1.5)))
  return {
    numbers: new Uint32Array(room),
    counts: new Uint32Array(room),
    rounds: new Uint32Array(room),
  }
}
