import type { Day, PaperId } from '#paper'
import type { Store } from '#store'

/** A page of papers that somebody put together, kept as it stood. */
export type Edition = {
  readonly id: string
  readonly name: string
  readonly day: Day
  /** What had to be assumed to read it, and other things to know. Empty if nothing. */
  readonly note: string
}

export type EditionEntry = {
  readonly paper: PaperId
  /** The heading it stands under; empty where the edition has none. */
  readonly section: string
  readonly shown: ShownFacts
}

/** What a page itself says of an entry, at the time it was made. */
export type ShownFacts = {
  readonly authors?: number
  readonly day?: Day
  readonly comments?: number
}

/** Keeps an edition with its papers in their order. Says whether it is new or different. */
export async function keepEdition(
  within: Store,
  edition: Edition,
  origin: string,
  entries: readonly EditionEntry[],
  now = new Date(),
): Promise<boolean> {
  const rows = entries.map(({ paper, section, shown }, position) => ({
    edition: edition.id,
    position,
    paper,
    section,
    shown: JSON.stringify(shown),
  }))
  const known = await editionOf(within, edition.id)
  const { name, day, note } = edition
  const keptAt = now.toISOString()
  const sameHead = known && known.name === name && known.day === day && known.note === note
  if (sameHead && JSON.stringify(await entryRows(within, edition.id)) === JSON.stringify(rows)) {
    return false
  }
  await within
    .insertInto('editions')
    .values({ ...edition, source: origin, keptAt })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, day, note, keptAt }))
    .execute()
  await within.deleteFrom('editionEntries').where('edition', '=', edition.id).execute()
  if (rows.length > 0) await within.insertInto('editionEntries').values(rows).execute()
  return true
}

/** All editions, the latest first, with the number of their papers. */
export async function editions(store: Store): Promise<(Edition & { papers: number })[]> {
  return store
    .selectFrom('editions')
    .leftJoin('editionEntries', 'editionEntries.edition', 'editions.id')
    .groupBy(['id', 'name', 'day', 'note'])
    .select(({ fn }) => [
      'id',
      'name',
      'day',
      'note',
      fn.count<number>('editionEntries.position').as('papers'),
    ])
    .orderBy('day', 'desc')
    .orderBy('id')
    .execute()
}

export async function editionOf(store: Store, id: string): Promise<Edition | undefined> {
  return store
    .selectFrom('editions')
    .select(['id', 'name', 'day', 'note'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The papers of an edition in the order of its page. */
export async function entriesOf(store: Store, edition: string): Promise<EditionEntry[]> {
  const rows = await entryRows(store, edition)
  return rows.map(({ paper, section, shown }) => ({ paper, section, shown: JSON.parse(shown) }))
}

/** The editions that listed a paper, the latest first. */
export async function editionsWith(store: Store, paper: PaperId): Promise<Edition[]> {
  return store
    .selectFrom('editions')
    .innerJoin('editionEntries', 'editionEntries.edition', 'editions.id')
    .where('editionEntries.paper', '=', paper)
    .select(['id', 'name', 'day', 'note'])
    .distinct()
    .orderBy('day', 'desc')
    .execute()
}

function entryRows(store: Store, edition: string) {
  return store
    .selectFrom('editionEntries')
    .select(['edition', 'position', 'paper', 'section', 'shown'])
    .where('edition', '=', edition)
    .orderBy('position')
    .execute()
}
