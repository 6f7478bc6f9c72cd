import type { Reader } from '#accounts'
import { paperOf } from '#catalog'
import { longestBody } from '#discussion'
import { DomainError } from '#domain-error'
import { sentence } from '#mail'
import type { PaperId } from '#paper'
import { type Actor, type GroupId, lockPages, type ReaderId, type Store } from '#store'
import type { Tally } from '#votes'
import { enterToWrite } from './enter.ts'

/** A paper in a group, and what the group has of it. */
export type Shelved = {
  readonly paper: PaperId
  readonly nominatedBy: Actor
  readonly nominatedAt: string
  /** Why to read it. */
  readonly line: string
  readonly lineBy: Actor
  /** From 0, in the order of the front page; null for what was nominated only. */
  readonly position: number | null
  /** The group's own notes on it, markdown, and who wrote them last. */
  readonly note: string
  readonly noteBy: Actor
  readonly noteAt: string | null
  readonly votes: number
  /** Whether the reader who looks voted for it. */
  readonly voted: boolean
}

/** A paper, and the group in which it is to be something. */
export type InGroup = { readonly group: string; readonly paper: PaperId }

/** The papers of a group: its front page in order, then what was nominated, by votes. */
export async function shelfOf(store: Store, group: GroupId, reader?: ReaderId): Promise<Shelved[]> {
  const [rows, votes] = await Promise.all([
    store.selectFrom('groupPapers').select(columns).where('inGroup', '=', group).execute(),
    store
      .selectFrom('groupVotes')
      .select(['paper', 'reader'])
      .where('inGroup', '=', group)
      .execute(),
  ])
  const cast = Map.groupBy(votes, ({ paper }) => paper)
  const shelf = rows.map((row) => {
    const voters = cast.get(row.paper) ?? []
    return {
      ...row,
      votes: voters.length,
      voted: voters.some((voter) => voter.reader === reader),
    }
  })
  return shelf.toSorted(
    (a, b) =>
      (a.position ?? Infinity) - (b.position ?? Infinity) ||
      b.votes - a.votes ||
      (a.nominatedAt < b.nominatedAt ? 1 : -1),
  )
}

/** The group's votes, for the buttons of its pages. */
export const talliesIn = (shelf: readonly Shelved[]): Map<PaperId, Tally> =>
  new Map(shelf.map(({ paper, votes, voted }) => [paper, { votes, voted }]))

/** Nominates a paper to a group, with a line on why. Doing it twice is doing it once. */
export async function nominateTo(
  store: Store,
  reader: Reader,
  { group, paper, line = '' }: InGroup & { readonly line?: string },
  now = new Date(),
): Promise<void> {
  const why = sentence(line, longestLine)
  await store.transaction().execute(async (within) => {
    const { id } = await enterToWrite(within, group, reader)
    const found = await paperOf(within, paper)
    if (!found) throw new DomainError('missing', `Broadsheet does not hold ${paper}.`)
    await within
      .insertInto('groupPapers')
      .values({
        inGroup: id,
        paper: found.id,
        nominatedBy: reader.id,
        nominatedAt: now.toISOString(),
        line: why,
        lineBy: why ? reader.id : '',
        position: null,
        note: '',
        noteBy: '',
        noteAt: null,
      })
      .onConflict((conflict) => conflict.columns(['inGroup', 'paper']).doNothing())
      .execute()
  })
}

/** Takes a paper out of a group, with its votes and notes: whoever nominated it, or an owner. */
export async function withdrawFrom(store: Store, reader: Reader, where: InGroup): Promise<void> {
  await change(store, reader, where, async (within, { id, as }, shelved) => {
    if (as !== 'owner' && shelved.nominatedBy !== reader.id) {
      throw new DomainError('forbidden', 'Only whoever nominated it, or an owner, takes it out.')
    }
    for (const table of ['groupVotes', 'groupPapers'] as const) {
      await within
        .deleteFrom(table)
        .where('inGroup', '=', id)
        .where('paper', '=', shelved.paper)
        .execute()
    }
    await renumber(within, id, await orderOf(within, id))
  })
}

/** Votes in a group for one of its papers, or takes the vote back. It counts there and nowhere else. */
export async function voteIn(
  store: Store,
  reader: Reader,
  where: InGroup,
  what: 'cast' | 'take',
  now = new Date(),
): Promise<Tally> {
  const paper = await change(store, reader, where, async (within, { id }, shelved) => {
    const cast = { inGroup: id, paper: shelved.paper, reader: reader.id }
    await (what === 'cast'
      ? within
          .insertInto('groupVotes')
          .values({ ...cast, castAt: now.toISOString() })
          .onConflict((conflict) => conflict.columns(['inGroup', 'paper', 'reader']).doNothing())
          .execute()
      : within
          .deleteFrom('groupVotes')
          .where('inGroup', '=', id)
          .where('paper', '=', shelved.paper)
          .where('reader', '=', reader.id)
          .execute())
    return { id, paper: shelved.paper }
  })
  const shelf = await shelfOf(store, paper.id, reader.id)
  return talliesIn(shelf).get(paper.paper) ?? { votes: 0, voted: false }
}

