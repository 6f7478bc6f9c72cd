import { type ExpressionBuilder, sql } from 'kysely'
import type { GroupId, Schema, Store } from '#store'
import type { Between, Deed, Followed } from './subject.ts'

/**
 * Groups, by what their members nominate and say in them: public ones for everybody, private ones for
 * those in them, for as long as they are.
 */
export const group: Followed = {
  path: (id) => `/groups/${encodeURIComponent(id)}`,
  feed: (id) => `/feeds/groups/${encodeURIComponent(id)}`,
  async named(store, key, owner) {
    const [found] = await this.known(store, [key], owner)
    return found
  },
  async known(store, ids, owner) {
    const rows = await store
      .selectFrom('groups')
      .select(['id', 'name'])
      .where('id', 'in', ids.map(asGroup))
      .where((where) => isOpenTo(where, owner))
      .execute()
    return rows.map(({ id, name }) => ({ id, name, key: id }))
  },
  async deeds(store, ids, between, count) {
    const groups = ids.map(asGroup)
    const all = await Promise.all([
      nominated(store, groups, between, count),
      commented(store, groups, between, count),
    ])
    return all
      .flat()
      .toSorted((x, y) => (x.at < y.at ? 1 : x.at > y.at ? -1 : 0))
      .slice(0, count)
  },
}

const isOpenTo = (
  { or, eb, exists, selectFrom }: ExpressionBuilder<Schema, 'groups'>,
  owner: string,
) =>
  or([
    eb('openness', '=', 'public'),
    exists(
      selectFrom('members')
        .select('reader')
        .whereRef('members.inGroup', '=', 'groups.id')
        .where(sql<boolean>`members.reader = ${owner}`),
    ),
  ])

async function nominated(
  store: Store,
  groups: readonly GroupId[],
  { after, upTo }: Between,
  count: number,
): Promise<Deed[]> {
  const rows = await store
    .selectFrom('groupPapers')
    .select(['inGroup', 'paper', 'nominatedAt', 'line'])
    .where('inGroup', 'in', groups)
    .where('nominatedAt', '>', after)
    .where('nominatedAt', '<=', upTo)
    .orderBy('nominatedAt', 'desc')
    .limit(count)
    .execute()
  return rows.map(({ inGroup, paper, nominatedAt: at, line: said }) => ({
    subject: inGroup,
    paper,
    kind: 'nominated',
    at,
    said,
    inGroup,
  }))
}

async function commented(
  store: Store,
  groups: readonly GroupId[],
  { after, upTo }: Between,
  count: number,
): Promise<Deed[]> {
  const rows = await store
    .selectFrom('comments')
    .leftJoin('readers', (join) => join.on(sql<boolean>`readers.id = comments.reader`))
    .select(['comments.id', 'inGroup', 'paper', 'writtenAt', 'editedAt', 'body', 'readers.name'])
    .where('inGroup', 'in', groups)
    .where('writtenAt', '>', after)
    .where('writtenAt', '<=', upTo)
    .where('hiddenAt', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('writtenAt', 'desc')
    .limit(count)
    .execute()
  return rows.map(({ id, inGroup, paper, writtenAt, editedAt, body, name }) => ({
    subject: inGroup,
    paper,
    kind: 'commented',
    at: writtenAt,
    comment: id,
    said: body,
    inGroup,
    ...(name !== null && { by: name }),
    ...(editedAt !== null && { changedAt: editedAt }),
  }))
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a watch on a group is about
const asGroup = (id: string) => id as GroupId
