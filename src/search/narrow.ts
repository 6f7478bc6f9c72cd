import type { Day } from '#paper'
import { written } from './canonical.ts'
import type { Node } from './language.ts'
import type { Query } from './query.ts'
import { treeOf } from './tree.ts'

/** One demand of a query beside its words, and the query without it. */
export type Demand = {
  readonly text: string
  readonly without: string
}

/** A query taken apart for a page: what is looked for, and what narrows it. */
export type Narrowing = {
  readonly subject: string
  readonly demands: readonly Demand[]
  /** The first and the last day it asks for. */
  readonly from: Day | ''
  readonly to: Day | ''
}

/** The one way to write a query, its days and categories within it. */
export function canonicalOf(query: Query, tree = treeOf(query.text)): string {
  const { from, to, categories = [] } = query
  const within: Node[] = categories.length > 0 ? [either(categories)] : []
  if (from || to) within.push({ kind: 'days', from: from ?? '', to: to ?? '' })
  return written(all([...partsOf(tree), ...within]))
}

/** A query with one more demand; with `days` in it, those that it had are given up. */
export function narrowed(text: string, demand: string): string {
  const more = partsOf(treeOf(demand))
  const instead = more.some(({ kind }) => kind === 'days')
  const parts = partsOf(treeOf(text)).filter(({ kind }) => !instead || kind !== 'days')
  return written(all([...parts, ...more]))
}

export function narrowingOf(text: string): Narrowing {
  const parts = partsOf(treeOf(text))
  const days = parts.find((part) => part.kind === 'days')
  return {
    subject: written(all(parts.filter((part) => !narrows(part)))),
    demands: parts.filter(narrows).map((part) => ({
      text: written(part),
      without: written(all(parts.filter((other) => other !== part))),
    })),
    from: days?.from ?? '',
    to: days?.to ?? '',
  }
}

/** What a reader takes for a narrowing rather than for what is looked for. */
const narrows = ({ kind }: Node) =>
  kind === 'category' || kind === 'days' || kind === 'has' || kind === 'source'

const partsOf = (tree: Node | undefined): readonly Node[] =>
  tree?.kind === 'and' ? tree.of : tree ? [tree] : []

const all = (parts: readonly Node[]): Node | undefined =>
  parts.length > 1 ? { kind: 'and', of: parts } : parts[0]

function either(categories: readonly string[]): Node {
  const of = categories.map((text): Node => ({ kind: 'category', text }))
  return of.length > 1 ? { kind: 'or', of } : of[0]!
}
