import { isUtf8 } from 'node:buffer'
import { createReadStream, type ReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { constants, createGunzip, createZstdDecompress } from 'node:zlib'

/** A line of a text file, counted from 1: its text, or why it has none. */
export type Line = {
  readonly number: number
  readonly text: string
  readonly fault?: string
  /** How many bytes of the file were read when the line came. */
  readonly read: number
}

/** What the first bytes of a file say of how it is packed. */
export type Packing = 'plain' | 'gzip' | 'zstd'

/** A paper with three thousand authors takes 100 kB; no record comes near this many bytes. */
const longest = 4 * 1024 * 1024

const gzip = Buffer.from([0x1f, 0x8b])
const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

export function packingOf(beginning: Buffer): Packing {
  if (beginning.subarray(0, 2).equals(gzip)) return 'gzip'
  return beginning.subarray(0, 4).equals(zstd) ? 'zstd' : 'plain'
}

/**
 * The lines of a file after the first `skip`, in constant memory: a line beyond 4 MiB is passed
 * over and said to be so. A packed file that breaks off gives what can be unpacked, then a line
 * with a fault.
 */
export async function* linesOf(
  file: string,
  packing: Packing,
  skip: number,
  signal: AbortSignal,
): AsyncGenerator<Line> {
  const cut = cutter(skip)
  let read = 0
  try {
    for await (const { bytes, read: so } of unpacked(file, packing, signal)) {
      read = so
      for (const line of cut.feed(bytes)) yield { ...line, read }
    }
  } catch (error) {
    if (!isPackingFault(error)) throw error
    const fault = 'the packed file is damaged from here on: get it again and import it once more'
    yield { number: cut.next(), text: '', fault, read }
    return
  }
  for (const line of cut.end()) yield { ...line, read }
}

type Bytes = { readonly bytes: Buffer; readonly read: number }

async function* unpacked(
  file: string,
  packing: Packing,
  signal: AbortSignal,
): AsyncGenerator<Bytes> {
  if (packing === 'plain') {
    const stream = createReadStream(file, { signal, highWaterMark: 256 * 1024 })
    for await (const bytes of stream) yield { bytes, read: stream.bytesRead }
    return
  }
  // Zstandard's decoder stops after a frame without a word, though more of them may follow.
  let start = 0
  while (true) {
    const stream = createReadStream(file, { signal, start, highWaterMark: 256 * 1024 })
    const unpacking = unpack(stream, packing)
    for await (const bytes of unpacking) yield { bytes, read: start + stream.bytesRead }
    start += unpacking.bytesWritten
    if (packing === 'gzip' || unpacking.bytesWritten === 0 || (await ends(file, start))) return
  }
}

/** A file cut short is unpacked as far as it goes; its last line then shows that it was cut. */
function unpack(stream: ReadStream, packing: 'gzip' | 'zstd') {
  const unpacking =
    packing === 'gzip'
      ? createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 256 * 1024 })
      : createZstdDecompress({ finishFlush: constants.ZSTD_e_flush, chunkSize: 256 * 1024 })
  return pipeline(stream, unpacking, () => {}) // a fault reaches whoever reads from it
}

async function ends(file: string, start: number): Promise<boolean> {
  for await (const _ of createReadStream(file, { start, end: start })) return false
  return true
}

const isPackingFault = (error: unknown) =>
  error instanceof Error && 'code' in error && /^(Z_|ZSTD_)/.test(String(error.code))

type Cut = Omit<Line, 'read'>

/** Cuts a stream of bytes into lines, leaving out the first `skip`. */
function cutter(skip: number) {
  let number = 0
  let pieces: Buffer[] = []
  let length = 0

  const take = (piece: Buffer) => {
    length += piece.length
    if (length <= longest) pieces.push(piece)
    else pieces = []
  }
  const finish = (): Cut | undefined => {
    number++
    const line = number > skip ? decode(number, pieces, length) : undefined
    pieces = []
    length = 0
    return line?.text === '' && !line.fault ? undefined : line
  }
  return {
    next: () => number + 1,
    *feed(bytes: Buffer): Generator<Cut> {
      let from = 0
      for (let to = bytes.indexOf(10); to >= 0; to = bytes.indexOf(10, from)) {
        take(bytes.subarray(from, to))
        const line = finish()
        if (line) yield line
        from = to + 1
      }
      if (from < bytes.length) take(bytes.subarray(from))
    },
    *end(): Generator<Cut> {
      const line = length > 0 ? finish() : undefined
      if (line) yield line
    },
  }
}

function decode(number: number, pieces: readonly Buffer[], length: number): Cut {
  if (length > longest) {
    const fault = `the line has ${length.toLocaleString('en')} bytes, and no record has more than ${longest.toLocaleString('en')}: see whether line breaks were lost`
    return { number, text: '', fault }
  }
  const bytes = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
  const text = bytes.toString('utf8').trim()
  if (isUtf8(bytes)) return { number, text: number === 1 ? text.replace(/^\uFEFF/, '') : text }
  return { number, text, fault: 'the line is not valid UTF-8: convert the file to UTF-8' }
}
