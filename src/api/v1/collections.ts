import { z } from 'zod'
import {
  collect,
  type Collection,
  collectionsOf,
  dropCollection,
  makeCollection,
  renameCollection,
  uncollect,
} from '#library'
import { DomainError } from '#domain-error'
import type { ReaderId, Store } from '#store'
import { Done, Name, standOf, StandShape } from './library.ts'
import { readerIn, route } from './route.ts'
import { allOf, PaperPath } from './shapes.ts'
import { heldPaper } from './show-papers.ts'

const CollectionShape = z
  .object({
    id: z.string(),
    name: z.string(),
    madeAt: z.string(),
    papers: z.int(),
    publicAs: z
      .string()
      .describe('The end of its public address, /people/…/lists/…; empty while it is yours alone.'),
  })
  .meta({ id: 'Collection' })

const CollectionPath = z.object({ collection: z.string().max(100) })

export const collections = [
  route({
    name: 'listCollections',
    method: 'get',
    path: '/collections',
    tag: 'Library',
    says: 'Your collections, by name',
    who: 'reader',
    answer: allOf(CollectionShape),
    run: async ({ store, ...ask }) => ({ items: await collectionsOf(store, readerIn(ask).id) }),
  }),
  route({
    name: 'makeCollection',
    method: 'post',
    path: '/collections',
    tag: 'Library',
    says: 'Make a collection; where you have one of that name, that is it',
    body: z.object({ name: Name }),
    status: 201,
    answer: CollectionShape,
    async run({ body, store, now, ...ask }) {
      const reader = readerIn(ask).id
      return collectionOf(store, reader, await makeCollection(store, reader, body.name, now))
    },
  }),
  route({
    name: 'renameCollection',
    method: 'patch',
    path: '/collections/{collection}',
    tag: 'Library',
    says: 'Give a collection another name',
    params: CollectionPath,
    body: z.object({ name: Name }),
    missing: true,
    answer: CollectionShape,
    async run({ path, body, store, ...ask }) {
      const reader = readerIn(ask).id
      await renameCollection(store, reader, path.collection, body.name)
      return collectionOf(store, reader, path.collection)
    },
  }),
  route({
    name: 'dropCollection',
    method: 'delete',
    path: '/collections/{collection}',
    tag: 'Library',
    says: 'Delete a collection; its papers stay in your library',
    params: CollectionPath,
    missing: true,
    answer: Done,
    async run({ path, store, now, ...ask }) {
      const act = await dropCollection(store, readerIn(ask).id, path.collection, now)
      return { act: act?.id ?? null }
    },
  }),
  route({
    name: 'collectPaper',
    method: 'put',
    path: '/collections/{collection}/papers/{id}',
    tag: 'Library',
    says: 'Put a paper into a collection; it is saved where it was not',
    params: PaperPath.extend(CollectionPath.shape),
    missing: true,
    answer: StandShape,
    async run({ path, store, now, ...ask }) {
      const reader = readerIn(ask).id
      const { id } = await heldPaper(store, path.id)
      await collect(store, reader, [id], { id: path.collection }, now)
      return standOf(store, reader, id)
    },
  }),
  route({
    name: 'uncollectPaper',
    method: 'delete',
    path: '/collections/{collection}/papers/{id}',
    tag: 'Library',
    says: 'Take a paper out of a collection; it stays in your library',
    params: PaperPath.extend(CollectionPath.shape),
    missing: true,
    answer: Done,
    async run({ path, store, now, ...ask }) {
      const { id } = await heldPaper(store, path.id)
      const act = await uncollect(store, readerIn(ask).id, [id], path.collection, now)
      return { act: act?.id ?? null }
    },
  }),
]

async function collectionOf(store: Store, reader: ReaderId, id: string): Promise<Collection> {
  const found = (await collectionsOf(store, reader)).find((one) => one.id === id)
  if (!found) throw new DomainError('missing', 'There is no such collection of yours.')
  return found
}
