import { nameKey, type PaperId } from '#paper'
import { carryOver, insertRows, type Store } from '#store'
import type { Known } from './merge.ts'
import { stamp } from './datestamps.ts'
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
  await insertRows(
    within,
    'papers',
    papers.map((paper) => toRow(paper, now)),
    { key: ['id'], taken: told },
  )
  await stamp(within, papers, { gone: false }, now)
  const authorships = papers.flatMap(({ id, authors, day }) =>
    authors.map((name, position) => ({ paper: id, position, nameKey: nameKey(name), day })),
  )
  await insertRows(within, 'authorships', authorships)
  const listings = papers.flatMap(({ id, categories, day }) =>
    [...new Set(categories)].map((category) => ({ paper: id, category, day })),
  )
  await insertRows(within, 'listings', listings)
}

/** What a record may change in a paper. */
const told = [
  'title',
  'titleHash',
  'abstract',
  'summary',
  'authors',
  'categories',
  'publishedAt',
  'updatedAt',
  'day',
  'comments',
  'journalRef',
  'doi',
  'license',
  'venue',
  'standing',
  'origins',
] as const

/** Everything that hangs on a paper goes to the one it turned out to be; its address leads there. */
export async function moveOver(
  within: Store,
  from: PaperId,
  into: PaperId,
  now: Date,
): Promise<void> {
  await within.deleteFrom('authorships').where('paper', '=', from).execute()
  await within.deleteFrom('listings').where('paper', '=', from).execute()
  await carryOver(within, from, into)
  await within
    .updateTable('papers')
    .set({ mergedInto: into, day: '' })
    .where('id', '=', from)
    .execute()
  await stamp(within, [{ id: from }], { gone: true }, now)
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
  const rows = titles.map(({ id, title, paper }) => rowLeadingTo(id, title, paper, now))
  await insertRows(within, 'papers', rows, { key: ['id'], taken: 'leave' })
}

function* chunks<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size)
}
