import { z } from 'zod'
import { DomainError } from '#domain-error'
import type { Entry } from './entries.ts'
import { readCitations } from '#citations'
import { readCslRecord } from './csl.ts'

export const looksLikeRis = (beginning: string): boolean => /^TY {1,2}- ?[A-Z]/m.test(beginning)

/** No entry has more characters, with its abstract. */
const longest = 200_000

/**
 * The entries of a RIS file, `TY  - …` to `ER  - `, read by citation-js into CSL-JSON. One that does
 * not end is ended by the next.
 */
export function* risEntries(file: string): Generator<Entry> {
  let line = 0
  let begun = 0
  let lines: string[] = []
  for (const text of file.split(/\r?\n/)) {
    line++
    if (/^TY {1,2}- ?/.test(text)) {
      if (lines.length > 0) yield entry(begun, lines)
      lines = []
      begun = line
    }
    if (begun > 0) lines.push(text)
    if (/^ER {1,2}-/.test(text) && lines.length > 0) {
      yield entry(begun, lines)
      lines = []
      begun = 0
    }
  }
  if (lines.length > 0) yield entry(begun, lines)
}

function entry(line: number, lines: readonly string[]): Entry {
  const text = lines.join('\n')
  return { line, text, read: () => readCslRecord(parse(text)) }
}

const List = z.array(z.unknown()).length(1)

function parse(text: string): unknown {
  if (text.length > longest) {
    throw new DomainError(
      'invalid',
      `the entry has more than ${longest.toLocaleString('en')} characters: see whether its ER line was lost`,
    )
  }
  try {
    // A value is cut at two spaces and a dash, and some write one space in front of it.
    const tidy = text.replace(
      /^([A-Z][A-Z0-9]) {1,2}- ?(.*)$/gm,
      (_, tag: string, value: string) => `${tag}  - ${value.replaceAll('  - ', ' - ')}`,
    )
    const [citation] = List.parse(
      readCitations(tidy, { from: '@ris/file', to: '@csl/list+object' }),
    )
    return citation
  } catch {
    throw new DomainError(
      'invalid',
      'this is not RIS as it should be: see whether every line is “TI  - text”',
    )
  }
}
