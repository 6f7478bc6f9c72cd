import { open } from 'node:fs/promises'
import { DomainError } from '#domain-error'
import { jsonLines } from './json-lines.ts'
import { looksLikeSavedPage, savedPage } from './saved-page.ts'
import type { Source } from './source.ts'

/**
 * The papers of a file, whose kind is told by its content: JSON lines (plain, .gz, .zst), or a
 * saved page of results.
 */
export async function fileSource(file: string, options: { year?: number } = {}): Promise<Source> {
  const start = await beginning(file)
  const text = start.toString('utf8')
  if (isCompressed(start) || /^\uFEFF?\s*\{/.test(text)) return { ...jsonLines(file), label: file }
  if (looksLikeSavedPage(text)) return { ...savedPage(file, options), label: file }
  throw new DomainError('invalid', `${file}: ${whatItIs(start, text)}`)
}

const gzip = Buffer.from([0x1f, 0x8b])
const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

const isCompressed = (start: Buffer) =>
  start.subarray(0, 2).equals(gzip) || start.subarray(0, 4).equals(zstd)

/** What is wrong with a file that we cannot read, and what to do. */
function whatItIs(start: Buffer, text: string): string {
  if (start.length === 0) return 'the file is empty'
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) {
    return 'this is HTML or XML. Save the page as text (in a browser: Save as, Text files) and import that'
  }
  if (text.startsWith('%PDF')) return 'this is a PDF; papers come in as saved pages or JSON lines'
  if (/^\s*\[/.test(text))
    return 'this is one JSON list; write one record a line instead (jq -c ".[]")'
  if (start.includes(0)) return 'this is a binary file; papers come in as saved pages or JSON lines'
  return 'this is neither a saved page of results nor JSON lines. broadsheet import --help shows both'
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
