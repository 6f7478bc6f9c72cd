import { DomainError } from '#domain-error'
import { isArxivId, type PaperRecord } from '#paper'
import { authorsIn } from './author-list.ts'
import { categoriesAmong } from './category.ts'
import { bareDoi, idIn, withoutGaps } from './corpus-record.ts'
import { dateIn, instantIn, monthOf } from './dates.ts'
import { standingIn } from './standing.ts'
import { folded, isRow, lineIn, paragraphsIn, proper, type Row, titleIn } from './text.ts'

/** Whether a record is of arXiv's metadata snapshot, and not of the corpus format. */
export const isSnapshotRecord = (row: Row): boolean =>
  'versions' in row || 'authors_parsed' in row || typeof row['categories'] === 'string'

/**
 * Reads a record of arXiv's metadata snapshot: the first of `versions` is when the paper appeared,
 * the last its current state; `authors_parsed` goes before the line `authors`; `update_date` is
 * when arXiv last changed anything in the record.
 */
export function readSnapshotRecord(row: Row): PaperRecord {
  const title = titleIn(row)
  const id = idIn(row)
  if (!id) throw new DomainError('invalid', 'the record has no “id”: add one, or leave it out')
  const versions = versionsIn(row)
  const updated = versions.at(-1)
  const changed = dateIn(row, 'update_date')
  return withoutGaps({
    id,
    title,
    abstract: paragraphsIn(row, 'abstract'),
    authors: parsedAuthorsIn(row) ?? authorsIn(lineIn(row, 'authors') ?? ''),
    categories: categoriesAmong(lineIn(row, 'categories')?.split(/[\s,]+/) ?? []),
    versions: versions.map((at, i) => ({ number: i + 1, at })),
    publishedAt: versions[0] ?? (isArxivId(id) ? monthOf(id) : undefined),
    updatedAt: updated,
    comments: lineIn(row, 'comments'),
    standing: standingIn(lineIn(row, 'comments')),
    journalRef: lineIn(row, 'journal-ref'),
    doi: bareDoi(lineIn(row, 'doi')),
    license: lineIn(row, 'license'),
    asOf: asOfVersion(changed, updated),
  })
}

/** When a record last changed: its day, and within that the instant of its current version. */
export const asOfVersion = (changed: string | undefined, updated: string | undefined): string =>
  [changed, updated].filter((part) => part !== undefined).join(' ')

function versionsIn(row: Row): string[] {
  const versions = row['versions'] ?? []
  if (Array.isArray(versions) && versions.every(isRow)) {
    return versions.map((version) => instantIn(version, 'created'))
  }
  throw new DomainError('invalid', '“versions” must be a list of versions: correct it')
}

/** Names from `[["Last", "First", "Jr."], …]`, as they are written. */
function parsedAuthorsIn(row: Row): string[] | undefined {
  const authors = row['authors_parsed']
  if (!Array.isArray(authors) || authors.length === 0) return undefined
  return authors.flatMap((parts: unknown) => {
    if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) {
      throw new DomainError('invalid', '“authors_parsed” must be a list of names: correct it')
    }
    const [last = '', first = '', suffix = ''] = parts
    return folded(proper(`${first} ${last} ${suffix}`)) || []
  })
}
