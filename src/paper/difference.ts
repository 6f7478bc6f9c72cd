/** A stretch of words that two texts share, or that one of them has alone. */
export type Stretch = { readonly kind: 'same' | 'gone' | 'come'; readonly text: string }

/** More words than this are not compared one by one; no abstract has them. */
const most = 4000

/**
 * What became of a text, word by word: the shortest way from the one to the other, by Myers’ greedy
 * algorithm (“An O(ND) Difference Algorithm and Its Variations”, 1986). A formula is one word, so that
 * every stretch can be shown by itself. Joined by spaces, all but what came is the old text.
 */
export function difference(old: string, now: string): Stretch[] {
  const [before, after] = [wordsIn(old), wordsIn(now)]
  if (before.length > most || after.length > most) return whole(old, now)
  const steps = path(before, after)
  if (!steps) return whole(old, now)
  const stretches: { kind: Stretch['kind']; words: string[] }[] = []
  for (const { kind, word } of steps) {
    const last = stretches.at(-1)
    if (last?.kind === kind) last.words.push(word)
    else stretches.push({ kind, words: [word] })
  }
  return stretches.map(({ kind, words }) => ({ kind, text: words.join(' ') }))
}

/** Words, each formula in one with what stands next to it. */
const wordsIn = (text: string): string[] =>
  text.match(/(?:\\\([^]*?\\\)|\\\S|\$\$[^$]*\$\$|\$(?:\\.|[^$\\])*\$|\S)+/g) ?? []

const whole = (old: string, now: string): Stretch[] =>
  old === now
    ? [{ kind: 'same', text: now }]
    : [
        ...(old ? [{ kind: 'gone', text: old } as const] : []),
        ...(now ? [{ kind: 'come', text: now } as const] : []),
      ]

type Step = { readonly kind: Stretch['kind']; readonly word: string }

/** Texts that share less than this way's length allows are two texts, and are shown as such. */
const longestWay = 1200

function path(before: readonly string[], after: readonly string[]): Step[] | undefined {
  const limit = Math.min(before.length + after.length, longestWay)
  const furthest = new Map<number, number>([[1, 0]])
  const trace: Map<number, number>[] = []
  for (let d = 0; d <= limit; d++) {
    trace.push(new Map(furthest))
    for (let k = -d; k <= d; k += 2) {
      let x = downwards(furthest, k, d)
        ? (furthest.get(k + 1) ?? 0)
        : (furthest.get(k - 1) ?? 0) + 1
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++
      furthest.set(k, x)
      if (x >= before.length && x - k >= after.length) return backtrack(trace, before, after)
    }
  }
  return undefined
}

/** Whether the way on a diagonal comes from the one above: by a word that came. */
const downwards = (furthest: ReadonlyMap<number, number>, k: number, d: number): boolean =>
  k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1))

function backtrack(
  trace: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): Step[] {
  const steps: Step[] = []
  let [x, y] = [before.length, after.length]
  for (let d = trace.length - 1; d >= 0; d--) {
    const furthest = trace[d] ?? new Map<number, number>()
    const k = x - y
    const came = downwards(furthest, k, d)
    const fromX = furthest.get(came ? k + 1 : k - 1) ?? 0
    const fromY = fromX - (came ? k + 1 : k - 1)
    while (x > fromX && y > fromY) {
      steps.push({ kind: 'same', word: before[--x] ?? '' })
      y--
    }
    if (d === 0) break
    if (came) steps.push({ kind: 'come', word: after[--y] ?? '' })
    else steps.push({ kind: 'gone', word: before[--x] ?? '' })
  }
  return steps.toReversed()
}
