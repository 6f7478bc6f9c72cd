import type { PaperId } from '#paper'
import { lockShelf, type ReaderId, type Store } from '#store'
import { collectionsOf, ownCollection } from './collections.ts'
import { privateTo, release } from './private.ts'

/** A collection that its reader made public. */
export type List = {
  readonly id: string
  readonly name: string
  /** Whose it is. */
  readonly by: string
  readonly handle: string
  /** The end of its address. */
  readonly publicAs: string
  readonly papers: number
}

/** A paper that was put into a list. */
export type PutIn = { readonly list: string; readonly paper: PaperId; readonly at: string }

/** Makes a collection public. Its address stays as it is for as long as it is public. */
export async function publish(store: Store, reader: ReaderId, id: string): Promise<void> {
  await store.transaction().execute(async (within) => {
    await lockShelf(within, reader)
    const { name, publicAs: before } = await ownCollection(within, reader, id)
    if (before !== '') return
    const taken = new Set((await collectionsOf(within, reader)).map((one) => one.publicAs))
    const plain = addressOf(name)
    let publicAs = plain
    for (let n = 2; taken.has(publicAs); n++) publicAs = `${plain}-${n}`
    await within.updateTable('collections').set({ publicAs }).where('id', '=', id).execute()
  })
}

/** Makes a collection its reader’s alone again. */
export async function withdraw(store: Store, reader: ReaderId, id: string): Promise<void> {
  await ownCollection(store, reader, id)
  await store
    .updateTable('collections')
    .set({ publicAs: '' })
    .where('id', '=', id)
    .where('reader', '=', reader)
    .execute()
}

/** “Bread & Ovens” → `bread-ovens`. */
function addressOf(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu)
    ?.join('-')
  return (
    Array.from(plain ?? '')
      .slice(0, 60)
      .join('') || 'list'
  )
}

/** The public lists of a reader, by name. */
export const listsOf = (store: Store, reader: ReaderId): Promise<List[]> =>
  listsWhere(store, { column: 'readers.id', among: [reader] })

/** Those of some ids that are public. */
export const listsIn = (store: Store, ids: readonly string[]): Promise<List[]> =>
  listsWhere(store, { column: 'collections.id', among: ids })

/** The list at an address, if it is public. */
export async function listAt(
  store: Store,
  { handle, publicAs }: Pick<List, 'handle' | 'publicAs'>,
): Promise<List | undefined> {
  const all = await listsWhere(store, { column: 'readers.handle', among: [handle.toLowerCase()] })
  return all.find((one) => one.publicAs === publicAs)
}

async function listsWhere(
  store: Store,
  {
    column,
    among,
  }: {
    readonly column: 'readers.id' | 'readers.handle' | 'collections.id'
    readonly among: readonly string[]
  },
): Promise<List[]> {
  if (among.length === 0) return []
  const rows = await store
    .selectFrom('collections')
    .innerJoin('readers', 'readers.id', 'collections.reader')
    .leftJoin('collectionPapers', 'collectionPapers.collection', 'collections.id')
    .leftJoin('papers', (join) =>
      join.onRef('papers.id', '=', 'paper').on('papers.mergedInto', 'is', null),
    )
    .select(({ fn }) => [
      'collections.id',
      'collections.reader',
      'collections.name',
      'readers.name as by',
      'handle',
      'publicAs',
      fn.count<number>('papers.id').as('papers'),
    ])
    .where(({ eb, ref, val }) =>
      eb(
        ref(column),
        'in',
        among.map((one) => val(one)),
      ),
    )
    .where('publicAs', '!=', '')
    // Whoever may not write shows no names of lists either.
    .where('bannedAt', 'is', null)
    .groupBy([
      'collections.id',
      'collections.reader',
      'collections.name',
      'readers.name',
      'handle',
      'publicAs',
    ])
    .execute()
  return rows
    .map(({ reader, ...list }) => release('made public', privateTo(reader, list)))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** Instants and places: after the one, up to the other, and so many of them. */
type Part = {
  readonly after?: string
  readonly upTo?: string
  readonly skip?: number
  readonly count: number
}

/** What was put into some lists, the latest first. Of what is not public there is nothing. */
export async function putIn(
  store: Store,
  ids: readonly string[],
  { after = '', upTo = '9', skip = 0, count }: Part,
): Promise<PutIn[]> {
  if (ids.length === 0) return []
  const rows = await store
    .selectFrom('collectionPapers')
    .innerJoin('collections', 'collections.id', 'collectionPapers.collection')
    .innerJoin('papers', 'papers.id', 'collectionPapers.paper')
    .select(['reader', 'collection as list', 'paper', 'addedAt as at'])
    .where('collection', 'in', ids)
    .where('publicAs', '!=', '')
    .where('mergedInto', 'is', null)
    .where('addedAt', '>', after)
    .where('addedAt', '<=', upTo)
    .orderBy('addedAt', 'desc')
    .orderBy('paper')
    .offset(skip)
    .limit(count)
    .execute()
  return rows.map(({ reader, ...one }) => release('made public', privateTo(reader, one)))
}
