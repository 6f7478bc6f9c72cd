import { hash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { DomainError } from '#domain-error'
import type { PaperRecord } from '#paper'
import { readCorpusRecord } from './corpus-record.ts'
import { type Line, linesOf, type Packing, packingOf } from './lines.ts'
import { isSnapshotRecord, readSnapshotRecord } from './snapshot-record.ts'
import type { Aside, Batch, Source } from './source.ts'
import { isRow } from './text.ts'

/** The place of a file that was read whole. Asked again, it is read again. */
const end = 'end'

/**
 * A file with one JSON object a line, plain or packed with gzip or Zstandard: each either of the
 * corpus format or of arXiv's metadata snapshot. Its name in the store is that of its content, so
 * that a file that broke off goes on, and one that has changed is read whole.
 */
export function jsonLines(file: string, { batchSize = 1000 } = {}): Source {
  const { name, size, packing } = identify(file)
  return {
    name,
    origin: 'corpus',
    async *batches(after, signal) {
      const skip = after && after !== end ? Number(after) : 0
      let gathered = emptyBatch(skip)
      for await (const line of linesOf(file, packing, skip, signal)) {
        const read = readLine(line)
        if ('record' in read) {
          if (gathered.origin && gathered.origin !== read.origin) {
            yield gathered
            gathered = emptyBatch(line.number - 1)
          }
          gathered.origin = read.origin
          gathered.records.push(read.record)
        } else {
          gathered.asides.push(read)
        }
        gathered.place = String(line.number)
        gathered.share = size > 0 ? line.read / size : 1
        if (gathered.records.length + gathered.asides.length >= batchSize) {
          yield gathered
          gathered = emptyBatch(line.number)
        }
      }
      yield { ...gathered, place: end, share: 1 }
    },
  }
}

type Gathered = Batch & {
  origin?: string
  records: PaperRecord[]
  asides: Aside[]
  place: string
  share: number
}

const emptyBatch = (line: number): Gathered => ({
  records: [],
  asides: [],
  place: String(line),
  share: 0,
})

/** What a file is called, and how it is packed. */
function identify(file: string): { name: string; size: number; packing: Packing } {
  const opened = openSync(file, 'r')
  try {
    const { size } = fstatSync(opened)
    const beginning = Buffer.alloc(Math.min(size, 1024 * 1024))
    const ending = Buffer.alloc(Math.min(size, 64 * 1024))
    readSync(opened, beginning, 0, beginning.length, 0)
    readSync(opened, ending, 0, ending.length, size - ending.length)
    const content = hash('sha256', Buffer.concat([beginning, ending])).slice(0, 16)
    return { name: `file:${content}-${size}`, size, packing: packingOf(beginning) }
  } finally {
    closeSync(opened)
  }
}

function readLine(line: Line): { record: PaperRecord; origin: string } | Aside {
  const aside = (reason: string): Aside => ({
    spot: `line ${line.number}`,
    reason,
    excerpt: line.text.slice(0, 200),
  })
  if (line.fault) return aside(line.fault)
  const row = parse(line.text)
  if (!isRow(row)) return aside(notAnObject(row))
  try {
    return isSnapshotRecord(row)
      ? { record: readSnapshotRecord(row), origin: 'snapshot' }
      : { record: readCorpusRecord(row), origin: 'corpus' }
  } catch (error) {
    if (error instanceof DomainError) return aside(error.message)
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const notAnObject = (value: unknown) =>
  value === undefined
    ? 'the line is not whole JSON: it was cut, or is something else. Get the file again'
    : 'the line is JSON, but not an object with a title'
