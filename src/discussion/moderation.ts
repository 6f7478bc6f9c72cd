import { isReader } from '#accounts'
import { DomainError } from '#domain-error'
import type { ReaderId, RulingKind, Store } from '#store'
import { type Comment, commentOf } from './comment.ts'
import { notify } from './notices.ts'
import { moderates, type Speaker, viewerOf } from './room.ts'

/** Tells curators that a comment should not stand. Once for each reader; they are told. */
export async function report(
  store: Store,
  reader: Speaker,
  id: string,
  reason: string,
  now = new Date(),
): Promise<void> {
  const why = readReason(reason, 'Say what is wrong with it: a curator reads it.')
  await store.transaction().execute(async (within) => {
    const comment = await there(within, reader, id)
    if (comment.reader === reader.id) {
      throw new DomainError(
        'invalid',
        'This is your own comment: delete it, if it should not stand.',
      )
    }
    const row = {
      comment: id,
      reader: reader.id,
      reason: why,
      at: now.toISOString(),
      settledAt: null,
    }
    const reported = await within
      .insertInto('reports')
      .values(row)
      .onConflict((conflict) => conflict.columns(['comment', 'reader']).doNothing())
      .executeTakeFirst()
    if (reported.numInsertedOrUpdatedRows === 0n) return
    const { paper, inGroup } = comment
    const news = { kind: 'report', comment: id, paper, inGroup, actor: reader.id } as const
    await notify(within, await moderatorsFor(within, reader), news, now)
  })
}

/** Hides a comment from everybody but its writer and the curators, for a reason that all can read. */
export async function hide(
  store: Store,
  curator: Speaker,
  id: string,
  reason: string,
  now = new Date(),
): Promise<void> {
  mayModerate(curator)
  const why = readReason(reason, 'Say why: its writer is told, and may appeal.')
  await store.transaction().execute(async (within) => {
    const comment = await there(within, curator, id)
    await within
      .updateTable('comments')
      .set({ hiddenAt: now.toISOString(), hiddenWhy: why })
      .where('id', '=', id)
      .execute()
    await settleReports(within, id, now)
    await rule(within, curator, 'hid', comment, why, now)
    await tellWriter(within, comment, 'hidden', curator, now)
  })
}

/** Lets a hidden comment stand again. */
export async function show(
  store: Store,
  curator: Speaker,
  id: string,
  reason: string,
  now = new Date(),
): Promise<void> {
  mayModerate(curator)
  await store.transaction().execute(async (within) => {
    const comment = await existing(within, curator, id)
    if (comment.state !== 'hidden') return
    await unhide(within, id)
    await rule(within, curator, 'showed', comment, reason.trim().slice(0, 300), now)
    await tellWriter(within, comment, 'shown', curator, now)
  })
}

/** Ends a thread: what was said stays, nobody answers any more. */
export async function lock(
  store: Store,
  curator: Speaker,
  id: string,
  reason: string,
  now = new Date(),
): Promise<void> {
  const why = readReason(reason, 'Say why the thread ends here.')
  await setLock(store, curator, id, { kind: 'locked', lockedAt: now.toISOString(), why }, now)
}

export async function unlock(
  store: Store,
  curator: Speaker,
  id: string,
  now = new Date(),
): Promise<void> {
  await setLock(store, curator, id, { kind: 'unlocked', lockedAt: null, why: '' }, now)
}

async function setLock(
  store: Store,
  curator: Speaker,
  id: string,
  { kind, lockedAt, why }: { kind: 'locked' | 'unlocked'; lockedAt: string | null; why: string },
  now: Date,
): Promise<void> {
  mayModerate(curator)
  await store.transaction().execute(async (within) => {
    const { thread } = await existing(within, curator, id)
    const root = await existing(within, curator, thread)
    if (root.locked === (lockedAt !== null)) return
    await within.updateTable('comments').set({ lockedAt }).where('id', '=', thread).execute()
    await rule(within, curator, kind, root, why, now)
  })
}

/** Looks at what was reported and lets it stand. */
export async function settle(
  store: Store,
  curator: Speaker,
  id: string,
  now = new Date(),
): Promise<void> {
  mayModerate(curator)
  await store.transaction().execute(async (within) => {
    const comment = await existing(within, curator, id)
    if (await settleReports(within, id, now)) await rule(within, curator, 'kept', comment, '', now)
  })
}

