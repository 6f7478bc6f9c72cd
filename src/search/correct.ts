import { written } from './canonical.ts'
import type { Node } from './language.ts'
import type { Lexicon } from './lexicon.ts'
import { shortest, type Spellings, writtenWords } from './spellings.ts'
import { isProse, treeOf } from './tree.ts'
import { isStopWord, termsOf } from './words.ts'

/** A query with words that are rare or unknown here written as they were most likely meant. */
export type Correction = {
  readonly text: string
  /** Whether it is so likely that it is better searched for at once. */
  readonly sure: boolean
}

/**
 * How much more papers than a word as it was typed its correction must have, to be offered and to be
 * searched for at once. Chosen by looking: on 347,171 papers “transfromer” has 0.02 % of the papers
 * of “transformer”, and the true words “mambas” and “attentional” have more than 2 % of “mamba” and
 * “attention”.
 */
const times = { offered: 100, sure: 1000 }

/** `undefined` where every word of a query is known well enough, or nothing better is. */
export function corrected(
  text: string,
  spellings: Spellings,
  lexicon: Lexicon,
): Correction | undefined {
  // A whole text is found in spite of a word of it, and counts how often it says each.
  const tree = isProse(text) ? undefined : treeOf(text)
  if (!tree) return undefined
  let sure = true
  let changed = false
  const papersWith = (word: string) =>
    Math.max(spellings.count(word), lexicon.papersWith(termsOf(word)[0] ?? ''))

  function better(word: string): string {
    const [plain = '', ...more] = writtenWords(word)
    if (more.length > 0 || plain.length < shortest || isStopWord(plain)) return word
    if (!/^[a-z]+$/.test(plain)) return word
    const now = papersWith(plain)
    if (now * times.offered > lexicon.papers) return word
    const instead = spellings.instead(plain) ?? apart(plain, papersWith)
    if (!instead) return word
    const then = Math.max(instead.count, papersWith(instead.word))
    if (then < Math.max(3, now * times.offered)) return word
    if (now * times.sure > then) sure = false
    changed = true
    return instead.word
  }

  const meant = withWords(tree, better)
  return changed ? { text: written(meant), sure } : undefined
}

/** Two words that were written as one. */
function apart(word: string, papersWith: (word: string) => number) {
  let best: { word: string; count: number } | undefined
  for (let i = 3; i <= word.length - 3; i++) {
    const [one, other] = [word.slice(0, i), word.slice(i)]
    const count = Math.min(papersWith(one), papersWith(other))
    if (count > (best?.count ?? 20)) best = { word: `${one} ${other}`, count }
  }
  return best
}

/** A tree with the words of its texts changed, those to be left out as well. */
function withWords(node: Node, change: (word: string) => string): Node {
  if (node.kind === 'word') return wordsOf(node, change)
  if (node.kind === 'not') return { kind: 'not', of: withWords(node.of, change) }
  if (node.kind !== 'and' && node.kind !== 'or') return node
  return {
    kind: node.kind,
    of: node.of.flatMap((part) => spread(withWords(part, change), node.kind)),
  }
}

const spread = (node: Node, kind: 'and' | 'or'): readonly Node[] =>
  node.kind === kind ? node.of : [node]

function wordsOf(node: Node & { kind: 'word' }, change: (word: string) => string): Node {
  const text = node.text.replace(/[\p{L}\p{M}\p{N}’']+/gu, change)
  const parts = node.phrase || text === node.text ? [text] : text.split(' ')
  const of = parts.map((part): Node => ({ ...node, text: part }))
  return of.length > 1 ? { kind: 'and', of } : of[0]!
}
