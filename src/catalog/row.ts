import { hash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { type Paper, titleKey } from '#paper'
import type { Schema } from '#store'

export type PaperRow = Selectable<Schema['papers']>

/** Papers with the same hash have the same title but for spelling. */
export const titleHash = (title: string): string => hash('sha256', titleKey(title)).slice(0, 16)

export function fromRow(row: PaperRow): Paper {
  return {
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
    origins: JSON.parse(row.origins),
  }
}

export const toRow = (paper: Paper, now: Date): PaperRow => ({
  ...paper,
  titleHash: titleHash(paper.title),
  authors: JSON.stringify(paper.authors),
  categories: JSON.stringify(paper.categories),
  origins: JSON.stringify(paper.origins),
  mergedInto: null,
  keptAt: now.toISOString(),
})
