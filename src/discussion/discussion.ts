import { randomBytes } from 'node:crypto'
import { footingOf, isReader, readersNamed, tally } from '#accounts'
import { paperOf } from '#catalog'
import { DomainError } from '#domain-error'
import type { PaperId } from '#paper'
import { noteSignals, type ReactionKind, type ReaderId, type Signal, type Store } from '#store'
import { type Comment, commentOf } from './comment.ts'
import { longestBody, mentionsIn } from './markdown.ts'
import { notify } from './notices.ts'
import { moderates, type Room, roomOf, type Speaker, viewerOf } from './room.ts'

export {
  type Comment,
  commentOf,
  commentsOf,
  countComments,
  editsOf,
  reactionKinds,
  type Thread,
  threadsOf,
  type Viewer,
} from './comment.ts'
export { discussionHolding } from './holding.ts'
export { longestBody, markdownHtml, mentionsIn } from './markdown.ts'
export { answerAppeal, appeal, hide, lock, report, settle, show, unlock } from './moderation.ts'
export {
  type Appeal,
  appealsOf,
  openAppeals,
  openReports,
  type Report,
  type Ruling,
  rulings,
} from './queue.ts'
export {
  countUnread,
  mailOf,
  markRead,
  type News,
  type Notice,
  noticesOf,
  notify,
  quietOf,
  setMail,
  setQuiet,
} from './notices.ts'
export {
  clearRoom,
  moderates,
  type Room,
  roomOf,
  roomOfAppeal,
  type Speaker,
  viewerOf,
} from './room.ts'

const day = 24 * 60 * 60 * 1000

/** How many comments a reader may write; a new account fewer, so that it can be no flood. */
const pace = { new: { times: 10, within: day }, established: { times: 120, within: day } }

/** What goes into a form that may be sent twice: the same comment under it is one comment. */
export const newCommentId = (): string => randomBytes(10).toString('hex')

type Said = {
  readonly paper: PaperId
  /** The comment that it answers; without one it begins a thread. */
  readonly parent?: string | undefined
  readonly body: string
  /** From `newCommentId`, so that a form sent twice is one comment. */
  readonly id?: string | undefined
}

/** Says something under a paper, or answers. Whoever is answered or mentioned is told. */
export async function say(
  store: Store,
  reader: Speaker,
  { paper, parent, body, id = newCommentId() }: Said,
  now = new Date(),
): Promise<Comment> {
  const text = readBody(body)
  maySpeak(reader)
  const again = await sameComment(store, reader, id, text)
  if (again) return again
  const footing = await footingOf(store, reader.id, now)
  await tally(store, `comments of ${reader.id}`, pace[footing], now)

  const own = await store.transaction().execute(async (within) => {
    const found = await paperOf(within, paper)
    if (!found) throw new DomainError('missing', `Broadsheet does not hold ${paper}.`)
    const above = parent === undefined ? undefined : await toAnswer(within, reader, parent)
    if (above && above.paper !== found.id) {
      throw new DomainError('invalid', 'That comment stands under another paper.')
    }
    const at = now.toISOString()
    const comment = await freeId(within, id)
    await within
      .insertInto('comments')
      .values({
        id: comment,
        paper: found.id,
        inGroup: reader.room?.id ?? '',
        parent: above?.id ?? null,
        thread: above?.thread ?? comment,
        reader: reader.id,
        body: text,
        writtenAt: at,
        editedAt: null,
        deletedAt: null,
        hiddenAt: null,
        hiddenWhy: '',
        lockedAt: null,
      })
      .execute()
    const inGroup = reader.room?.id ?? ''
    const news = { comment, paper: found.id, inGroup, actor: reader.id } as const
    const answered = above && isReader(above.reader) ? among([above.reader], reader.room) : []
    await notify(within, answered, { kind: 'reply', ...news }, now)
    const mentioned = (await peopleIn(within, text, reader.room)).filter(
      (one) => !answered.includes(one),
    )
    await notify(within, mentioned, { kind: 'mention', ...news }, now)
    await signal(within, reader, { paper: found.id, kind: 'comment' }, now)
    return comment
  })
  return standing(store, own, reader)
}

/** Puts other words in the place of one's comment; what it said before stays to be seen. */
export async function edit(
  store: Store,
  reader: Speaker,
  id: string,
  body: string,
  now = new Date(),
): Promise<Comment> {
  const text = readBody(body)
  await store.transaction().execute(async (within) => {
    const comment = await ownComment(within, reader, id)
    if (comment.body === text) return
    const at = now.toISOString()
    await within
      .insertInto('commentEdits')
      .values({ comment: id, body: comment.body, until: at })
      .onConflict((conflict) => conflict.columns(['comment', 'until']).doNothing())
      .execute()
    await within
      .updateTable('comments')
      .set({ body: text, editedAt: at })
      .where('id', '=', id)
      .execute()
    const before = new Set(await peopleIn(within, comment.body, reader.room))
    const mentioned = (await peopleIn(within, text, reader.room)).filter((one) => !before.has(one))
    const { paper, inGroup } = comment
    const news = { kind: 'mention', comment: id, paper, inGroup, actor: reader.id } as const
    await notify(within, mentioned, news, now)
  })
  return standing(store, id, reader)
}

