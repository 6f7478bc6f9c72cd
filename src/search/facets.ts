import { isCategory } from '#paper'
import type { Facts } from './facts.ts'

/** How many of the papers that were found are of one kind, and the demand that keeps these alone. */
export type Facet = { readonly value: string; readonly demand: string; readonly count: number }

/** What papers that were found can be narrowed by. A kind that all of them share narrows nothing and is left out. */
export type Facets = {
  /** How many papers were counted, the best first. */
  readonly of: number
  readonly years: readonly Facet[]
  readonly categories: readonly Facet[]
  readonly sources: readonly Facet[]
  readonly code: readonly Facet[]
}

/** How many kinds are named of each. */
const most = { years: 12, categories: 12 }

export function facetsOf(papers: readonly Facts[]): Facets {
  const of = papers.length
  const counted = (
    kindsOf: (paper: Facts) => readonly string[],
    demand: (kind: string) => string,
  ) => {
    const counts = new Map<string, number>()
    for (const paper of papers) {
      for (const kind of new Set(kindsOf(paper))) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
    return [...counts]
      .filter(([, count]) => count < of)
      .map(([value, count]): Facet => ({ value, demand: demand(value), count }))
      .toSorted((x, y) => y.count - x.count || (x.value < y.value ? -1 : 1))
  }
  return {
    of,
    years: counted(
      ({ year }) => (/^\d{4}$/.test(year) ? [year] : []),
      (year) => `on:${year}`,
    )
      .toSorted((x, y) => (x.value < y.value ? 1 : -1))
      .slice(0, most.years),
    categories: counted(
      ({ categories }) => categories.filter(isCategory),
      (code) => `cat:${code}`,
    ).slice(0, most.categories),
    sources: counted(
      ({ source }) => [source],
      (source) => `source:${source}`,
    ),
    code: counted(
      (paper) => (paper.hasCode ? ['code'] : []),
      () => 'has:code',
    ),
  }
}
