import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { plain, termsOf } from './words.ts'

/** What the words of a library are worth: in how many papers each term stands. */
export type Lexicon = {
  readonly papers: number
  /** The mean number of terms of a paper. */
  readonly length: number
  /** In how many papers a term stands, and how it was first written. */
  readonly terms: ReadonlyMap<string, Entry>
}

type Entry = { readonly papers: number; readonly word: string }

/** How rare a term is: the weight of BM25, never below nothing. */
export function rarity({ papers, terms }: Lexicon, term: string): number {
  const having = Math.min(terms.get(term)?.papers ?? 0, papers)
  return Math.log((papers + 1) / (having + 0.5)) // 1 + (papers - having + 0.5) / (having + 0.5)
}

/** A lexicon that grows as papers are read. */
export type GrowingLexicon = Lexicon & {
  papers: number
  /** Counts the terms of a paper; asks for its text where one of them is new. */
  count(terms: readonly string[], text: () => string): void
  /** Starts from nothing. */
  forget(): void
  /** Whether enough has changed since it was last saved that saving pays. */
  outgrown(): boolean
  save(): Promise<void>
}

/** From how many terms on those that only one paper has are forgotten: they are typing errors mostly. */
const mostTerms = 1_500_000

const nameOf = (place: string) => join(place, 'lexicon')

/** The lexicon in the folder of a build, to be added to; an empty one where there is none. */
export async function growLexicon(place: string): Promise<GrowingLexicon> {
  const before = await readLexicon(place)
  const entries = new Map<string, { papers: number; word: string }>(
    [...(before?.terms ?? [])].map(([term, entry]) => [term, { ...entry }]),
  )
  let all = before ? before.length * before.papers : 0
  let saved = before?.papers ?? 0
  const lexicon: GrowingLexicon = {
    papers: saved,
    get length() {
      return lexicon.papers === 0 ? 0 : all / lexicon.papers
    },
    terms: entries,
    count(terms, text) {
      lexicon.papers++
      all += terms.length
      let unseen = false
      for (const term of new Set(terms)) {
        const entry = entries.get(term)
        if (entry) entry.papers++
        else {
          entries.set(term, { papers: 1, word: term })
          unseen = true
        }
      }
      if (unseen) noteSpellings(text())
    },
    forget() {
      entries.clear()
      lexicon.papers = all = 0
    },
    outgrown: () => lexicon.papers !== saved && lexicon.papers >= saved * 1.02,
    async save() {
      if (entries.size > mostTerms) {
        for (const [term, { papers }] of entries) if (papers === 1) entries.delete(term)
      }
      const lines = [JSON.stringify({ papers: lexicon.papers, length: lexicon.length })]
      for (const [term, { papers, word }] of entries) {
        lines.push(word === term ? `${term} ${papers}` : `${term} ${papers} ${word}`)
      }
      await writeFile(`${nameOf(place)}.new`, lines.join('\n'))
      await rename(`${nameOf(place)}.new`, nameOf(place))
      saved = lexicon.papers
    },
  }

  /** Remembers how a term that is new was written, to be able to offer it to a reader. */
  function noteSpellings(text: string): void {
    for (const word of plain(text).match(/\p{L}[\p{L}\p{N}]+/gu) ?? []) {
      const [term = ''] = termsOf(word)
      const entry = entries.get(term)
      if (entry?.papers === 1 && entry.word === term) entry.word = word
    }
  }
  return lexicon
}

/** The lexicon in the folder of a build, if it has one that is whole. */
export async function readLexicon(place: string): Promise<Lexicon | undefined> {
  const text = await readFile(nameOf(place), 'utf8').catch(() => '')
  if (text === '') return undefined
  const [head = '', ...lines] = text.split('\n')
  const { papers, length } = JSON.parse(head)
  const terms = new Map<string, Entry>()
  for (const line of lines) {
    const [term = '', count = '', word = term] = line.split(' ')
    terms.set(term, { papers: Number(count), word })
  }
  return { papers, length, terms }
}

/** A reader of the lexicon of a build that notices when it has been written anew. */
export function lexiconReader(): (place: string) => Promise<Lexicon> {
  let known: { stamp: string; lexicon: Lexicon } | undefined
  return async (place) => {
    const written = await stat(nameOf(place)).catch(() => undefined)
    const stamp = `${place} ${written?.mtimeMs}`
    if (known?.stamp !== stamp) {
      known = {
        stamp,
        lexicon: (await readLexicon(place)) ?? { papers: 0, length: 0, terms: new Map() },
      }
    }
    return known.lexicon
  }
}
