import { hash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { DomainError } from '#domain-error'
import { packingOf } from './lines.ts'

/** A reader's library of fifty thousand papers with abstracts has this many bytes. */
const largest = 128 * 1024 * 1024

/** A file that is read at once, unpacked, and what its content is called. */
export function wholeFile(file: string): { name: string; text(): string } {
  const bytes = unpacked(file)
  return {
    name: `file:${hash('sha256', bytes).slice(0, 16)}-${bytes.length}`,
    text() {
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
      } catch {
        throw new DomainError('invalid', `${file} is not valid UTF-8: convert it to UTF-8`)
      }
    },
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
