import { open } from 'node:fs/promises'
import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { DomainError } from '#domain-error'
import { citationFile, looksLikeCitations } from './citation-file.ts'
import { jsonLines } from './json-lines.ts'
import { packingOf } from './lines.ts'
import { looksLikeSavedPage, savedPage } from './saved-page.ts'
import type { Source } from './source.ts'

/**
 * The papers of a file, whose kind is told by its content: JSON lines or citations (BibTeX, RIS,
 * CSL-JSON, the ACL Anthology's XML), plain, .gz or .zst; or a saved page of results.
 */
export async function fileSource(file: string, options: { year?: number } = {}): Promise<Source> {
  const start = await beginning(file)
  const text = unpacked(start).toString('utf8', 0, start.length)
  return { ...sourceOf(file, start, text, options), label: file }
}

function sourceOf(file: string, start: Buffer, text: string, options: { year?: number }): Source {
  if (looksLikeCitations(text)) return citationFile(file)
  if (packingOf(start) !== 'plain' || /^\uFEFF?\s*\{/.test(text)) return jsonLines(file)
  if (looksLikeSavedPage(text)) return savedPage(file, options)
  throw new DomainError('invalid', `${file}: ${whatItIs(start, text)}`)
}

/** What can be unpacked of the beginning of a file; it breaks off, so errors say nothing. */
function unpacked(start: Buffer): Buffer {
  const packing = packingOf(start)
  if (packing === 'plain') return start
  try {
    return packing === 'gzip'
      ? gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH })
      : zstdDecompressSync(start, { finishFlush: constants.ZSTD_e_flush })
  } catch {
    return Buffer.alloc(0)
  }
}

/** What is wrong with a file that we cannot read, and what to do. */
function whatItIs(start: Buffer, text: string): string {
  if (start.length === 0) return 'the file is empty'
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) {
    return 'this is HTML or XML. Save the page as text (in a browser: Save as, Text files) and import that'
  }
  if (text.startsWith('%PDF'))
    return 'this is a PDF; papers come in as saved pages, JSON lines or citations'
  if (/^\s*\[/.test(text))
    return 'this is a JSON list, but not CSL-JSON; write one record a line instead (jq -c ".[]")'
  if (start.includes(0))
    return 'this is a binary file; papers come in as saved pages, JSON lines or citations'
  return 'this is neither a saved page of results, nor JSON lines, BibTeX, RIS or CSL-JSON. broadsheet import --help shows them'
}

async function beginning(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file)
    const { bytesRead, buffer } = await handle.read({ buffer: Buffer.alloc(65536), position: 0 })
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT') throw new DomainError('invalid', `${file}: there is no such file`)
    if (code === 'EISDIR')
      throw new DomainError('invalid', `${file} is a folder; name the files in it`)
    if (code === 'EACCES') throw new DomainError('invalid', `${file} may not be read by this user`)
    throw error
  }
}
