import { z } from 'zod'
import { DomainError } from '#domain-error'
import type { PaperRecord } from '#paper'
import { bibtexEntriesIn } from './bibtex-entries.ts'
import { bibtexNames } from './bibtex-names.ts'
import { citedId, venueIn, yearIn } from './citation.ts'
import type { Entry } from './entries.ts'
import { readCitations } from '#citations'
import { bareDoi, withoutGaps } from './corpus-record.ts'
import { dateIn } from './dates.ts'
import { monthIn } from './month.ts'
import { lineIn, paragraphsIn, type Row, titleIn } from './text.ts'

export const looksLikeBibtex = (beginning: string): boolean =>
  /^[ \t]*@[a-z]+\s*[{(]\s*[^\s{}(),="]+\s*[,=]/im.test(beginning)

/**
 * The entries of a BibTeX or BibLaTeX file. The grammar inside of one (strings, `#`, quotes) is
 * citation-js's; its text is taken as it stands, LaTeX and all, as arXiv's records have it too.
 */
export function* bibtexEntries(file: string): Generator<Entry> {
  const strings = new Map<string, string>()
  for (const { line, type, text, fault } of bibtexEntriesIn(file)) {
    if (type === 'string' && !fault) define(strings, text)
    if (/^(string|preamble|comment)$/.test(type)) continue
    yield { line, text, read: () => readEntry(text, fault, strings) }
  }
}

/** Every entry has these; what they hold is a text or a number. */
const Entries = z.array(
  z.object({
    type: z.string(),
    properties: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
)

function readEntry(
  text: string,
  fault: string | undefined,
  strings: ReadonlyMap<string, string>,
): PaperRecord | undefined {
  if (fault) throw new DomainError('invalid', fault)
  const mentioned = [...new Set(text.toLowerCase().match(/[a-z_][\w:+-]*/g))]
  const defined = mentioned.flatMap((name) => strings.get(name) ?? [])
  const entry = parse([...defined, text].join('\n'))
  if (!entry) throw new DomainError('invalid', 'the entry is empty: fill it in, or take it out')
  return recordOf(entry)
}

/** Fields by their names in lower case, each as a text. */
function parse(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const parsed = readCitations(text, { from: '@biblatex/text', to: '@biblatex/entries+list' })
    const [entry] = Entries.parse(parsed)
    return (
      entry &&
      Object.fromEntries(
        Object.entries(entry.properties).map(([field, value]) => [field, String(value)]),
      )
    )
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const [, expected = ''] = error.message.match(/expected "(\w+)"/) ?? []
    throw new DomainError(
      'invalid',
      `this is not well-formed BibTeX${expected && ` (a ${signs[expected] ?? expected} is missing)`}: see whether every field is name = {value}, with commas between`,
    )
  }
}

const signs: Record<string, string> = {
  comma: 'comma',
  equals: '=',
  lbrace: '{',
  rbrace: '}',
  label: 'key',
}

/** No abbreviation stands for more; with strings inside of strings a small file could grow huge. */
const longestString = 500

/** Notes what an abbreviation stands for, in a form that mentions no other. */
function define(strings: Map<string, string>, text: string): void {
  const [, name] = text.match(/^@\s*string\s*[{(]\s*([a-z_][\w:+-]*)\s*=/i) ?? []
  if (!name || strings.size >= 10_000) return
  try {
    const value = parse(`${text}\n@misc{x, value = ${name}}`)?.['value']
    if (value === undefined || value.length > longestString) return
    strings.set(name.toLowerCase(), `@string{${name} = {${value}}}`)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
  }
}

function recordOf(row: Readonly<Record<string, string>>): PaperRecord {
  const title = titleIn({ title: lineIn(row, 'title')?.replace(/^\{(.*)\}$/, wholeOnly) })
  const doi = bareDoi(lineIn(row, 'doi'))
  const published = publishedIn(row)
  return withoutGaps({
    id: citedId({
      eprint: lineIn(row, 'eprint'),
      archive: lineIn(row, 'archiveprefix') ?? lineIn(row, 'eprinttype'),
      doi,
      urls: [lineIn(row, 'url'), lineIn(row, 'ee')],
      texts: [lineIn(row, 'journal'), lineIn(row, 'note'), lineIn(row, 'howpublished')],
    }),
    title,
    // An indented line begins no paragraph here: that is how files are laid out.
    abstract: paragraphsIn({ abstract: row['abstract']?.replace(/\n[ \t]+/g, '\n') }, 'abstract'),
    authors: bibtexNames(lineIn(row, 'author') ?? ''),
    publishedAt: published,
    doi,
    venue: venueIn(
      lineIn(row, 'journal') ?? lineIn(row, 'journaltitle') ?? lineIn(row, 'booktitle'),
    ),
  })
}

/** `{{A}}` means A, but `{A} and {B}` has no braces around it. */
const wholeOnly = (text: string, inner: string): string => {
  let depth = 0
  for (const sign of inner) {
    if (sign === '{') depth++
    if (sign === '}' && --depth < 0) return text
  }
  return inner
}

/** `date`, or `year` with `month` and `day`: as much of it as is there. */
function publishedIn(row: Row): string | undefined {
  // A span of time begins with when it appeared.
  const [date] = lineIn(row, 'date')?.split('/') ?? []
  if (date && /^\d{4}(-\d\d){0,2}$/.test(date)) return dateIn({ date }, 'date')
  const year = yearIn(lineIn(row, 'year'))
  const month = monthIn(lineIn(row, 'month'))
  const day = lineIn(row, 'day')
    ?.match(/^\d{1,2}$/)?.[0]
    .padStart(2, '0')
  return dateIn({ date: year && [year, month, month && day].filter(Boolean).join('-') }, 'date')
}
