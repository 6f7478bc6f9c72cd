import { z } from 'zod'
import { type PaperRecord, readPaperId } from '#paper'
import { Standing } from '../standing.ts'

/** A paper in somebody's list: which it is, as far as that can be told, and how it stands there. */
export type Item = z.infer<typeof Item>

const Text = z.string().max(200_000)

/** As much of how a paper stands as another program knows. */
const Marks = Standing.partial().extend({
  collections: z
    .array(z.object({ name: z.string(), addedAt: z.string().optional() }))
    .max(1000)
    .optional(),
  notes: z
    .array(
      z.object({
        body: z.string(),
        writtenAt: z.string().optional(),
        editedAt: z.string().nullable().optional(),
        edits: z.array(z.object({ body: z.string(), until: z.string() })).optional(),
      }),
    )
    .max(1000)
    .optional(),
})

export type Marks = z.infer<typeof Marks>

/** What is kept of an item between two steps of an import. */
export const Item = z.object({
  /** Where it stands in what was sent: `line 17`, `item 3`. */
  spot: z.string().max(200),
  title: Text.default(''),
  id: z.string().transform(readPaperId).optional(),
  doi: z.string().max(300).optional(),
  authors: z.array(z.string()).max(20_000).default([]),
  abstract: Text.optional(),
  publishedAt: z.string().max(40).optional(),
  venue: z.string().max(2000).optional(),
  marks: Marks.default({}),
})

/** Something in a list that cannot be taken in, and why. */
export type Unread = { readonly spot: string; readonly title: string; readonly reason: string }

/** What was sent, read. */
export type List = {
  /** What it is, in words: `BibTeX`, `Zotero RDF`. */
  readonly kind: string
  /** What its papers are said to have come from. */
  readonly cameFrom: string
  readonly items: readonly (Item | Unread)[]
  /** Collections that no item tells of. */
  readonly collections?: readonly string[]
}

/** The item that a record of a citation speaks of. */
export const itemOf = (
  spot: string,
  { id, title, doi, authors, abstract, publishedAt, venue }: PaperRecord,
  marks: Marks,
): Item => ({
  spot,
  title,
  authors: [...(authors ?? [])],
  marks,
  ...(id && { id }),
  ...(doi && { doi }),
  ...(abstract && { abstract }),
  ...(publishedAt && { publishedAt }),
  ...(venue && { venue }),
})

/** Tags and names of collections as other programs have them, made fit for ours. */
export const fitNames = (names: readonly string[]): string[] => [
  ...new Set(
    names
      .map((name) =>
        name
          .toWellFormed()
          .replace(/[\p{Cc}\s\u2028\u2029]+/gu, ' ')
          .trim()
          .slice(0, 100)
          .trim(),
      )
      .filter(Boolean),
  ),
]
