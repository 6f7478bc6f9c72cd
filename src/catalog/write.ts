import { nameKey, type PaperId } from '#paper'
import type { Store } from '#store'
import type { Known } from './merge.ts'
import { rowLeadingTo, toRow } from './row.ts'

/** Writes papers as they have become, under their authors and categories. */
export async function writePapers(
  within: Store,
  papers: readonly Known[],
  before: ReadonlyMap<PaperId, Known>,
  now: Date,
): Promise<void> {
  const known = papers.filter(({ id }) => before.has(id)).map(({ id }) => id)
  for (const some of chunks(known, 1000)) {
    await within.deleteFrom('authorships').where('paper', 'in', some).execute()
    await within.deleteFrom('listings').where('paper', 'in', some).execute()
  }
  for (const some of chunks(papers, 500)) {
    await within
      .insertInto('papers')
      .values(some.map((paper) => toRow(paper, now)))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          title: ref('excluded.title'),
          titleHash: ref('excluded.titleHash'),
          abstract: ref('excluded.abstract'),
          summary: ref('excluded.summary'),
          authors: ref('excluded.authors'),
          categories: ref('excluded.categories'),
          publishedAt: ref('excluded.publishedAt'),
          updatedAt: ref('excluded.updatedAt'),
          day: ref('excluded.day'),
          comments: ref('excluded.comments'),
          journalRef: ref('excluded.journalRef'),
          doi: ref('excluded.doi'),
          license: ref('excluded.license'),
          venue: ref('excluded.venue'),
          origins: ref('excluded.origins'),
        })),
      )
      .execute()
  }
  const authorships = papers.flatMap(({ id, authors, day }) =>
    authors.map((name, position) => ({ paper: id, position, nameKey: nameKey(name), day })),
  )
  for (const some of chunks(authorships, 2000)) {
    await within.insertInto('authorships').values(some).execute()
  }
  const listings = papers.flatMap(({ id, categories, day }) =>
    [...new Set(categories)].map((category) => ({ paper: id, category, day })),
  )
  for (const some of chunks(listings, 2000)) {
    await within.insertInto('listings').values(some).execute()
  }
}

/** Everything that hangs on a paper goes to the one it turned out to be; its address leads there. */
export async function moveOver(within: Store, from: PaperId, into: PaperId): Promise<void> {
  await within.deleteFrom('authorships').where('paper', '=', from).execute()
  await within.deleteFrom('listings').where('paper', '=', from).execute()
  await within
    .updateTable('editionEntries')
    .set({ paper: into })
    .where('paper', '=', from)
    .execute()
  await within
    .updateTable('papers')
    .set({ mergedInto: into, day: '' })
    .where('id', '=', from)
    .execute()
}

/**
 * Lets titles that papers once had lead to them, so that an old page that knows nothing but such a
 * title finds its paper.
 */
export async function leadOldTitles(
  within: Store,
  titles: readonly { id: PaperId; title: string; paper: PaperId }[],
  now: Date,
): Promise<void> {
  for (const some of chunks(titles, 500)) {
    await within
      .insertInto('papers')
      .values(some.map(({ id, title, paper }) => rowLeadingTo(id, title, paper, now)))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
  }
}

function* chunks<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size)
}