/** Puts a paper on the group's front page, at a place from 0; without one, at the end. */
export async function placeIn(
  store: Store,
  owner: Reader,
  where: InGroup,
  to = Number.POSITIVE_INFINITY,
): Promise<void> {
  await change(store, owner, where, async (within, { id }, { paper }) => {
    await mayArrange(within, where, owner)
    const others = (await orderOf(within, id)).filter((one) => one !== paper)
    const place = Math.max(0, Math.min(others.length, Math.trunc(to)))
    await renumber(within, id, others.toSpliced(place, 0, paper))
  })
}

/** Takes a paper off the group's front page; it stays nominated. */
export async function takeOff(store: Store, owner: Reader, where: InGroup): Promise<void> {
  await change(store, owner, where, async (within, { id }, { paper }) => {
    await mayArrange(within, where, owner)
    await within
      .updateTable('groupPapers')
      .set({ position: null })
      .where('inGroup', '=', id)
      .where('paper', '=', paper)
      .execute()
    await renumber(within, id, await orderOf(within, id))
  })
}

/** Writes why to read a paper: whoever nominated it, or an owner. */
export async function writeWhy(
  store: Store,
  reader: Reader,
  where: InGroup,
  text: string,
): Promise<void> {
  const line = sentence(text, longestLine)
  await change(store, reader, where, async (within, { id, as }, shelved) => {
    if (as !== 'owner' && shelved.nominatedBy !== reader.id) {
      throw new DomainError('forbidden', 'Only whoever nominated it, or an owner, writes its line.')
    }
    await within
      .updateTable('groupPapers')
      .set({ line, lineBy: line ? reader.id : '' })
      .where('inGroup', '=', id)
      .where('paper', '=', shelved.paper)
      .execute()
  })
}

/**
 * Writes the group's notes on a paper. `seen` is when those were written that the writer had before
 * them; where somebody has written since, nothing is lost: it is refused, and shown.
 */
export async function writeNote(
  store: Store,
  reader: Reader,
  where: InGroup,
  { text, seen }: { readonly text: string; readonly seen: string },
  now = new Date(),
): Promise<void> {
  const note = text.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n').trim()
  if (note.length > longestBody) {
    throw new DomainError('invalid', `Notes have at most ${longestBody} characters.`)
  }
  await change(store, reader, where, async (within, { id }, { paper, note: before, noteAt }) => {
    if (before === note) return
    if (before && (noteAt ?? '') !== seen) {
      throw new DomainError(
        'invalid',
        'Somebody changed these notes while you wrote. Go back, take your text along, and put both together.',
      )
    }
    await within
      .updateTable('groupPapers')
      .set({ note, noteBy: note ? reader.id : '', noteAt: now.toISOString() })
      .where('inGroup', '=', id)
      .where('paper', '=', paper)
      .execute()
  })
}

const longestLine = 280

const columns = [
  'paper',
  'nominatedBy',
  'nominatedAt',
  'line',
  'lineBy',
  'position',
  'note',
  'noteBy',
  'noteAt',
] as const

type Entered = Awaited<ReturnType<typeof enterToWrite>>

/** Does something to a paper of a group, for a member. Those who do so at once take turns. */
async function change<T>(
  store: Store,
  reader: Reader,
  { group, paper }: InGroup,
  act: (
    within: Store,
    group: Entered,
    shelved: { paper: PaperId; nominatedBy: Actor; note: string; noteAt: string | null },
  ) => Promise<T>,
): Promise<T> {
  return store.transaction().execute(async (within) => {
    await lockPages(within)
    const entered = await enterToWrite(within, group, reader)
    const found = await paperOf(within, paper)
    const shelved =
      found &&
      (await within
        .selectFrom('groupPapers')
        .select(['paper', 'nominatedBy', 'note', 'noteAt'])
        .where('inGroup', '=', entered.id)
        .where('paper', '=', found.id)
        .executeTakeFirst())
    if (!shelved) {
      throw new DomainError('missing', 'This group has no such paper. Nominate it first.')
    }
    return act(within, entered, shelved)
  })
}

const mayArrange = (within: Store, { group }: InGroup, owner: Reader) =>
  enterToWrite(within, group, owner, 'owner')

async function orderOf(within: Store, group: GroupId): Promise<PaperId[]> {
  const rows = await within
    .selectFrom('groupPapers')
    .select('paper')
    .where('inGroup', '=', group)
    .where('position', 'is not', null)
    .orderBy('position')
    .orderBy('paper')
    .execute()
  return rows.map(({ paper }) => paper)
}

async function renumber(within: Store, group: GroupId, order: readonly PaperId[]): Promise<void> {
  for (const [position, paper] of order.entries()) {
    await within
      .updateTable('groupPapers')
      .set({ position })
      .where('inGroup', '=', group)
      .where('paper', '=', paper)
      .execute()
  }
}
