import { DomainError } from '#domain-error'
import { type Day, isDay, type PaperId, plainText, understand } from '#paper'
import { written } from './canonical.ts'
import { dayNumber } from './index-rows.ts'
import { quoted } from './lance.ts'
import { type Node, parse } from './language.ts'
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
  readonly sort?: 'relevance' | 'date'
  /** Also show what is but loosely related. */
  readonly loose?: boolean
}

/** A query understood. */
export type Reading = {
  /** What was typed, without what cannot be read. */
  readonly text: string
  readonly canonical: string
  /** What a paper must fulfil: all of the query but its bare words. */
  readonly must: Node | undefined
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
  /** A filter of Lance's, from what was asked for beside the text; empty for none. */
  readonly filter: string
  readonly notes: readonly string[]
}

const longest = 2000
const mostTerms = 128

export function readQuery(query: Query): Reading {
  const notes: string[] = []
  const all = query.text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
  const text = all.slice(0, longest)
  if (all.length > longest) notes.push(`Only the first ${longest} characters were searched for.`)

  const tree = treeOf(text, notes)
  const parts = tree?.kind === 'and' ? tree.of : tree ? [tree] : []
  const bareParts = parts.filter(isBare)
  const rest = parts.filter((part) => !isBare(part) && part.kind !== 'meaning')
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
  if (wanted.length > 0 && rest.length === 0 && terms.length === 0 && meant.length === 0) {
    notes.push(tooCommon(words.join(' ')))
  }
  return {
    text,
    canonical: written(tree),
    must: rest.length > 1 ? { kind: 'and', of: rest } : rest[0],
    bare: [...bare],
    terms: terms.filter((term) => kept.has(term)),
    spelled: spellings(words),
    meaning: [...words, ...meant.filter((part) => !understand(part))].join(' '),
    like,
    filter: filterOf(query),
    notes,
  }
}

/** The query as a tree; what is not in the language is read as plain words, and that is said. */
function treeOf(text: string, notes: string[]): Node | undefined {
  const parsed = parse(isProse(text) ? bareWords(text) : plainQuery(text))
  if (parsed.kind === 'query') return parsed.tree
  const { at, message } = parsed.fault
  notes.push(`At character ${at + 1}: ${message} Searched for the words instead.`)
  const words = parse(bareWords(text))
  return words.kind === 'query' ? words.tree : undefined
}

/**
 * Whether a query is a text whose like is wanted rather than an expression: then its quotes, dashes
 * and brackets are punctuation.
 */
const isProse = (text: string) =>
  (text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) >= 12 &&
  !/\b(AND|OR|ANDNOT|NOT)\b|\b[A-Za-z]{2,13}:\S|~/.test(text)

const bareWords = (text: string) =>
  plainQuery(text).replace(/[()~:"“”[\]]|(?<!\w)-|\b(AND|OR|NOT|ANDNOT)\b/g, ' ')

/** LaTeX in a query reads as it does in the index. */
const plainQuery = (text: string) => (/[\\$]/.test(text) ? plainText(text) : text)

type Word = Node & { kind: 'word' }

const isBare = (node: Node): node is Word =>
  node.kind === 'word' && node.field === 'any' && !node.phrase

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
