import type { Kernels } from '../kernels/kernels.ts'
import { copy, type Mat, row, rowsOf } from '../mat.ts'
import type { Memory } from '../memory.ts'
import type { AngleTable } from '../model/positions.ts'

/**
 * The keys and values of one key-value head of one layer, slot by slot, in the order of their tokens.
 * Keys are kept as they were before rotation and turned when a position is known, so that a slot may
 * stand at any position; the turned ones are remembered beside them and belong to no budget.
 */
export type HeadCache = {
  /** How many slots are filled. */
  count: number
  /** (capacity, headWidth) each. */
  store: Store
  /** The index in the sequence of each slot's token. */
  tokens: Int32Array
  /** The position each slot's key was turned to last; −1 for none. */
  turnedAt: Int32Array
}

/** What forks share until one of them writes. */
type Store = { keys: Mat; values: Mat; turned: Mat; sharers: number }

/** Room that a cache starts with, in slots. */
const firstRoom = 32

/** An empty cache of keys of a width. */
export function openHead(memory: Memory, headWidth: number): HeadCache {
  return {
    count: 0,
    store: openStore(memory, firstRoom, headWidth),
    tokens: new Int32Array(firstRoom),
    turnedAt: new Int32Array(firstRoom).fill(-1),
  }
}

function openStore(memory: Memory, slots: number, headWidth: number): Store {
  const keep = () => memory.keep(slots, headWidth)
  return { keys: keep(), values: keep(), turned: keep(), sharers: 1 }
}

/** Adds a token's key and value in a new slot. */
export function append(
  memory: Memory,
  head: HeadCache,
  token: number,
  key: Float32Array,
  value: Float32Array,
): void {
  const capacity = head.store.keys.rows
  own(memory, head, head.count < capacity ? capacity : 2 * capacity)
  row(head.store.keys, head.count).set(key)
  row(head.store.values, head.count).set(value)
  head.tokens[head.count] = token
  head.turnedAt[head.count] = -1
  head.count++
}

/**
 * Drops slots (ascending) and closes the gaps. What is freed is overwritten with what is no number: who
 * reads an evicted slot gets a result that everybody notices.
 */
export function drop(memory: Memory, head: HeadCache, slots: ArrayLike<number>): void {
  if (slots.length === 0) return
  own(memory, head, head.store.keys.rows)
  const { keys, values, turned } = head.store
  let to = slots[0]
  for (let from = to, next = 0; from < head.count; from++) {
    if (next < slots.length && slots[next] === from) {
      next++
      continue
    }
    for (const m of [keys, values, turned]) row(m, to).set(row(m, from))
    head.tokens[to] = head.tokens[from]
    head.turnedAt[to] = head.turnedAt[from]
    to++
  }
  for (const m of [keys, values, turned]) {
    m.data.subarray(to * m.stride, head.count * m.stride).fill(NaN)
  }
  head.count = to
}

/** Keeps the first `count` slots only. */
export function truncate(memory: Memory, head: HeadCache, count: number): void {
  drop(
    memory,
    head,
    Array.from({ length: Math.max(0, head.count - count) }, (_, i) => count + i),
  )
}

/** A cache of the same contents; what one writes the other does not see. */
export function forkHead(head: HeadCache): HeadCache {
  head.store.sharers++
  return { ...head, tokens: head.tokens.slice(), turnedAt: head.turnedAt.slice() }
}

/** Gives the memory back, unless a fork still needs it. */
export function closeHead(memory: Memory, { store }: HeadCache): void {
  if (--store.sharers > 0) return
  for (const m of [store.keys, store.values, store.turned]) memory.release(m)
}

/**
 * The keys turned to their positions: slot `slots[i]` (or i) to `positions[i]`. The result is the whole
 * store; only the slots asked for are turned.
 */
export function turn(
  k: Kernels,
  head: HeadCache,
  table: AngleTable,
  positions: Int32Array,
  slots?: Int32Array,
): Mat {
  const stale: number[] = []
  for (let i = 0; i < positions.length; i++) {
    if (head.turnedAt[slots ? slots[i] : i] !== positions[i]) stale.push(i)
  }
  if (stale.length === 0) return head.store.turned
  const angles = table.upTo(positions.reduce((a, b) => Math.max(a, b)))
  own(k.memory, head, head.store.keys.rows)
  const { keys, turned } = head.store
  for (const [from, to] of neighbours(stale, slots)) {
    const first = slots ? slots[from] : from
    const some = [rowsOf(keys, first, first + to - from), rowsOf(turned, first, first + to - from)]
    k.rotate(some[0], positions.subarray(from, to), angles, some[1])
    for (let i = from; i < to; i++) head.turnedAt[first + i - from] = positions[i]
  }
  return turned
}

/** Runs of entries whose slots follow each other, so that each is turned in one call. */
function* neighbours(entries: number[], slots?: Int32Array): Generator<[number, number]> {
  const slot = (i: number) => (slots ? slots[i] : i)
  let from = entries[0]
  let to = from + 1
  for (const i of entries.slice(1)) {
    if (i === to && slot(i) === slot(to - 1) + 1) to++
    else {
      yield [from, to]
      from = i
      to = i + 1
    }
  }
  yield [from, to]
}

/** Makes sure that the store is this cache's alone and has room for so many slots. */
function own(memory: Memory, head: HeadCache, slots: number): void {
  const { store } = head
  if (store.sharers === 1 && store.keys.rows === slots) return
  const mine = openStore(memory, slots, store.keys.cols)
  for (const name of ['keys', 'values', 'turned'] as const) {
    copy(rowsOf(store[name], 0, head.count), mine[name])
  }
  closeHead(memory, head)
  head.store = mine
  if (head.tokens.length === slots) return
  const { tokens, turnedAt } = head
  head.tokens = new Int32Array(slots)
  head.tokens.set(tokens)
  head.turnedAt = new Int32Array(slots).fill(-1)
  head.turnedAt.set(turnedAt)
}
