import { DomainError } from '#domain-error'
import type { PaperRecord } from '#paper'
import type { Aside, Batch } from './source.ts'

/** A piece of a text that should be one paper, and how to read it. Reading refuses what it cannot. */
export type Entry = {
  /** The line it begins on, counted from 1. */
  readonly line: number
  readonly text: string
  /** What it says of its paper; `undefined` where it is right that it says nothing. */
  read(): PaperRecord | undefined
}

/** The place of a text that was read whole. Asked again, it is read again. */
const end = 'end'

/** Reads entries, each by itself, so that one that is broken costs no other. A place is their number. */
export function* batchesOf(
  entries: Iterable<Entry>,
  after: string | undefined,
  { batchSize, signal }: { readonly batchSize: number; readonly signal: AbortSignal },
): Generator<Batch> {
  const skip = after && after !== end ? Number(after) : 0
  let count = 0
  let read: { records: PaperRecord[]; asides: Aside[] } = { records: [], asides: [] }
  for (const entry of entries) {
    if (++count <= skip) continue
    signal.throwIfAborted()
    const one = recordOrAside(entry)
    if (one && 'reason' in one) read.asides.push(one)
    else if (one) read.records.push(one)
    if (read.records.length + read.asides.length < batchSize) continue
    yield { ...read, place: String(count) }
    read = { records: [], asides: [] }
  }
  if (count > 0) yield { ...read, place: end, share: 1 }
}

function recordOrAside({ line, text, read }: Entry): PaperRecord | Aside | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { spot: `line ${line}`, reason: error.message, excerpt: text.slice(0, 200) }
  }
}
