import type { Rng } from '../rng.ts'
import type { TokenTree } from '../session/tree.ts'

/** Shares of every token, which sum to 1. */
export type Shares = Float64Array

/** Guesses that were drawn by chance, with the shares they were drawn from. */
export type DrawnTree = TokenTree & {
  /** What the children of the root (0) and of node i (i + 1) were drawn from, in the order of drawing. */
  readonly from: readonly Shares[]
}

/** Draws guesses for a place from a cheap model's shares. */
export type TreeDrawer = {
  readonly name: string
  /** So many tokens, the first drawn first. */
  draw(q: Shares, count: number, chance: Rng): number[]
}

/** Decides which guesses become text, so that the text is as if the target had written it. */
export type Verifier = {
  readonly name: string
  readonly lossless: boolean
  /**
   * One place: of children that were drawn from q, in their order, the one that becomes text; or none, and
   * then the token that stands in its place. p is what the target says.
   */
  choose(p: Shares, q: Shares, children: readonly number[], chance: Rng): Choice
}

export type Choice = { readonly child: number } | { readonly instead: number }

/** Guesses down to a depth: `widths[i]` children for each node of depth i. */
export function drawTree(
  drawer: TreeDrawer,
  widths: readonly number[],
  sharesAfter: (path: readonly number[]) => Shares,
  chance: Rng,
): DrawnTree {
  const tokens: number[] = []
  const parent: number[] = []
  const from: Shares[] = []
  type Place = { at: number; path: readonly number[] }
  let level: Place[] = [{ at: -1, path: [] }]
  from[0] = sharesAfter([])
  for (const width of widths) {
    const next: Place[] = []
    for (const { at, path } of level) {
      for (const token of drawer.draw(from[at + 1], width, chance)) {
        const own = tokens.push(token) - 1
        parent.push(at)
        const longer = [...path, token]
        from[own + 1] = sharesAfter(longer)
        next.push({ at: own, path: longer })
      }
    }
    level = next
  }
  return { tokens: Int32Array.from(tokens), parent: Int32Array.from(parent), from }
}

/** Walks down a tree: the tokens that become text, the last of them not guessed. */
export function verify(
  verifier: Verifier,
  tree: DrawnTree,
  targetAfter: (path: readonly number[]) => Shares,
  chance: Rng,
): number[] {
  const path: number[] = []
  for (let at = -1; ;) {
    const nodes = [...tree.parent.keys()].filter((i) => tree.parent[i] === at)
    const children = nodes.map((i) => tree.tokens[i])
    const p = targetAfter(path)
    const choice = verifier.choose(p, tree.from[at + 1], children, chance)
    if ('instead' in choice) return [...path, choice.instead]
    path.push(children[choice.child])
    at = nodes[choice.child]
  }
}

/** A token drawn with shares. */
export function drawFrom(shares: Shares, chance: Rng): number {
  let left = chance.f() * shares.reduce((a, b) => a + b, 0)
  let last = 0
  for (let id = 0; id < shares.length; id++) {
    if (shares[id] <= 0) continue
    left -= shares[id]
    last = id
    if (left < 0) return id
  }
  return last
}

/** Shares that sum to 1; as they are where nothing is left. */
export function normalised(shares: Shares): Shares {
  const sum = shares.reduce((a, b) => a + b, 0)
  return sum > 0 ? shares.map((x) => x / sum) : shares
}