/** Takes one's comment away, with all it ever said. Answers to it stay. */
export async function remove(
  store: Store,
  reader: Speaker,
  id: string,
  now = new Date(),
): Promise<Comment> {
  await store.transaction().execute(async (within) => {
    const comment = await ownComment(within, reader, id)
    await within.deleteFrom('commentEdits').where('comment', '=', id).execute()
    await within.deleteFrom('reactions').where('comment', '=', id).execute()
    await within
      .updateTable('comments')
      .set({ body: '', deletedAt: now.toISOString() })
      .where('id', '=', id)
      .execute()
    await signal(within, reader, { paper: comment.paper, kind: 'uncomment' }, now)
  })
  return standing(store, id, reader)
}

/** Reacts to a comment; doing it again takes it back. */
export async function react(
  store: Store,
  reader: Speaker,
  id: string,
  kind: ReactionKind,
  now = new Date(),
): Promise<Comment> {
  maySpeak(reader)
  await store.transaction().execute(async (within) => {
    const comment = await standing(within, id, reader)
    if (comment.state !== 'there') throw new DomainError('missing', notThere)
    const taken = await within
      .deleteFrom('reactions')
      .where('comment', '=', id)
      .where('reader', '=', reader.id)
      .where('kind', '=', kind)
      .executeTakeFirst()
    if (taken.numDeletedRows > 0n) return
    await within
      .insertInto('reactions')
      .values({ comment: id, reader: reader.id, kind, at: now.toISOString() })
      .onConflict((conflict) => conflict.columns(['comment', 'reader', 'kind']).doNothing())
      .execute()
  })
  return standing(store, id, reader)
}

const notThere = 'There is no such comment.'

/** A comment as its reader sees it; refuses where there is none. */
async function standing(store: Store, id: string, reader: Speaker): Promise<Comment> {
  const comment = await commentOf(store, id, viewerOf(reader))
  if (!comment) throw new DomainError('missing', notThere)
  return comment
}

async function ownComment(within: Store, reader: Speaker, id: string): Promise<Comment> {
  const comment = await standing(within, id, reader)
  if (comment.reader !== reader.id) {
    throw new DomainError('forbidden', 'Only whoever wrote a comment can change it.')
  }
  if (comment.state === 'deleted') throw new DomainError('missing', notThere)
  if (comment.state === 'hidden') {
    throw new DomainError('forbidden', 'This comment was hidden. Appeal, and it may stand again.')
  }
  return comment
}

async function toAnswer(within: Store, reader: Speaker, id: string): Promise<Comment> {
  const comment = await standing(within, id, reader)
  if (comment.state !== 'there') {
    throw new DomainError('invalid', 'That comment is gone, so it cannot be answered.')
  }
  const root =
    comment.thread === comment.id ? comment : await standing(within, comment.thread, reader)
  if (root.locked && !moderates(reader)) {
    throw new DomainError('forbidden', 'This thread is locked: nobody can answer any more.')
  }
  return comment
}

function readBody(body: string): string {
  const text = body.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\0', '').trim()
  if (!text) throw new DomainError('invalid', 'Write something first.')
  if (text.length > longestBody) {
    throw new DomainError(
      'invalid',
      `A comment has at most ${longestBody} characters; this one has ${text.length}.`,
    )
  }
  return text
}

/** Whom a text mentions. In a room only those who are in it: nobody else is to know of it. */
async function peopleIn(within: Store, text: string, room?: Room): Promise<ReaderId[]> {
  const named = await readersNamed(within, mentionsIn(text))
  return among(
    named.map(({ id }) => id),
    room,
  )
}

const among = (readers: readonly ReaderId[], room: Room | undefined): ReaderId[] =>
  readers.filter((reader) => !room || room.members.includes(reader))

function maySpeak({ id, room }: Speaker): void {
  if (!room) return
  if (room.closed) throw new DomainError('forbidden', 'This group is closed: it is only read.')
  if (room.members.includes(id)) return
  throw new DomainError('forbidden', 'Only members say something here. Ask to join the group.')
}

/** Tells followers what a reader said before everybody; what is said in a room is no news to them. */
async function signal(
  within: Store,
  { id, room }: Speaker,
  what: Omit<Signal, 'reader'>,
  now: Date,
): Promise<void> {
  if (!room) await noteSignals(within, [{ reader: id, ...what }], now)
}

async function sameComment(
  store: Store,
  reader: Speaker,
  id: string,
  body: string,
): Promise<Comment | undefined> {
  const known = await commentOf(store, id, viewerOf(reader))
  return known?.reader === reader.id && known.body === body ? known : undefined
}

/** The id that was asked for, unless it is none of ours or is taken. */
async function freeId(within: Store, id: string): Promise<string> {
  const isOurs = /^[0-9a-f]{20}$/.test(id)
  return isOurs && (await roomOf(within, id)) === undefined ? id : newCommentId()
}
