import { hash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { DomainError } from '#domain-error'
import type { PaperRecord } from '#paper'
import { bibtexEntries, looksLikeBibtex } from './bibtex.ts'
import { cslEntries, looksLikeCsl } from './csl.ts'
import { packingOf } from './lines.ts'
import { looksLikeRis, risEntries } from './ris.ts'
import type { Aside, Source } from './source.ts'

/** A piece of a file that should be one paper, and how to read it. Reading refuses what it cannot. */
export type CitationEntry = {
  /** The line it begins on, counted from 1. */
  readonly line: number
  readonly text: string
  /** What it says of its paper; `undefined` where it is right that it says nothing. */
  read(): PaperRecord | undefined
}

const kinds = [
  { name: 'BibTeX', looksLike: looksLikeBibtex, entries: bibtexEntries },
  { name: 'RIS', looksLike: looksLikeRis, entries: risEntries },
  { name: 'CSL-JSON', looksLike: looksLikeCsl, entries: cslEntries },
] as const

/** Whether the beginning of a file is of a list of citations. */
export const looksLikeCitations = (beginning: string): boolean =>
  kinds.some(({ looksLike }) => looksLike(beginning))

/** A reader's library of fifty thousand papers with abstracts has this many bytes. */
const largest = 128 * 1024 * 1024

/** The place of a file that was read whole. Asked again, it is read again. */
const end = 'end'

/**
 * The papers of a list of citations: BibTeX, RIS or CSL-JSON, plain or packed. It is cut into
 * entries first, so that one that is broken costs no other; its name in the store is that of its
 * content.
 */
export function citationFile(file: string, { batchSize = 500 } = {}): Source {
  const bytes = unpacked(file)
  return {
    name: `file:${hash('sha256', bytes).slice(0, 16)}-${bytes.length}`,
    origin: 'citation',
    async *batches(after, signal) {
      const text = textOf(bytes, file)
      const kind = kinds.find(({ looksLike }) => looksLike(text.slice(0, 65536)))
      if (!kind) throw new DomainError('invalid', `${file} is no list of citations`)
      const skip = after && after !== end ? Number(after) : 0
      let count = 0
      let read: { records: PaperRecord[]; asides: Aside[] } = { records: [], asides: [] }
      for (const entry of kind.entries(text)) {
        if (++count <= skip) continue
        signal.throwIfAborted()
        const one = recordOrAside(entry)
        if (one && 'reason' in one) read.asides.push(one)
        else if (one) read.records.push(one)
        if (read.records.length + read.asides.length < batchSize) continue
        yield { ...read, place: String(count) }
        read = { records: [], asides: [] }
      }
      if (count === 0) throw new DomainError('invalid', `${file}: this ${kind.name} has no entries`)
      yield { ...read, place: end, share: 1 }
    },
  }
}

function recordOrAside({ line, text, read }: CitationEntry): PaperRecord | Aside | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { spot: `line ${line}`, reason: error.message, excerpt: text.slice(0, 200) }
  }
}

function unpacked(file: string): Buffer {
  const { size } = statSync(file)
  if (size > largest) throw tooLarge(file)
  const bytes = readFileSync(file)
  const packing = packingOf(bytes)
  if (packing === 'plain') return bytes
  try {
    const unpack = packing === 'gzip' ? gunzipSync : zstdDecompressSync
    return unpack(bytes, { maxOutputLength: largest })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(file)
    throw new DomainError('invalid', `${file}: the packed file is damaged: get it again`)
  }
}

const tooLarge = (file: string) =>
  new DomainError(
    'invalid',
    `${file} has more than ${largest / 1024 / 1024} MiB: split it into several files`,
  )

/** Old lists are often in Latin-1, which any bytes are. */
function textOf(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new DomainError('invalid', `${file} is not valid UTF-8: convert it to UTF-8`)
  }
}
