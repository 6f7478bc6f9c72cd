import { insertRows, type ReadState, type ReaderId, type Store } from '#store'
import type { PaperId } from '#paper'

/** How a paper stands in a reader's library. */
export type Stand = {
  readonly savedAt: string
  readonly state: ReadState
  readonly stateAt: string
  /** From 1 to 5; 0 where the reader did not say. */
  readonly interest: number
  readonly openedAt: string | null
  /** What it was brought in from, or the empty text. */
  readonly cameFrom: string
  /** When it was put into each of its collections, by their ids. */
  readonly collections: Readonly<Record<string, string>>
  readonly tags: readonly string[]
}

/** A paper that was just saved, to be read. */
export const justSaved = (now: Date, cameFrom = ''): Stand => ({
  savedAt: now.toISOString(),
  state: 'to-read',
  stateAt: now.toISOString(),
  interest: 0,
  openedAt: null,
  cameFrom,
  collections: {},
  tags: [],
})

/** How each of these papers stands in a reader's library; those that do not are left out. */
export async function standsOf(
  store: Store,
  reader: ReaderId,
  papers?: readonly PaperId[],
): Promise<Map<PaperId, Stand>> {
  const stands = new Map<PaperId, Stand>()
  for (const some of partsOf(papers)) {
    const [rows, shelved, tagged] = await Promise.all([
      store
        .selectFrom('saved')
        // What of two papers that are one stands for both: the other's row waits, unseen.
        .innerJoin('papers', 'papers.id', 'saved.paper')
        .selectAll('saved')
        .where('mergedInto', 'is', null)
        .where('reader', '=', reader)
        .$if(some !== undefined, (query) => query.where('paper', 'in', some ?? []))
        .orderBy('savedAt', 'desc')
        .orderBy('paper')
        .execute(),
      store
        .selectFrom('collectionPapers')
        .innerJoin('collections', 'collections.id', 'collectionPapers.collection')
        .select(['paper', 'collection', 'addedAt'])
        .where('reader', '=', reader)
        .$if(some !== undefined, (query) => query.where('paper', 'in', some ?? []))
        .orderBy('collection')
        .execute(),
      store
        .selectFrom('tags')
        .select(['paper', 'tag'])
        .where('reader', '=', reader)
        .$if(some !== undefined, (query) => query.where('paper', 'in', some ?? []))
        .orderBy('tag')
        .execute(),
    ])
    const collections = new Map<PaperId, Record<string, string>>()
    for (const { paper, collection, addedAt } of shelved) {
      const those = collections.get(paper) ?? {}
      those[collection] = addedAt
      collections.set(paper, those)
    }
    const tags = Map.groupBy(tagged, ({ paper }) => paper)
    for (const { paper, reader: _, ...row } of rows) {
      stands.set(paper, {
        ...row,
        collections: collections.get(paper) ?? {},
        tags: tags.get(paper)?.map(({ tag }) => tag) ?? [],
      })
    }
  }
  return stands
}

/** One query takes so many papers; the whole library takes one. */
function partsOf(papers: readonly PaperId[] | undefined): (readonly PaperId[] | undefined)[] {
  if (!papers) return [undefined]
  const own = [...new Set(papers)]
  const parts: PaperId[][] = []
  for (let i = 0; i < own.length; i += 500) parts.push(own.slice(i, i + 500))
  return parts
}

/** How a paper stood and how it shall stand; absent where it does not stand in the library. */
export type Change = {
  readonly paper: PaperId
  readonly before: Stand | undefined
  readonly after: Stand | undefined
}

/** Writes what differs. */
export async function putStands(
  within: Store,
  reader: ReaderId,
  changes: readonly Change[],
): Promise<void> {
  const kept = changes.flatMap(({ paper, before, after }) =>
    after && !sameRow(before, after) ? [{ paper, reader, ...rowOf(after) }] : [],
  )
  await insertRows(within, 'saved', kept, {
    key: ['paper', 'reader'],
    taken: ['savedAt', 'state', 'stateAt', 'interest', 'openedAt', 'cameFrom'],
  })
  const gone = changes.filter(({ before, after }) => before && !after).map(({ paper }) => paper)
  for (const some of partsOf(gone)) {
    await within
      .deleteFrom('saved')
      .where('reader', '=', reader)
      .where('paper', 'in', some ?? [])
      .execute()
  }
  await putTags(within, reader, changes)
  await putCollections(within, changes)
}

async function putTags(within: Store, reader: ReaderId, changes: readonly Change[]) {
  const added = changes.flatMap(({ paper, before, after }) =>
    (after?.tags ?? [])
      .filter((tag) => !before?.tags.includes(tag))
      .map((tag) => ({ paper, reader, tag })),
  )
  await insertRows(within, 'tags', added, { key: ['paper', 'reader', 'tag'], taken: 'leave' })
  const gone = changes.flatMap(({ paper, before, after }) =>
    (before?.tags ?? []).filter((tag) => !after?.tags.includes(tag)).map((tag) => ({ paper, tag })),
  )
  for (const [tag, rows] of Map.groupBy(gone, (row) => row.tag)) {
    for (const some of partsOf(rows.map(({ paper }) => paper))) {
      await within
        .deleteFrom('tags')
        .where('reader', '=', reader)
        .where('tag', '=', tag)
        .where('paper', 'in', some ?? [])
        .execute()
    }
  }
}

async function putCollections(within: Store, changes: readonly Change[]) {
  const added = changes.flatMap(({ paper, before, after }) =>
    Object.entries(after?.collections ?? {})
      .filter(([collection]) => before?.collections[collection] === undefined)
      .map(([collection, addedAt]) => ({ collection, paper, addedAt })),
  )
  await insertRows(within, 'collectionPapers', added, {
    key: ['collection', 'paper'],
    taken: 'leave',
  })
  const gone = changes.flatMap(({ paper, before, after }) =>
    Object.keys(before?.collections ?? {})
      .filter((collection) => after?.collections[collection] === undefined)
      .map((collection) => ({ paper, collection })),
  )
  for (const [collection, rows] of Map.groupBy(gone, (row) => row.collection)) {
    for (const some of partsOf(rows.map(({ paper }) => paper))) {
      await within
        .deleteFrom('collectionPapers')
        .where('collection', '=', collection)
        .where('paper', 'in', some ?? [])
        .execute()
    }
  }
}

const rowOf = ({ collections: _c, tags: _t, ...row }: Stand) => row

const sameRow = (before: Stand | undefined, after: Stand) =>
  before !== undefined && JSON.stringify(rowOf(before)) === JSON.stringify(rowOf(after))
