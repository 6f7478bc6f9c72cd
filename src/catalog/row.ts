import type { Selectable } from 'kysely'
import { type Paper, type PaperId, provisionalId } from '#paper'
import type { Schema } from '#store'
import { blank, type Field, type Known } from './merge.ts'

export type PaperRow = Selectable<Schema['papers']>

/** Papers with the same hash have the same title but for spelling. It is the one in their provisional id. */
export const titleHash = (title: string): string => hashIn(provisionalId(title))

export const hashIn = (standIn: PaperId): string => standIn.slice('title:'.length)

/** The paper of a row, as others see it. */
export const fromRow = (row: PaperRow): Paper => ({
  ...fieldsIn(row),
  origins: eachField(JSON.parse(row.origins), ([origin]) => origin),
})

/** The paper of a row, with all that is needed to merge it. */
export function knownFrom(row: PaperRow): Known {
  const tellings: readonly Tellings[] = JSON.parse(row.origins)
  return {
    ...fieldsIn(row),
    origins: eachField(tellings, ([origin]) => origin),
    asOf: eachField(tellings, ([, asOf]) => asOf),
  }
}

const fieldsIn = (row: PaperRow): Omit<Paper, 'origins'> => ({
  id: row.id,
  title: row.title,
  abstract: row.abstract,
  summary: row.summary,
  authors: JSON.parse(row.authors),
  categories: JSON.parse(row.categories),
  publishedAt: row.publishedAt,
  updatedAt: row.updatedAt,
  day: row.day,
  comments: row.comments,
  journalRef: row.journalRef,
  doi: row.doi,
  license: row.license,
  venue: row.venue,
  standing: row.standing,
})

function eachField(
  tellings: readonly Tellings[],
  pick: (one: Tellings) => string,
): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const one of tellings) {
    const told = pick(one)
    if (told) for (const field of one[2]) fields[field] = told
  }
  return fields
}

export function toRow({ asOf, origins, ...paper }: Known, now: Date): PaperRow {
  return {
    ...paper,
    titleHash: titleHash(paper.title),
    authors: JSON.stringify(paper.authors),
    categories: JSON.stringify(paper.categories),
    origins: JSON.stringify(tellingsOf(origins, asOf)),
    mergedInto: null,
    keptAt: now.toISOString(),
  }
}

/** A row that is nothing but a title, and leads to the paper that had it. */
export const rowLeadingTo = (id: PaperId, title: string, paper: PaperId, now: Date): PaperRow => ({
  ...toRow({ ...blank(id), title }, now),
  mergedInto: paper,
})

/** A source, as of when it spoke, and the fields that are its word: mostly one for all of a paper. */
type Tellings = readonly [origin: string, asOf: string, fields: readonly Field[]]

function tellingsOf(origins: Known['origins'], asOf: Known['asOf']): Tellings[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a record of fields
  const fields = Object.keys(origins) as Field[]
  const grouped = Map.groupBy(fields, (field) => `${origins[field]}\n${asOf[field] ?? ''}`)
  return [...grouped].map(([key, group]) => {
    const [origin = '', when = ''] = key.split('\n')
    return [origin, when, group.toSorted()] as const
  })
}
