import { randomBytes } from 'node:crypto'
import { type Reader, tally } from '#accounts'
import { clearRoom } from '#discussion'
import { DomainError } from '#domain-error'
import { sentence } from '#mail'
import type { GroupId, Joining, Openness, Store } from '#store'
import { enter, type Group } from './enter.ts'

/** What its owners say of a group. */
export type Terms = {
  readonly name: string
  readonly about: string
  readonly openness: Openness
  readonly joining: Joining
}

/** How many groups one reader may make: a lab has a few, and a flood has many. */
const pace = { times: 10, within: 24 * 60 * 60_000 }

/** Makes a group, with its maker as the first owner. */
export async function makeGroup(
  store: Store,
  reader: Reader,
  asked: Terms,
  now = new Date(),
): Promise<GroupId> {
  const terms = readTerms(asked)
  await tally(store, `groups of ${reader.id}`, pace, now)
  const id = newGroupId(terms.name)
  const at = now.toISOString()
  await store.transaction().execute(async (within) => {
    await within
      .insertInto('groups')
      .values({ id, ...terms, madeAt: at, closedAt: null })
      .execute()
    await within
      .insertInto('members')
      .values({ inGroup: id, reader: reader.id, role: 'owner', joinedAt: at, seat: newSeat() })
      .execute()
  })
  return id
}

/** Changes what its owners say of a group. */
export async function setTerms(
  store: Store,
  owner: Reader,
  group: string,
  asked: Terms,
): Promise<void> {
  const terms = readTerms(asked)
  await store.transaction().execute(async (within) => {
    const { id } = await enter(within, group, owner, 'owner')
    await within.updateTable('groups').set(terms).where('id', '=', id).execute()
  })
}

/** Ends a group, or opens it again: what was said and read stays, and nobody writes any more. */
export async function setClosed(
  store: Store,
  owner: Reader,
  group: string,
  state: 'closed' | 'open',
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const { id } = await enter(within, group, owner, 'owner')
    const closedAt = state === 'closed' ? now.toISOString() : null
    await within.updateTable('groups').set({ closedAt }).where('id', '=', id).execute()
  })
}

/** Deletes a group with everything in it, for good. Its name has to be typed, so that none goes by mistake. */
export async function deleteGroup(
  store: Store,
  owner: Reader,
  group: string,
  typed: string,
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const { id, name } = await enter(within, group, owner, 'owner')
    if (typed.trim() !== name) {
      throw new DomainError('invalid', `Type the name of the group, “${name}”, to delete it.`)
    }
    await erase(within, id)
  })
}

/** Takes away a group and all that hangs on it. */
export async function erase(within: Store, group: GroupId): Promise<void> {
  await clearRoom(within, group)
  const meetings = within.selectFrom('meetings').select('id').where('inGroup', '=', group)
  await within.deleteFrom('meetingPapers').where('meeting', 'in', meetings).execute()
  for (const table of [
    'meetings',
    'groupVotes',
    'groupPapers',
    'groupInvitations',
    'groupAsks',
    'members',
  ] as const) {
    await within.deleteFrom(table).where('inGroup', '=', group).execute()
  }
  await within.deleteFrom('groups').where('id', '=', group).execute()
}

/** Groups that everybody may read, those made last first. */
export async function publicGroups(store: Store, count: number): Promise<Group[]> {
  return store
    .selectFrom('groups')
    .selectAll()
    .where('openness', '=', 'public')
    .where('closedAt', 'is', null)
    .orderBy('madeAt', 'desc')
    .orderBy('id')
    .limit(count)
    .execute()
}

export const newSeat = (): string => randomBytes(10).toString('hex')

/** `bread-club-3f9a2c1d`: to be recognised, and not to be guessed. */
function newGroupId(name: string): GroupId {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replace(/^-+|-+$/g, '')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- here is where they are made
  return `${plain || 'group'}-${randomBytes(4).toString('hex')}` as GroupId
}

function readTerms({ name, about, openness, joining }: Terms): Terms {
  const called = sentence(name, 80)
  if (!called) throw new DomainError('invalid', 'Give the group a name.')
  const said = about.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n').trim()
  return {
    name: called,
    about: said.slice(0, 2000),
    openness: openness === 'public' ? 'public' : 'private',
    joining: joining === 'request' ? 'request' : 'invitation',
  }
}
