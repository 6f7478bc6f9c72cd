import type { Day, Paper, PaperId, Span } from '#paper'
import type { Store } from '#store'
import { fromRow } from './row.ts'

export { calendarOf, type Correction, correctCalendar, corrections } from './calendar.ts'
export {
  countStamped,
  earliestStamp,
  type Stamp,
  type Stamped,
  stampedPapers,
  stampsOf,
} from './datestamps.ts'
export {
  type Edition,
  type EditionEntry,
  editionOf,
  editions,
  editionsWith,
  entriesOf,
  keepEdition,
  type ShownFacts,
} from './editions.ts'
export { keep, type Kept } from './keep.ts'
export { makeOne, type Merge, merges, otherIds, takeApart } from './one-paper.ts'
export { papersAfter, type PlaceInDays, type Wanted } from './papers-after.ts'
export { uniteTwins } from './twins.ts'
export { keepWords, type Version, versionsOf, versionsWithoutWords } from './versions.ts'

/** The paper of an id. One that turned out to be another is answered with that other. */
export async function paperOf(store: Store, id: PaperId): Promise<Paper | undefined> {
  const row = await store.selectFrom('papers').selectAll().where('id', '=', id).executeTakeFirst()
  if (row?.mergedInto) return paperOf(store, row.mergedInto)
  return row && fromRow(row)
}

