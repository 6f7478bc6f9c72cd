import { DomainError } from '#domain-error'
import { isArxivId, type PaperRecord, understand, type VersionRecord } from '#paper'
import { authorsIn } from './author-list.ts'
import { categoriesAmong } from './category.ts'
import { bareDoi, withoutGaps } from './corpus-record.ts'
import { dateIn, instantIn, monthOf } from './dates.ts'
import type { OaiRecord } from './oai-page.ts'
import { asOfVersion } from './snapshot-record.ts'
import { standingIn } from './standing.ts'
import { folded, isRow, lineIn, paragraphsIn, proper, type Row, titleIn } from './text.ts'
import { textOf } from './xml.ts'

/**
 * Reads a record of arXiv's OAI-PMH, in either of its formats.
 *
 * `arXivRaw`: the date of version v1 is when the paper appeared, that of the highest version its
 * current state; `authors` is a line to be taken apart; TeX stays as the author typed it.
 * `arXiv`: `created` is, whatever its name says, the date of the current version, so that of the
 * first only the month in the identifier is known; authors come apart; TeX accents come as letters.
 * In both, the datestamp of the header is when arXiv last changed the record, hence `asOf`.
 * `msc-class`, `acm-class` (which repeats the former by mistake), `report-no`, `proxy` and
 * `submitter` are not taken. A withdrawn paper stays; that it is one, `arXivRaw` says of its versions.
 */
export function readArxivRecord({ identifier, datestamp, metadata }: OaiRecord): PaperRecord {
  if (!metadata) throw new DomainError('invalid', 'the record has no metadata: it is left out')
  const row = decoded(metadata)
  const title = titleIn(row)
  const id = understand(lineIn(row, 'id') ?? identifier)
  if (!id || !isArxivId(id)) {
    throw new DomainError('invalid', 'the record has no arXiv identifier: it is left out')
  }
  const versions = versionsIn(metadata)
  const current = versions.at(-1)?.at ?? dateIn(row, 'updated') ?? dateIn(row, 'created')
  return withoutGaps({
    id,
    title,
    abstract: paragraphsIn(row, 'abstract'),
    authors: namesIn(metadata) ?? authorsIn(lineIn(row, 'authors') ?? ''),
    categories: categoriesAmong(lineIn(row, 'categories')?.split(/[\s,]+/) ?? []),
    publishedAt: versions.find(({ number }) => number === 1)?.at ?? monthOf(id),
    updatedAt: current,
    comments: lineIn(row, 'comments'),
    journalRef: lineIn(row, 'journal-ref'),
    doi: bareDoi(lineIn(row, 'doi')),
    license: lineIn(row, 'license'),
    standing: versions.at(-1)?.standing ?? standingIn(lineIn(row, 'comments')),
    versions,
    asOf: asOfVersion(datestamp || undefined, current),
  })
}

/** The fields of a record as text; those that have no text are left empty. */
const decoded = (metadata: Row): Row =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, textOf(value)]))

/** The versions of a record in `arXivRaw`, the first one first. */
function versionsIn({ version = [] }: Row): VersionRecord[] {
  const versions = Array.isArray(version) ? version.filter(isRow) : []
  return versions
    .map((one) => ({
      number: Number(textOf(one['@version']).slice(1)),
      at: instantIn(one, 'date'),
      standing: isIgnored(one) ? ('withdrawn' as const) : ('stands' as const),
    }))
    .toSorted((a, b) => a.number - b.number)
}

/** A version of which arXiv keeps no source was withdrawn (its `source_type` has the letter I). */
const isIgnored = (version: Row): boolean => textOf(version['source_type']).includes('I')

/** The names in a record of the format `arXiv`. */
function namesIn({ authors }: Row): string[] | undefined {
  if (!isRow(authors) || !Array.isArray(authors['author'])) return undefined
  return authors['author'].filter(isRow).flatMap((author) => {
    const parts = ['forenames', 'keyname', 'suffix'].map((part) => textOf(author[part]))
    return folded(proper(parts.join(' '))) || []
  })
}
