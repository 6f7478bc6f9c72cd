import { DomainError } from '#domain-error'
import { isArxivId, isDay, type PaperRecord, understand } from '#paper'
import { categoriesAmong } from './category.ts'
import { dateIn, monthOf } from './dates.ts'
import { peopleIn } from './person.ts'
import { lineIn, paragraphsIn, type Row, textsIn, titleIn } from './text.ts'

/**
 * Reads a record of the corpus format: `id` (`arxiv:…`, `acl:…`, `doi:…`), `title`, `abstract`,
 * `authors`, `date` (published), `date_seen` (announced), `updated`, `venue`, `categories`,
 * `comments`, `doi`. A record without an id is known by its title.
 */
export function readCorpusRecord(row: Row): PaperRecord {
  const title = titleIn(row)
  const id = idIn(row)
  const published = dateIn(row, 'date') ?? (id && isArxivId(id) ? monthOf(id) : undefined)
  const updated = dateIn(row, 'updated')
  const seen = dateIn(row, 'date_seen')
  const venue = lineIn(row, 'venue')
  return withoutGaps({
    id,
    title,
    abstract: paragraphsIn(row, 'abstract'),
    authors: textsIn(row, 'authors').flatMap(peopleIn),
    categories: categoriesAmong(textsIn(row, 'categories')),
    publishedAt: published,
    updatedAt: updated,
    day: seen && isDay(seen) ? seen : undefined,
    comments: lineIn(row, 'comments'),
    journalRef: lineIn(row, 'journal_ref'),
    doi: bareDoi(lineIn(row, 'doi')),
    venue: venue === 'arXiv' ? undefined : venue,
    asOf: seen ?? updated ?? published,
  })
}

/** The identifier of a record, `undefined` where it has none. One that names nothing is refused. */
export function idIn(row: Row): PaperRecord['id'] {
  const text = lineIn(row, 'id')
  if (!text) return undefined
  const id = understand(text)
  if (id) return id
  throw new DomainError(
    'invalid',
    `“${text.slice(0, 60)}” names no paper here: write an arXiv id, doi:…, acl:… or openreview:…`,
  )
}

export const bareDoi = (doi: string | undefined): string | undefined =>
  doi?.replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/i, '')

/** What a record says, without the fields of which it says nothing. */
export function withoutGaps(record: {
  [Field in keyof Required<PaperRecord>]?: PaperRecord[Field] | undefined
}): PaperRecord {
  const told = Object.entries(record).filter(([, value]) => value !== undefined && value.length > 0)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the empty fields are gone
  return Object.fromEntries(told) as PaperRecord
}
