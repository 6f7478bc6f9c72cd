import type { Kernels } from '../kernels/kernels.ts'
import { type Mat, row, rowsOf } from '../mat.ts'
import { blocks, headOf } from '../model/attention.ts'
import type { AngleTable } from '../model/positions.ts'
import type { ModelSpec } from '../model/spec.ts'
import { append, type HeadCache, turn } from './cache.ts'
import { forHead, type HeadWeights, type PerHead, type Selection } from './policy.ts'
import { lineage, type TokenTree } from './tree.ts'

/** What attention needs to know besides its numbers. */
export type Place = {
  readonly k: Kernels
  readonly spec: ModelSpec
  readonly angles: AngleTable
}

/** Adds rows of keys and values, (n, kvHeads · headWidth), as slots of tokens first, first + 1, …. */
export function appendRows(
  { k, spec }: Place,
  heads: readonly HeadCache[],
  keys: Mat,
  values: Mat,
  token: (row: number) => number,
): void {
  heads.forEach((head, h) => {
    const [some, others] = [headOf(keys, h, spec.headWidth), headOf(values, h, spec.headWidth)]
    for (let i = 0; i < keys.rows; i++)
      append(k.memory, head, token(i), row(some, i), row(others, i))
  })
}

/**
 * Causal attention of many queries over everything in the cache, at true positions; the last keys there
 * are the queries' own. q is (n, heads · headWidth), not rotated, and is overwritten.
 */
export function attendAll(place: Place, heads: readonly HeadCache[], q: Mat, mixed: Mat): void {
  const { k, spec, angles } = place
  const n = q.rows
  const first = heads[0].count - n
  const positions = heads[0].tokens.slice(first, heads[0].count)
  k.rotate(q, positions, angles.upTo(positions[n - 1]), q)
  const scale = 1 / Math.sqrt(spec.headWidth)
  heads.forEach((head, h) => {
    const keys = turn(k, head, angles, head.tokens.subarray(0, head.count))
    for (const query of queriesOf(spec, h)) {
      const [asks, out] = [headOf(q, query, spec.headWidth), headOf(mixed, query, spec.headWidth)]
      for (const [from, to] of blocks(n)) {
        k.memory.scope(() => {
          const seen = first + to
          const shares = k.memory.scratch(to - from, seen)
          k.gemm('nt', rowsOf(asks, from, to), rowsOf(keys, 0, seen), shares)
          k.softmax(shares, { scale, sees: { from: first + from + 1 } })
          k.gemm('nn', shares, rowsOf(head.store.values, 0, seen), rowsOf(out, from, to))
        })
      }
    }
  })
}

/**
 * The weights of the last `window` of many queries, as `attendAll` gave them: for each query head
 * (window, slots), in scratch. q is rotated already.
 */
export function windowWeights(
  { k, spec, angles }: Place,
  heads: readonly HeadCache[],
  q: Mat,
  window: number,
): Mat[] {
  const last = rowsOf(q, Math.max(0, q.rows - window), q.rows)
  const scale = 1 / Math.sqrt(spec.headWidth)
  return heads.flatMap((head, h) => {
    const keys = rowsOf(turn(k, head, angles, head.tokens.subarray(0, head.count)), 0, head.count)
    return queriesOf(spec, h).map((query) => {
      const shares = k.memory.scratch(last.rows, head.count)
      k.gemm('nt', headOf(last, query, spec.headWidth), keys, shares)
      k.softmax(shares, { scale, sees: { from: head.count - last.rows + 1 } })
      return shares
    })
  })
}

/**
 * Attention of one query, the newest slot's, over what a selection names. q is (1, heads · headWidth),
 * not rotated. Returns the weights.
 */
export function attendOne(
  place: Place,
  heads: readonly HeadCache[],
  q: Mat,
  mixed: Mat,
  selection: Selection,
): HeadWeights {
  const rows = heads.flatMap((head, h) => {
    const slots = selection.slots && forHead(selection.slots, h)
    const positions = positionsOf(head, selection, slots)
    return attendHead(place, head, h, q, mixed, { positions, ...(slots && { slots }) })
  })
  return { slots: selection.slots, rows }
}

/**
 * Attention of every node of a tree over what its selection names and over its own ancestors, whose
 * slots begin at `base`. q is (nodes, heads · headWidth), not rotated.
 */
export function attendTree(
  place: Place,
  heads: readonly HeadCache[],
  q: Mat,
  mixed: Mat,
  { tree, base, select }: { tree: TokenTree; base: number[]; select(node: number): Selection },
): void {
  for (let node = 0; node < tree.tokens.length; node++) {
    const selection = select(node)
    const line = lineage(tree, node)
    heads.forEach((head, h) => {
      const chosen = selection.slots ? forHead(selection.slots, h) : upTo(base[h])
      const slots = Int32Array.from([...chosen, ...line.map((i) => base[h] + i)])
      const positions = positionsOf(head, selection, slots)
      const asks = { positions, slots }
      attendHead(place, head, h, rowsOf(q, node, node + 1), rowsOf(mixed, node, node + 1), asks)
    })
  }
}

/** The query heads of one key-value head, over slots at positions, the last being the query's own. */
function attendHead(
  { k, spec, angles }: Place,
  head: HeadCache,
  h: number,
  q: Mat,
  mixed: Mat,
  { positions, slots }: { positions: Int32Array; slots?: Int32Array },
): Float32Array[] {
  const group = spec.heads / spec.kvHeads
  const n = positions.length
  return k.memory.scope(() => {
    const keys = turn(k, head, angles, positions, slots)
    const asks = k.memory.scratch(group, spec.headWidth)
    const out = k.memory.scratch(group, spec.headWidth)
    const weights = k.memory.scratch(group, n)
    const from = h * group * spec.headWidth
    asks.data.set(q.data.subarray(from, from + asks.data.length))
    const at = new Int32Array(group).fill(positions[n - 1])
    k.rotate(asks, at, angles.upTo(positions[n - 1]), asks)
    const how = { scale: 1 / Math.sqrt(spec.headWidth), ...(slots && { slots }) }
    k.attend(asks, keys, head.store.values, out, weights, how)
    mixed.data.set(out.data, from)
    return Array.from({ length: group }, (_, i) => row(weights, i).slice())
  })
}

/** Where the selected slots stand. */
function positionsOf(head: HeadCache, selection: Selection, slots?: Int32Array): Int32Array {
  const { positions } = selection
  if (positions === 'in-cache') return upTo(slots?.length ?? head.count)
  const tokens = slots ? slots.map((slot) => head.tokens[slot]) : head.tokens.slice(0, head.count)
  return positions === 'true' ? tokens : positions(tokens)
}

const upTo = (n: number) => Int32Array.from({ length: n }, (_, i) => i)

const queriesOf = ({ heads, kvHeads }: ModelSpec, h: number) =>
  Array.from({ length: heads / kvHeads }, (_, i) => (h * heads) / kvHeads + i)

/** Slots of every head. */
export const slotsOf = (answer: PerHead<ArrayLike<number>>, heads: number): ArrayLike<number>[] =>
  Array.from({ length: heads }, (_, h) => forHead(answer, h))
