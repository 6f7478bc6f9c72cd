import { statSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openTally } from './tally.ts'
import { type TermText, termNumber } from './term-text.ts'

/** What the words of a library are worth: in how many papers each term stands. */
export type Lexicon = {
  readonly papers: number
  /** The mean number of terms of a paper. */
  readonly length: number
  /** In how many papers a term stands, which is named by itself or by its number. */
  papersWith(term: string | number): number
}

/** How rare a term is: the weight of BM25, never below nothing. */
export function rarity(lexicon: Lexicon, term: string | number): number {
  const { papers } = lexicon
  const having = Math.min(lexicon.papersWith(term), papers)
  return Math.log((papers + 1) / (having + 0.5)) // 1 + (papers - having + 0.5) / (having + 0.5)
}

/** A lexicon that grows as papers are read. */
export type GrowingLexicon = Lexicon & {
  papers: number
  /** Counts the terms of a paper. */
  count(terms: TermText): void
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
  let { tally } = before
  let all = before.length * before.papers
  let saved = before.papers
  const lexicon: GrowingLexicon = {
    papers: saved,
    get length() {
      return lexicon.papers === 0 ? 0 : all / lexicon.papers
    },
    papersWith: (term) => papersIn(tally, term),
    count(terms) {
      lexicon.papers++
      all += terms.length
      tally.addEach(terms)
    },
    forget() {
      tally = openTally()
      lexicon.papers = all = 0
    },
    outgrown: () => lexicon.papers !== saved && lexicon.papers >= saved * 1.02,
    async save() {
      if (tally.size > mostTerms) tally = tally.above(1)
      const { papers, length } = lexicon
      const head = JSON.stringify({ papers, length, terms: tally.size })
      // The numbers begin at a multiple of four.
      const line = `${head.padEnd(Math.ceil((head.length + 1) / 4) * 4 - 1)}\n`
      const { numbers, counts } = tally.entries()
      await writeFile(`${nameOf(place)}.new`, [
        Buffer.from(line),
        bytesOf(numbers),
        bytesOf(counts),
      ])
      await rename(`${nameOf(place)}.new`, nameOf(place))
      saved = papers
    },
  }
  return lexicon
}

const bytesOf = (numbers: Uint32Array) =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)

const papersIn = (tally: ReturnType<typeof openTally>, term: string | number) =>
  tally.count(typeof term === 'string' ? termNumber(term) : term)

/** The lexicon in the folder of a build; an empty one where it has none that is whole. */
async function readLexicon(place: string) {
  const bytes = await readFile(nameOf(place)).catch(() => Buffer.alloc(0))
  const begin = bytes.indexOf(10) + 1
  const head = begin === 0 ? undefined : JSON.parse(bytes.toString('utf8', 0, begin))
  if (!head || bytes.length !== begin + 8 * head.terms) {
    return { papers: 0, length: 0, tally: openTally() }
  }
  const numbers = new Uint32Array(bytes.buffer.slice(bytes.byteOffset + begin), 0, 2 * head.terms)
  const tally = openTally({
    numbers: numbers.subarray(0, head.terms),
    counts: numbers.subarray(head.terms),
  })
  return { papers: Number(head.papers), length: Number(head.length), tally }
}

/** A reader of the lexicon of a build that notices when it has been written anew. */
export function lexiconReader(): (place: string) => Promise<Lexicon> {
  let known: { stamp: string; lexicon: Promise<Lexicon> } | undefined
  return (place) => {
    const written = statSync(nameOf(place), { throwIfNoEntry: false })
    const stamp = `${place} ${written?.mtimeMs} ${written?.ino}`
    // All who ask meanwhile wait for the one reading.
    if (known?.stamp !== stamp) known = { stamp, lexicon: opened(place) }
    return known.lexicon
  }
}

async function opened(place: string): Promise<Lexicon> {
  const { papers, length, tally } = await readLexicon(place)
  return { papers, length, papersWith: (term) => papersIn(tally, term) }
}
