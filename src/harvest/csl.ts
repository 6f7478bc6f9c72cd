import { z } from 'zod'
import { DomainError } from '#domain-error'
import type { PaperRecord } from '#paper'
import { citedId, venueIn, yearIn } from './citation.ts'
import type { Entry } from './entries.ts'
import { bareDoi, withoutGaps } from './corpus-record.ts'
import { dateIn } from './dates.ts'
import { objectsIn } from './json-list.ts'
import { folded, lineIn, paragraphsIn, proper, titleIn } from './text.ts'

export const looksLikeCsl = (beginning: string): boolean =>
  /^\uFEFF?\s*\[\s*\{/.test(beginning) && /"type"\s*:\s*"[a-z_-]+"/.test(beginning)

/** The entries of a CSL-JSON list, as Zotero and citation processors write it. */
export function* cslEntries(file: string): Generator<Entry> {
  for (const { line, text } of objectsIn(file)) {
    yield { line, text, read: () => readCslRecord(parse(text)) }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError(
      'invalid',
      'this is not whole JSON: see whether it was cut, or a comma is missing',
    )
  }
}

const Text = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined)

const Name = z.object({
  family: Text,
  given: Text,
  suffix: Text,
  literal: Text,
  'dropping-particle': Text,
  'non-dropping-particle': Text,
})

const Moment = z.object({
  // Crossref has `[[null]]` where it knows no date.
  'date-parts': z
    .array(z.array(z.union([z.string(), z.number(), z.null()])).max(9))
    .max(2)
    .optional(),
  raw: Text,
  literal: Text,
})

/** What we take of CSL-JSON, which Crossref and citation-js speak with small differences. */
const Citation = z.looseObject({
  title: Text,
  abstract: Text,
  author: z.array(Name).max(20_000).optional(),
  issued: Moment.optional(),
  DOI: Text,
  URL: Text,
  note: Text,
  number: Text,
  'container-title': Text,
})

/** Reads a citation in CSL-JSON. Text is taken with the few HTML elements that it may have. */
export function readCslRecord(value: unknown): PaperRecord {
  const reading = Citation.safeParse(value)
  if (!reading.success) {
    const field = reading.error.issues[0]?.path.join('.') || 'it'
    throw new DomainError('invalid', `“${field}” is not as CSL-JSON has it: correct it`)
  }
  const row = reading.data
  const doi = bareDoi(lineIn(row, 'DOI'))
  const venue = lineIn(row, 'container-title')
  return withoutGaps({
    id: citedId({
      doi,
      urls: [lineIn(row, 'URL')],
      texts: [lineIn(row, 'number'), venue, lineIn(row, 'note')],
    }),
    title: titleIn(row),
    abstract: paragraphsIn(row, 'abstract'),
    authors: (row.author ?? []).flatMap(nameOf),
    publishedAt: row.issued && momentIn(row.issued),
    doi,
    venue: venueIn(venue),
  })
}

function nameOf(name: z.infer<typeof Name>): string[] {
  const parts = [
    name.given,
    name['dropping-particle'],
    name['non-dropping-particle'],
    name.family,
    name.suffix,
  ]
  const said = folded(proper(name.literal ?? parts.filter(Boolean).join(' ')))
  return /\p{L}/u.test(said) ? [said] : []
}

/** As much of a date as is there; of a span, when it begins. */
function momentIn({ 'date-parts': spans, raw, literal }: z.infer<typeof Moment>) {
  const [year, ...rest] = spans?.[0] ?? [yearIn(raw ?? literal)]
  if (year === undefined || year === null || year === '') return undefined
  const parts = rest
    .filter((part) => part !== null)
    .slice(0, 2)
    .map((part) => String(part).padStart(2, '0'))
  return dateIn({ date: [String(year).padStart(4, '0'), ...parts].join('-') }, 'date')
}
