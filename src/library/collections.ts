import { z } from 'zod'
import { DomainError } from '#domain-error'
import type { PaperId } from '#paper'
import { lockShelf, type ReaderId, type Store } from '#store'
import { act, type LibraryAct, newId } from './acts.ts'
import { justSaved, type Stand } from './stand.ts'
import { readName, sameName } from './tags.ts'

/** A reader's collection of papers. */
export type Collection = {
  readonly id: string
  readonly name: string
  readonly madeAt: string
  readonly papers: number
  /** The end of its public address; the empty text while it is its reader’s alone. */
  readonly publicAs: string
}

const mostCollections = 1000

/** A reader's collections, by name. */
export async function collectionsOf(store: Store, reader: ReaderId): Promise<Collection[]> {
  const rows = await store
    .selectFrom('collections')
    .leftJoin('collectionPapers', 'collectionPapers.collection', 'collections.id')
    .leftJoin('papers', (join) =>
      join.onRef('papers.id', '=', 'paper').on('papers.mergedInto', 'is', null),
    )
    .select(({ fn }) => [
      'collections.id',
      'name',
      'madeAt',
      'publicAs',
      fn.count<number>('papers.id').as('papers'),
    ])
    .where('reader', '=', reader)
    .groupBy(['collections.id', 'name', 'madeAt', 'publicAs'])
    .execute()
  return rows.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** Makes a collection; where the reader has one of that name, that is it. */
export async function makeCollection(
  store: Store,
  reader: ReaderId,
  name: string,
  now = new Date(),
): Promise<string> {
  return store.transaction().execute((within) => collectionNamed(within, reader, name, now))
}

/** The collection of that name, made where there is none. */
export async function collectionNamed(
  within: Store,
  reader: ReaderId,
  name: string,
  now: Date,
): Promise<string> {
  const wanted = readName(name)
  await lockShelf(within, reader)
  const all = await collectionsOf(within, reader)
  const known = all.find((one) => sameName(one.name, wanted))
  if (known) return known.id
  if (all.length >= mostCollections) {
    throw new DomainError('too-many', `A library has at most ${mostCollections} collections.`)
  }
  const id = newId()
  await within
    .insertInto('collections')
    .values({ id, reader, name: wanted, madeAt: now.toISOString(), publicAs: '' })
    .execute()
  return id
}

export async function renameCollection(
  store: Store,
  reader: ReaderId,
  id: string,
  name: string,
): Promise<void> {
  const wanted = readName(name)
  await store.transaction().execute(async (within) => {
    await lockShelf(within, reader)
    const all = await collectionsOf(within, reader)
    const other = all.find((one) => sameName(one.name, wanted) && one.id !== id)
    if (other) throw new DomainError('invalid', `There is a collection “${other.name}” already.`)
    await ownCollection(within, reader, id)
    await within.updateTable('collections').set({ name: wanted }).where('id', '=', id).execute()
  })
}

/** Deletes a collection. Its papers stay in the library. */
export async function dropCollection(
  store: Store,
  reader: ReaderId,
  id: string,
  now = new Date(),
): Promise<LibraryAct | undefined> {
  return store.transaction().execute(async (within) => {
    const { papers: _, ...row } = await ownCollection(within, reader, id)
    const held = await within
      .selectFrom('collectionPapers')
      .select('paper')
      .where('collection', '=', id)
      .execute()
    const done = await act(
      within,
      reader,
      {
        kind: 'drop-collection',
        papers: held.map(({ paper }) => paper),
        detail: row,
        change: (stand) => stand && without(stand, id),
      },
      now,
    )
    // What of it is not in the library stands nowhere else.
    await within.deleteFrom('collectionPapers').where('collection', '=', id).execute()
    await within.deleteFrom('collections').where('id', '=', id).execute()
    return done
  })
}

/** Puts papers into a collection, by its id or by the name of one that is made where there is none. */
export async function collect(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  into: { readonly id: string } | { readonly name: string },
  now = new Date(),
): Promise<LibraryAct | undefined> {
  return store.transaction().execute(async (within) => {
    const id =
      'id' in into
        ? (await ownCollection(within, reader, into.id)).id
        : await collectionNamed(within, reader, into.name, now)
    const change = (stand = justSaved(now)) =>
      stand.collections[id] === undefined
        ? { ...stand, collections: { ...stand.collections, [id]: now.toISOString() } }
        : stand
    return act(within, reader, { kind: 'collect', papers, change }, now)
  })
}

/** Takes papers out of a collection. They stay in the library. */
export async function uncollect(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  id: string,
  now = new Date(),
): Promise<LibraryAct | undefined> {
  return store.transaction().execute(async (within) => {
    await ownCollection(within, reader, id)
    const change = (stand: Stand | undefined) => stand && without(stand, id)
    return act(within, reader, { kind: 'uncollect', papers, change }, now)
  })
}

function without(stand: Stand, id: string): Stand {
  const { [id]: _, ...collections } = stand.collections
  return { ...stand, collections }
}

const shape = z.object({ id: z.string(), name: z.string(), madeAt: z.string() })

/** Makes a collection again that was deleted, for its reader alone. */
export async function restoreCollection(
  within: Store,
  reader: ReaderId,
  before: unknown,
): Promise<void> {
  await within
    .insertInto('collections')
    .values({ ...shape.parse(before), reader, publicAs: '' })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

export async function ownCollection(
  store: Store,
  reader: ReaderId,
  id: string,
): Promise<Collection> {
  const found = (await collectionsOf(store, reader)).find((one) => one.id === id)
  if (!found) throw new DomainError('missing', 'There is no such collection.')
  return found
}
