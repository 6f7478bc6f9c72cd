/** Things that belong to one reader, to try whether another can get at them. */
import { invite, makeToken, openSession, type Reader } from '#accounts'
import {
  collectionsOf,
  makeCollection,
  makeTopic,
  notesOf,
  type Topic,
  topicsOf,
  writeNote,
} from '#library'
import { readPaperId } from '#paper'
import type { Store } from '#store'
import { keepAll, paperOn } from './site.ts'

/** Something that belongs to one reader, to try whether another can get at it. */
export type Thing = {
  /** Makes one of a reader's, and answers the address at which it is acted upon. */
  make(store: Store, owner: Reader): Promise<string>
  /** How many such things of the owner there are: the owner's act changes it, and nobody else's. */
  count(store: Store, owner: Reader): Promise<number>
}

const now = new Date('2026-11-20T12:00:00Z')

const rowsOf =
  (table: 'sessions' | 'tokens' | 'passkeys' | 'identities') =>
  async (store: Store, { id }: Reader): Promise<number> => {
    const { n } = await store
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('reader', '=', id)
      .executeTakeFirstOrThrow()
    return n
  }

export const session: Thing = {
  make: async (store, { id }) =>
    `/account/sessions/${(await openSession(store, id, { method: 'link' }, now)).id}/end`,
  count: rowsOf('sessions'),
}
export const token: Thing = {
  make: async (store, { id }) =>
    `/account/tokens/${(await makeToken(store, id, { name: 'One', scopes: ['read'] }, now)).id}/revoke`,
  count: rowsOf('tokens'),
}
export const passkey: Thing = {
  async make(store, reader) {
    await store
      .insertInto('passkeys')
      .values({
        id: `key-${reader.id}`,
        reader: reader.id,
        name: 'Laptop',
        publicKey: 'x',
        credentialId: reader.id,
        counter: 0,
        deviceType: 'singleDevice',
        backedUp: 0,
        transports: null,
        aaguid: null,
        createdAt: now.toISOString(),
      })
      .execute()
    return `/account/passkeys/key-${reader.id}/remove`
  },
  count: rowsOf('passkeys'),
}
export const identity: Thing = {
  async make(store, reader) {
    const at = now.toISOString()
    await store
      .insertInto('identities')
      .values({
        id: `id-${reader.id}`,
        reader: reader.id,
        provider: 'orcid',
        subject: reader.id,
        createdAt: at,
        updatedAt: at,
      })
      .execute()
    return `/account/identities/id-${reader.id}/remove`
  },
  count: rowsOf('identities'),
}
export const collectionPublic: Thing = {
  make: async (store, { id }) =>
    `/library/collections/${await makeCollection(store, id, 'One')}/public`,
  count: async (store, { id }) =>
    (await collectionsOf(store, id)).filter(({ publicAs }) => publicAs === '').length,
}
export const collection: Thing = {
  make: async (store, { id }) =>
    `/library/collections/${await makeCollection(store, id, 'One')}/drop`,
  count: async (store, { id }) => (await collectionsOf(store, id)).length,
}
/** A collection that a new name makes no more: how many have the name that the tests give. */
export const collectionName: Thing = {
  make: async (store, { id }) =>
    `/library/collections/${await makeCollection(store, id, 'One')}/rename`,
  count: async (store, { id }) =>
    (await collectionsOf(store, id)).filter(({ name }) => name === 'One').length,
}
export const note = (act: 'edit' | 'forget'): Thing => ({
  async make(store, { id }) {
    await keepAll(store, [paperOn('2026-11-20', '2611.10003')])
    const paper = readPaperId('2611.10003')
    return `/library/notes/${(await writeNote(store, id, { paper, body: 'One' })).id}/${act}`
  },
  count: async (store, { id }) =>
    (await notesOf(store, id)).filter(({ body }) => body === 'One').length,
})
export const invitation: Thing = {
  make: async (store, reader) =>
    `/keeper/invitations/${(await invite(store, reader, { role: 'reader' }, now)).id}/withdraw`,
  async count(store) {
    const { n } = await store
      .selectFrom('invitations')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    return n
  },
}

/** Acts on a topic, each of which changes what is counted. */
export const topic = (act: string, counted: (of: Topic) => boolean): Thing => ({
  async make(store, { id }) {
    await keepAll(store, [paperOn('2026-11-20', '2611.10003'), paperOn('2026-11-20', '2611.10004')])
    const examples = ['2611.10003', '2611.10004'].map((one) => readPaperId(one))
    const made = await makeTopic(store, id, { name: 'One', examples })
    return `/library/topics/${made.id}/${act}`
  },
  count: async (store, { id }) => (await topicsOf(store, id)).filter(counted).length,
})
