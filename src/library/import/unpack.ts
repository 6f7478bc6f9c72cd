import { gunzipSync, inflateRawSync, zstdDecompressSync } from 'node:zlib'
import { DomainError } from '#domain-error'

/** Unpacked, no list is larger, in bytes. */
const largest = 128 * 1024 * 1024

/** The text of a file that was sent, plain or packed by gzip, zstd or zip. Refuses what swells. */
export function textIn(bytes: Uint8Array): string {
  const plain = unpacked(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain)
  } catch {
    throw new DomainError(
      'invalid',
      'This is no text in UTF-8: export a list as RDF, BibTeX, RIS or JSON.',
    )
  }
}

function unpacked(bytes: Buffer): Buffer {
  if (bytes.length > largest) throw tooLarge()
  const begins = (...signs: number[]) => bytes.subarray(0, signs.length).equals(Buffer.from(signs))
  try {
    if (begins(0x1f, 0x8b)) return gunzipSync(bytes, { maxOutputLength: largest })
    if (begins(0x28, 0xb5, 0x2f, 0xfd)) {
      return zstdDecompressSync(bytes, { maxOutputLength: largest })
    }
    if (begins(0x50, 0x4b, 0x03, 0x04)) return listInZip(bytes)
  } catch (error) {
    if (error instanceof DomainError) throw error
    if (error instanceof RangeError) throw tooLarge()
    throw new DomainError('invalid', 'The packed file is damaged: make it again.')
  }
  return bytes
}

const tooLarge = () =>
  new DomainError(
    'invalid',
    `Unpacked it has more than ${largest / 1024 / 1024} MiB, which no list of papers has: send it in parts.`,
  )

const lists = [
  /(^|\/)library\.json$/i,
  /\.rdf$/i,
  /\.(bib|ris)$/i,
  /\.json$/i,
  /\.(csv|txt|html?)$/i,
]

/** The list in an archive (PKWARE's APPNOTE 6.3): of several files, the one that most looks like one. */
function listInZip(bytes: Buffer): Buffer {
  const members = membersOf(bytes)
  const member = lists
    .map((shape) => members.find(({ name }) => shape.test(name)))
    .find((one) => one !== undefined)
  if (!member) {
    throw new DomainError('invalid', 'There is no RDF, BibTeX, RIS or JSON in this archive.')
  }
  const { at, packed, method } = member
  const head = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
  const body = bytes.subarray(head, head + packed)
  if (method === 0) return body
  if (method !== 8) throw new DomainError('invalid', 'Pack the archive in the usual way: deflate.')
  return inflateRawSync(body, { maxOutputLength: largest })
}

type Member = { name: string; at: number; packed: number; method: number }

function membersOf(bytes: Buffer): Member[] {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  if (end < 0) throw new DomainError('invalid', 'The archive is broken off: make it again.')
  const members: Member[] = []
  let at = bytes.readUInt32LE(end + 16)
  const count = Math.min(bytes.readUInt16LE(end + 10), 10_000)
  for (let i = 0; i < count && bytes.readUInt32LE(at) === 0x02014b50; i++) {
    const [name, extra, comment] = [28, 30, 32].map((from) => bytes.readUInt16LE(at + from))
    members.push({
      name: bytes.toString('utf8', at + 46, at + 46 + name!),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    })
    at += 46 + name! + extra! + comment!
  }
  return members
}
