import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { termsOf } from '../words.ts'
import { subwords } from './subwords.ts'

/** Texts as numbers: document d has its title at `starts[d]…middles[d]` and its abstract up to `starts[d + 1]`. */
export type Corpus = {
  readonly terms: readonly string[]
  /** How many documents have each term, and how often it occurs. */
  readonly documents: Int32Array
  /** A number below `terms.length` is a term; one above it is a rare word, known by its subwords alone. */
  readonly tokens: Int32Array
  readonly starts: Int32Array
  readonly middles: Int32Array
  /** A number for the first category of each document, so that neighbours can be drawn together. */
  readonly fields: Int32Array
  /** Word w, term or rare, has the subwords `pieces[pieceStarts[w]…pieceStarts[w + 1]]`. */
  readonly pieces: Int32Array
  readonly pieceStarts: Int32Array
}

/** Reads files of JSON lines with `title` and `abstract`, plain or .gz, and numbers their terms. */
export async function readCorpus(
  files: readonly string[],
  {
    vocabulary,
    buckets,
    limit = Infinity,
  }: { vocabulary: number; buckets: number; limit?: number },
): Promise<Corpus> {
  const numbers = new Map<string, number>()
  const names: string[] = []
  const seenIn: number[] = []
  const tokens = growing()
  const starts = growing()
  const middles = growing()
  const fields = growing()
  const fieldNumbers = new Map<string, number>()
  const last: number[] = []

  const note = (text: string, document: number) => {
    for (const term of termsOf(text)) {
      let number = numbers.get(term)
      if (number === undefined) {
        numbers.set(term, (number = names.length))
        names.push(term)
        seenIn.push(0)
        last.push(-1)
      }
      tokens.push(number)
      if (last[number] !== document) {
        last[number] = document
        seenIn[number]!++
      }
    }
  }
  const seen = new Set<string>()
  for (const file of files) {
    let taken = 0
    for await (const { id, title, abstract, categories } of papersIn(file)) {
      if (abstract.length < 200 || seen.has(id)) continue
      if (taken++ >= limit) break
      seen.add(id)
      const document = starts.length()
      starts.push(tokens.length())
      note(title, document)
      middles.push(tokens.length())
      note(abstract, document)
      const field = categories[0] ?? ''
      if (!fieldNumbers.has(field)) fieldNumbers.set(field, fieldNumbers.size)
      fields.push(fieldNumbers.get(field) ?? 0)
    }
  }
  starts.push(tokens.length())

  // The most frequent become terms, the rest down to three documents rare words, others nothing.
  const order = names.map((_, n) => n).toSorted((a, b) => seenIn[b]! - seenIn[a]!)
  const kept = order.filter((n, place) => place < vocabulary || seenIn[n]! >= 3)
  const renumbered = new Int32Array(names.length).fill(-1)
  kept.forEach((n, place) => (renumbered[n] = place))
  const all = tokens.values()
  for (let i = 0; i < all.length; i++) all[i] = renumbered[all[i]!]!

  const pieces = growing()
  const pieceStarts = growing()
  for (const n of kept) {
    pieceStarts.push(pieces.length())
    for (const piece of subwords(names[n]!, buckets)) pieces.push(piece)
  }
  pieceStarts.push(pieces.length())
  const terms = kept.slice(0, vocabulary).map((n) => names[n]!)
  return {
    terms,
    documents: shared(kept.map((n) => seenIn[n]!)),
    tokens: all,
    starts: starts.values(),
    middles: middles.values(),
    fields: fields.values(),
    pieces: pieces.values(),
    pieceStarts: pieceStarts.values(),
  }
}

type Line = { id: string; title: string; abstract: string; categories: string[] }

async function* papersIn(file: string): AsyncGenerator<Line> {
  const bytes = createReadStream(file)
  const lines = createInterface({
    input: file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes,
  })
  for await (const line of lines) {
    if (!line.trim()) continue
    const { id, title, abstract, categories } = JSON.parse(line)
    if (title && abstract) {
      yield { id: String(id), title, abstract, categories: categories ?? [] }
    }
  }
}

const shared = (numbers: readonly number[]) => {
  const array = new Int32Array(new SharedArrayBuffer(numbers.length * 4))
  array.set(numbers)
  return array
}

/** A list of whole numbers that grows, in memory that threads can share. */
function growing() {
  let length = 0
  let room = new Int32Array(new SharedArrayBuffer(1 << 16))
  return {
    length: () => length,
    values: () => room.subarray(0, length),
    push(value: number): void {
      if (length === room.length) {
        const more = new Int32Array(new SharedArrayBuffer(room.byteLength * 2))
        more.set(room)
        room = more
      }
      room[length++] = value
    },
  }
}
