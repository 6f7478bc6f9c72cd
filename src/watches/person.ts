import { readerNamed, readersOf } from '#accounts'
import type { ReaderId, Store } from '#store'
import type { Between, Deed, Followed } from './subject.ts'

/** People, by what they put forward and what they say where everybody reads it. */
export const person: Followed = {
  path: (handle) => `/people/${handle}`,
  feed: (handle) => `/feeds/people/${handle}`,
  async named(store, handle) {
    const found = await readerNamed(store, handle)
    return found && { id: found.id, name: found.name, key: found.handle }
  },
  async known(store, ids) {
    const readers = await readersOf(store, ids.map(asReader))
    return readers.map(({ id, name, handle }) => ({ id, name, key: handle }))
  },
  async deeds(store, ids, between, count) {
    const readers = ids.map(asReader)
    const all = await Promise.all([
      nominated(store, readers, between, count),
      picked(store, readers, between, count),
      commented(store, readers, between, count),
    ])
    return all
      .flat()
      .toSorted((x, y) => (x.at < y.at ? 1 : x.at > y.at ? -1 : 0))
      .slice(0, count)
  },
}

/** Nominations and endorsements that were not taken back. */
async function nominated(
  store: Store,
  readers: readonly ReaderId[],
  { after, upTo }: Between,
  count: number,
): Promise<Deed[]> {
  const rows = await store
    .selectFrom('endorsements')
    .select(['reader', 'paper', 'at'])
    .where('reader', 'in', readers)
    .where('at', '>', after)
    .where('at', '<=', upTo)
    .orderBy('at', 'desc')
    .limit(count)
    .execute()
  return rows.map(({ reader, ...row }) => ({ ...row, subject: reader, kind: 'nominated' }))
}

/** Picks that still stand. */
async function picked(
  store: Store,
  readers: readonly ReaderId[],
  { after, upTo }: Between,
  count: number,
): Promise<Deed[]> {
  const rows = await store
    .selectFrom('acts')
    .innerJoin('picks', (join) =>
      join.onRef('picks.paper', '=', 'acts.paper').onRef('picks.topic', '=', 'acts.topic'),
    )
    .select(['acts.reader', 'acts.paper', 'acts.at', 'picks.line'])
    .where('acts.reader', 'in', readers)
    .where('acts.kind', '=', 'picked')
    .where('acts.at', '>', after)
    .where('acts.at', '<=', upTo)
    .orderBy('acts.at', 'desc')
    .limit(count)
    .execute()
  return rows.map(({ reader, line, ...row }) => ({
    ...row,
    subject: reader,
    kind: 'picked',
    said: line,
  }))
}

async function commented(
  store: Store,
  readers: readonly ReaderId[],
  { after, upTo }: Between,
  count: number,
): Promise<Deed[]> {
  const rows = await store
    .selectFrom('comments')
    .select(['id', 'reader', 'paper', 'writtenAt', 'editedAt', 'body'])
    .where('reader', 'in', readers)
    // What is said in a group is for those in it.
    .where('inGroup', '=', '')
    .where('writtenAt', '>', after)
    .where('writtenAt', '<=', upTo)
    .where('hiddenAt', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('writtenAt', 'desc')
    .limit(count)
    .execute()
  return rows.map(({ id, reader, paper, writtenAt, editedAt, body }) => ({
    subject: reader,
    paper,
    kind: 'commented',
    at: writtenAt,
    comment: id,
    said: body,
    ...(editedAt !== null && { changedAt: editedAt }),
  }))
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a watch on a person is about
const asReader = (id: string) => id as ReaderId