/** The papers of these ids, in that order, leaving out those that we do not hold. */
export async function papersOf(store: Store, ids: readonly PaperId[]): Promise<Paper[]> {
  if (ids.length === 0) return []
  const rows = await store
    .selectFrom('papers')
    .selectAll()
    .where('id', 'in', ids)
    .where('mergedInto', 'is', null)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, fromRow(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** How many papers we hold. */
export async function countPapers(store: Store): Promise<number> {
  // A paper that became another has no day, so that the index by day leads to all of them; to look
  // at each paper would take a tenth of a second for 300,000.
  const { rows, merged } = await store
    .selectNoFrom(({ selectFrom }) => [
      selectFrom('papers')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .as('rows'),
      selectFrom('papers')
        .select(({ fn }) => fn.countAll<number>().as('merged'))
        .where('day', '=', '')
        .where('mergedInto', 'is not', null)
        .as('merged'),
    ])
    .executeTakeFirstOrThrow()
  return (rows ?? 0) - (merged ?? 0)
}

/** Which of many papers are wanted: `count` of them after the first `skip`. */
export type Slice = { readonly skip: number; readonly count: number }

/** The papers listed under the days of a span, the latest first, in one category if told. */
export async function papersIn(
  store: Store,
  { from, to }: Span,
  { skip, count }: Slice,
  category?: string,
): Promise<Paper[]> {
  const ids = category
    ? await store
        .selectFrom('listings')
        .select('paper as id')
        .where('category', '=', category)
        .where('day', '>=', from)
        .where('day', '<=', to)
        .orderBy('day', 'desc')
        .orderBy('paper', 'desc')
        .limit(count)
        .offset(skip)
        .execute()
    : await store
        .selectFrom('papers')
        .select('id')
        .where('day', '>=', from)
        .where('day', '<=', to)
        .orderBy('day', 'desc')
        .orderBy('id', 'desc')
        .limit(count)
        .offset(skip)
        .execute()
  return papersOf(
    store,
    ids.map(({ id }) => id),
  )
}

/** The papers of one day, those of one primary category together. */
export async function papersOfDay(
  store: Store,
  day: Day,
  { skip, count }: Slice,
): Promise<Paper[]> {
  const rows = await store
    .selectFrom('papers')
    .select('id')
    .where('day', '=', day)
    .orderBy('categories') // a list that begins with the primary one
    .orderBy('id', 'desc')
    .limit(count)
    .offset(skip)
    .execute()
  return papersOf(
    store,
    rows.map(({ id }) => id),
  )
}

/** How many papers are listed under each day of a span that has any, in one category if told. */
export async function countsByDay(
  store: Store,
  { from, to }: Span,
  category?: string,
): Promise<{ day: Day; papers: number }[]> {
  const listed = category
    ? store
        .selectFrom('listings')
        .select('day')
        .where('category', '=', category)
        .$castTo<{ day: string }>()
    : store.selectFrom('papers').select('day').$castTo<{ day: string }>()
  const rows = await store
    .selectFrom(listed.as('listed'))
    .select(({ fn }) => ['day', fn.countAll<number>().as('papers')])
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy('day')
    .orderBy('day')
    .execute()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a span of days holds days
  return rows as { day: Day; papers: number }[]
}

/** How many papers of a span each category has, the largest first. */
export async function countsByCategory(
  store: Store,
  { from, to }: Span,
): Promise<{ category: string; papers: number }[]> {
  return store
    .selectFrom('listings')
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy('category')
    .select(({ fn }) => ['category', fn.countAll<number>().as('papers')])
    .orderBy('papers', 'desc')
    .orderBy('category')
    .execute()
}

/** The nearest day that has papers: the last one up to `day`, or the first one after it. */
export async function dayWithPapers(
  store: Store,
  where: { upTo: Day } | { after: Day },
): Promise<Day | undefined> {
  const days = store.selectFrom('papers').select('day').where('day', '!=', '').limit(1)
  const found = await (
    'upTo' in where
      ? days.where('day', '<=', where.upTo).orderBy('day', 'desc')
      : days.where('day', '>', where.after).orderBy('day')
  ).executeTakeFirst()
  return found?.day || undefined
}

/** An author's papers, the latest first, by the key of the name. */
export async function papersBy(
  store: Store,
  key: string,
  { skip, count }: Slice,
): Promise<Paper[]> {
  const rows = await store
    .selectFrom('authorships')
    .select('paper')
    .where('nameKey', '=', key)
    .groupBy(['paper', 'day'])
    .orderBy('day', 'desc')
    .orderBy('paper', 'desc')
    .limit(count)
    .offset(skip)
    .execute()
  return papersOf(
    store,
    rows.map(({ paper }) => paper),
  )
}

/** A category's papers, the latest first, also those whose day is not known. */
export async function papersUnder(
  store: Store,
  category: string,
  { skip, count }: Slice,
): Promise<Paper[]> {
  const rows = await store
    .selectFrom('listings')
    .select('paper')
    .where('category', '=', category)
    .orderBy('day', 'desc')
    .orderBy('paper', 'desc')
    .limit(count)
    .offset(skip)
    .execute()
  return papersOf(
    store,
    rows.map(({ paper }) => paper),
  )
}

/** How many papers an author or a category has. */
export async function countOf(
  store: Store,
  whose: { author: string } | { category: string },
): Promise<number> {
  const { count } = await (
    'author' in whose
      ? store
          .selectFrom('authorships')
          .where('nameKey', '=', whose.author)
          .select(({ fn }) => fn.count<number>('paper').distinct().as('count'))
      : store
          .selectFrom('listings')
          .where('category', '=', whose.category)
          .select(({ fn }) => fn.countAll<number>().as('count'))
  ).executeTakeFirstOrThrow()
  return count
}

/** Every category that has papers, with their number. */
export async function categories(store: Store): Promise<{ category: string; papers: number }[]> {
  return store
    .selectFrom('listings')
    .groupBy('category')
    .select(({ fn }) => ['category', fn.countAll<number>().as('papers')])
    .orderBy('category')
    .execute()
}

/** Whether we hold nothing yet beyond the papers of editions, so that no day is whole. */
export async function holdsEditionsOnly(store: Store): Promise<boolean> {
  const other = await store
    .selectFrom('papers')
    .select('id')
    .where('mergedInto', 'is', null)
    .where('id', 'not in', ({ selectFrom }) => selectFrom('editionEntries').select('paper'))
    .limit(1)
    .executeTakeFirst()
  return !other
}

/**
/**
 * A text that changes whenever anything a page shows may have: a paper, an edition, what was picked,
 * what arXiv said when it was asked, or how far `follower` has read the changes. A vote does not
 * change it: others see it a little later.
 */
export async function stateOf(store: Store, follower: string): Promise<string> {
  const { change, edition, act, ruling, check, place } = await store
    .selectNoFrom(({ selectFrom }) => [
      selectFrom('changes')
        .select(({ fn }) => fn.max('place').as('change'))
        .as('change'),
      selectFrom('editions')
        .select(({ fn }) => fn.max('keptAt').as('keptAt'))
        .as('edition'),
      selectFrom('acts')
        .select(({ fn }) => fn.max('place').as('act'))
        .as('act'),
      selectFrom('rulings')
        .select(({ fn }) => fn.max('place').as('ruling'))
        .as('ruling'),
      selectFrom('checks')
        .select(({ fn }) => fn.max('checkedAt').as('checkedAt'))
        .as('check'),
      selectFrom('bookmarks').select('place').where('follower', '=', follower).as('place'),
    ])
    .executeTakeFirstOrThrow()
  return `${change ?? 0} ${edition ?? ''} ${act ?? 0} ${ruling ?? 0} ${check ?? ''} ${place ?? 0}`
}
