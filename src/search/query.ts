import { DomainError } from '#domain-error'
import { type Day, isDay, type PaperId, understand } from '#paper'
import { dayNumber } from './index-rows.ts'
import { quoted } from './lance.ts'
import type { Node } from './language.ts'
import { canonicalOf } from './narrow.ts'
import { allOf, asFilter, isFilter } from './plan.ts'
import { nonePicked } from './picked.ts'
import { treeOf } from './tree.ts'
import { isStopWord, nameTerms, plain, termsOf } from './words.ts'

/** What somebody looks for. Any text is a query; its language is described in docs/search.md. */
export type Query = {
  readonly text: string
  /** The first and the last day on which a hit may be listed. */
  readonly from?: Day
  readonly to?: Day
  /** A hit has one of these; `cs` stands for all of `cs.…`. */
  readonly categories?: readonly string[]
  readonly skip?: number
  readonly count?: number
  readonly sort?: Sort
  /** Also show what is but loosely related. */
  readonly loose?: boolean
  /** `papers`: as a page lists them, a paper that is there twice folded into one, with facets. */
  readonly as?: 'hits' | 'papers'
  /** Search for the words as they were typed, however they are spelled. */
  readonly exactly?: boolean
  /** A list that was given out before, to turn its pages: `Found.list`. */
  readonly list?: string | undefined
}

export type Sort = 'relevance' | 'date' | 'trending'

/** A query understood. */
export type Reading = {
  /** What was typed, without what cannot be read. */
  readonly text: string
  readonly canonical: string
  /** What a paper must fulfil that no filter can say: phrases, fields, what is to be left out. */
  readonly must: Node | undefined
  /** The words of the query as they were typed, without those to be left out. */
  readonly words: readonly string[]
  /** The terms of the bare words. A paper should have them all. */
  readonly bare: readonly string[]
  /** The terms by which papers are ranked: those of all words that are not left out. */
  readonly terms: readonly string[]
  /** The same words as they may stand in a name, by term. */
  readonly spelled: ReadonlyMap<string, string>
  /** What is to be understood by its meaning. */
  readonly meaning: string
  /** Papers whose like is wanted. */
  readonly like: readonly PaperId[]
  /** A filter of Lance's, for days, categories and the like; empty for none. */
  readonly filter: string
  readonly notes: readonly string[]
}

const longest = 2000
const mostTerms = 128

export function readQuery(query: Query, picked: ReadonlySet<PaperId> = nonePicked): Reading {
  const notes: string[] = []
  const all = query.text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
  const text = all.slice(0, longest)
  if (all.length > longest) notes.push(`Only the first ${longest} characters were searched for.`)

  const tree = treeOf(text, notes)
  const parts = tree?.kind === 'and' ? tree.of : tree ? [tree] : []
  const bareParts = parts.filter(isBare)
  const demands = parts
    .filter((part) => !isBare(part) && part.kind !== 'meaning')
    .map((part) => withPicks(part, picked))
  const rest = demands.filter((part) => !isFilter(part))
  const wanted = leaves(tree)
  const words = wanted.flatMap((leaf) => (leaf.kind === 'word' ? [leaf.text] : []))
  const meant = wanted.flatMap((leaf) => (leaf.kind === 'meaning' ? [leaf.text] : []))
  const like = meant.flatMap((part) => understand(part) ?? [])

  const terms = termsOf(words.join(' ')).map((term) => term.slice(0, 100))
  const kept = new Set([...new Set(terms)].slice(0, mostTerms))
  if (new Set(terms).size > kept.size) {
    notes.push(`Only the first ${mostTerms} words were searched for.`)
  }
  const bare = new Set(
    bareParts.flatMap((word) => termsOf(word.text)).filter((term) => kept.has(term)),
  )
  if (wanted.length > 0 && demands.length === 0 && terms.length === 0 && meant.length === 0) {
    notes.push(tooCommon(words.join(' ')))
  }
  return {
    text,
    canonical: canonicalOf(query, tree),
    must: rest.length > 1 ? { kind: 'and', of: rest } : rest[0],
    words,
    bare: [...bare],
    terms: terms.filter((term) => kept.has(term)),
    spelled: spellings(words),
    meaning: [...words, ...meant.filter((part) => !understand(part))].join(' '),
    like,
    filter: allOf([filterOf(query), ...demands.filter(isFilter).map(asFilter)]),
    notes,
  }
}

type Word = Node & { kind: 'word' }

const isBare = (node: Node): node is Word =>
  node.kind === 'word' && node.field === 'any' && !node.phrase

/** A tree in which `is:picked` names the papers that are. */
function withPicks(node: Node, picked: ReadonlySet<PaperId>): Node {
  if (node.kind === 'not') return { kind: 'not', of: withPicks(node.of, picked) }
  if (node.kind === 'and' || node.kind === 'or') {
    return { kind: node.kind, of: node.of.map((part) => withPicks(part, picked)) }
  }
  return node.kind === 'has' && node.what === 'pick' ? { kind: 'among', papers: picked } : node
}

/** The parts of a tree that a paper is to have, without those to be left out. */
function leaves(tree: Node | undefined): Node[] {
  if (!tree || tree.kind === 'not') return []
  return tree.kind === 'and' || tree.kind === 'or' ? tree.of.flatMap(leaves) : [tree]
}

function spellings(words: readonly string[]): Map<string, string> {
  const spelled = new Map<string, string>()
  for (const name of words.flatMap(nameTerms)) {
    const [term] = termsOf(name)
    if (term !== undefined && spelled.size < mostTerms) spelled.set(term, name.slice(0, 100))
  }
  return spelled
}

function tooCommon(text: string): string {
  const common =
    plain(text)
      .match(/[\p{L}\p{N}]+/gu)
      ?.filter(isStopWord) ?? []
  return common.length > 0
    ? `“${common.slice(0, 5).join(' ')}” is in nearly every paper: add a word that tells them apart.`
    : 'There is no word in it to search for.'
}

function filterOf({ from, to, categories }: Query): string {
  const parts: string[] = []
  for (const [day, sign] of [
    [from, '>='],
    [to, '<='],
  ] as const) {
    if (day === undefined) continue
    if (!isDay(day)) throw new DomainError('invalid', `“${clip(day)}” is not a day like 2026-11-20`)
    parts.push(`day ${sign} ${dayNumber(day)}`)
  }
  if (to && !from) parts.push('day > 0')
  if (categories && categories.length > 0) {
    for (const name of categories) {
      if (!isCategory(name)) {
        throw new DomainError('invalid', `“${clip(name)}” is not a category like cs.LG`)
      }
    }
    parts.push(`array_has_any(categories, [${categories.map(quoted).join(', ')}])`)
  }
  return parts.join(' and ')
}

const isCategory = (name: string) => /^[a-z]+(-[a-z]+)*(\.[A-Za-z]+(-[a-z]+)*)?$/.test(name)

const clip = (text: string) => text.slice(0, 40)
