import type { Kernels } from '../kernels/kernels.ts'
import { metered } from '../kernels/metered.ts'
import type { Mat } from '../mat.ts'
import { meter } from '../meter.ts'
import { rng } from '../rng.ts'
import { hydragen, leavesOf, linesOf, separately, type Shared } from './hydragen.ts'

/** What is shared at each level: so many branches a node, each so long. */
export type Levels = readonly { readonly branches: number; readonly length: number }[]

/** A tree of chance. Scratch: call it in a scope. */
export function treeOf(k: Kernels, levels: Levels, d: number, seed: string): Shared {
  const [{ length }, ...below] = levels
  const drawn = (name: string): Mat => {
    const chance = rng(`${seed}/${name}`)
    const m = k.memory.scratch(length, d)
    for (let i = 0; i < length * d; i++) m.data[i] = chance.normal()
    return m
  }
  const stretch = { keys: drawn('keys'), values: drawn('values') }
  if (below.length === 0) return stretch
  const branches = Array.from({ length: below[0].branches }, (_, i) =>
    treeOf(k, below, d, `${seed}/${i}`),
  )
  return { ...stretch, branches }
}

/** How far sharing is from not sharing, what each reads in bytes, and how long a step takes, in ms. */
export function sharing(
  k: Kernels,
  levels: Levels,
  d: number,
  seed: string,
): { apart: number; bytes: number; bytesAlone: number; ms: number; msAlone: number } {
  return k.memory.scope(() => {
    const tree = treeOf(k, levels, d, seed)
    const count = leavesOf(tree)
    const chance = rng(`${seed}/queries`)
    const make = () => k.memory.scratch(count, d)
    const [queries, together, alone] = [make(), make(), make()]
    for (let i = 0; i < count * d; i++) queries.data[i] = chance.normal()
    const lines = linesOf(k, tree)
    const [shared, unshared] = [meter(), meter()]
    hydragen(metered(k, shared), queries, tree, together)
    separately(metered(k, unshared), queries, lines, alone)
    return {
      apart: together.data.reduce((most, x, i) => Math.max(most, Math.abs(x - alone.data[i])), 0),
      bytes: shared.bytesRead,
      bytesAlone: unshared.bytesRead,
      ms: quickest(() => hydragen(k, queries, tree, together)),
      msAlone: quickest(() => separately(k, queries, lines, alone)),
    }
  })
}

/** The least of three measurements, each of enough rounds for a browser's coarse clock, in ms a round. */
function quickest(body: () => void): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now()
    let rounds = 0
    while (performance.now() - start < 4) {
      body()
      rounds++
    }
    return (performance.now() - start) / rounds
  })
  return Math.min(...times)
}