/** What the writer of a hidden comment says to that. One appeal for each time it was hidden. */
export async function appeal(
  store: Store,
  reader: Speaker,
  id: string,
  text: string,
  now = new Date(),
): Promise<void> {
  const said = readReason(text, 'Say why it should stand: a curator reads it.', 2000)
  await store.transaction().execute(async (within) => {
    const comment = await existing(within, reader, id)
    if (comment.reader !== reader.id) {
      throw new DomainError('forbidden', 'Only whoever wrote a comment can appeal for it.')
    }
    if (comment.state !== 'hidden') throw new DomainError('invalid', 'This comment is not hidden.')
    const open = await within
      .selectFrom('appeals')
      .select('place')
      .where('comment', '=', id)
      .where('answeredAt', 'is', null)
      .executeTakeFirst()
    if (open) throw new DomainError('invalid', 'You have appealed already, and will be answered.')
    await within
      .insertInto('appeals')
      .values({
        comment: id,
        reader: reader.id,
        text: said,
        at: now.toISOString(),
        answer: '',
        answeredBy: '',
        answeredAt: null,
      })
      .execute()
    const { paper, inGroup } = comment
    const news = { kind: 'appeal', comment: id, paper, inGroup, actor: reader.id } as const
    await notify(within, await moderatorsFor(within, reader), news, now)
  })
}

/** Answers an appeal: the comment stands again, or stays hidden. */
export async function answerAppeal(
  store: Store,
  curator: Speaker,
  place: number,
  { granted, answer }: { readonly granted: boolean; readonly answer: string },
  now = new Date(),
): Promise<void> {
  mayModerate(curator)
  const said = readReason(answer, 'Answer in a sentence: whoever appealed is told.', 2000)
  await store.transaction().execute(async (within) => {
    const found = await within
      .selectFrom('appeals')
      .select(['comment', 'answeredAt'])
      .where('place', '=', place)
      .executeTakeFirst()
    if (!found) throw new DomainError('missing', 'There is no such appeal.')
    if (found.answeredAt) throw new DomainError('invalid', 'Somebody has answered this already.')
    const comment = await existing(within, curator, found.comment)
    const answered = { answer: said, answeredBy: curator.id, answeredAt: now.toISOString() }
    await within.updateTable('appeals').set(answered).where('place', '=', place).execute()
    if (granted) await unhide(within, comment.id)
    await rule(within, curator, granted ? 'granted' : 'refused', comment, said, now)
    await tellWriter(within, comment, 'answer', curator, now)
  })
}

function mayModerate(reader: Speaker): void {
  if (moderates(reader) && !reader.bannedAt) return
  const who = reader.room ? 'Only owners of the group moderate.' : 'Only curators moderate.'
  throw new DomainError('forbidden', who)
}

function readReason(text: string, without: string, most = 300): string {
  const said = text.toWellFormed().replace(/\s+/g, ' ').replaceAll('\0', '').trim().slice(0, most)
  if (!said) throw new DomainError('invalid', without)
  return said
}

async function existing(within: Store, who: Speaker, id: string): Promise<Comment> {
  const comment = await commentOf(within, id, viewerOf(who))
  if (!comment) throw new DomainError('missing', 'There is no such comment.')
  return comment
}

async function there(within: Store, who: Speaker, id: string): Promise<Comment> {
  const comment = await existing(within, who, id)
  if (comment.state === 'there') return comment
  throw new DomainError('invalid', `This comment was ${comment.state} already.`)
}

const unhide = (within: Store, id: string) =>
  within
    .updateTable('comments')
    .set({ hiddenAt: null, hiddenWhy: '' })
    .where('id', '=', id)
    .execute()

async function settleReports(within: Store, comment: string, now: Date): Promise<boolean> {
  const settled = await within
    .updateTable('reports')
    .set({ settledAt: now.toISOString() })
    .where('comment', '=', comment)
    .where('settledAt', 'is', null)
    .executeTakeFirst()
  return settled.numUpdatedRows > 0n
}

async function rule(
  within: Store,
  curator: Speaker,
  kind: RulingKind,
  { id, paper }: Comment,
  reason: string,
  now: Date,
): Promise<void> {
  const at = now.toISOString()
  await within
    .insertInto('rulings')
    .values({ reader: curator.id, kind, comment: id, paper, reason, at })
    .execute()
}

async function tellWriter(
  within: Store,
  { id, paper, inGroup, reader }: Comment,
  kind: 'hidden' | 'shown' | 'answer',
  curator: Speaker,
  now: Date,
): Promise<void> {
  if (!isReader(reader)) return
  await notify(within, [reader], { kind, comment: id, paper, inGroup, actor: curator.id }, now)
}

/** Who is told of what is to be moderated: those of the room, or all curators. */
async function moderatorsFor(within: Store, { room }: Speaker): Promise<readonly ReaderId[]> {
  if (room) return room.moderators
  const rows = await within
    .selectFrom('readers')
    .select('id')
    .where('role', 'in', ['curator', 'keeper'])
    .where('bannedAt', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}
