import { randomBytes } from 'node:crypto'
import { footingOf, isAtLeast, isReader, type Reader, readersNamed, tally } from '#accounts'
import { paperOf } from '#catalog'
import { DomainError } from '#domain-error'
import type { PaperId } from '#paper'
import { noteSignals, type ReactionKind, type ReaderId, type Store } from '#store'
import { type Comment, commentOf } from './comment.ts'
import { longestBody, mentionsIn } from './markdown.ts'
import { notify } from './notices.ts'

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
export { countUnread, markRead, type Notice, noticesOf, quietOf, setQuiet } from './notices.ts'

const day = 24 * 60 * 60 * 1000

/** How many comments a reader may write; a new account fewer, so that it can be no flood. */
const pace = { new: { times: 10, within: day }, established: { times: 120, within: day } }

/** Whether a reader moderates: hides, locks, settles reports. */
export const moderates = (reader: Reader): boolean => isAtLeast(reader, 'curator')

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
  reader: Reader,
  { paper, parent, body, id = newCommentId() }: Said,
  now = new Date(),
): Promise<Comment> {
  const text = readBody(body)
  const again = await sameComment(store, reader.id, id, text)
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
    const news = { comment, paper: found.id, actor: reader.id }
    const answered = above && isReader(above.reader) ? [above.reader] : []
    await notify(within, answered, { kind: 'reply', ...news }, now)
    const mentioned = (await peopleIn(within, text)).filter((one) => !answered.includes(one))
    await notify(within, mentioned, { kind: 'mention', ...news }, now)
    await noteSignals(within, [{ reader: reader.id, paper: found.id, kind: 'comment' }], now)
    return comment
  })
  return standing(store, own, reader)
}

/** Puts other words in the place of one's comment; what it said before stays to be seen. */
export async function edit(
  store: Store,
  reader: Reader,
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
    const before = new Set(await peopleIn(within, comment.body))
    const mentioned = (await peopleIn(within, text)).filter((one) => !before.has(one))
    const news = { kind: 'mention', comment: id, paper: comment.paper, actor: reader.id } as const
    await notify(within, mentioned, news, now)
  })
  return standing(store, id, reader)
}

/** Takes one's comment away, with all it ever said. Answers to it stay. */
export async function remove(
  store: Store,
  reader: Reader,
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
    await noteSignals(within, [{ reader: reader.id, paper: comment.paper, kind: 'uncomment' }], now)
  })
  return standing(store, id, reader)
}

/** Reacts to a comment; doing it again takes it back. */
export async function react(
  store: Store,
  reader: Reader,
  id: string,
  kind: ReactionKind,
  now = new Date(),
): Promise<Comment> {
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
async function standing(store: Store, id: string, reader: Reader): Promise<Comment> {
  const viewer = { id: reader.id, moderates: moderates(reader) }
  const comment = await commentOf(store, id, viewer)
  if (!comment) throw new DomainError('missing', notThere)
  return comment
}

async function ownComment(within: Store, reader: Reader, id: string): Promise<Comment> {
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

async function toAnswer(within: Store, reader: Reader, id: string): Promise<Comment> {
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

async function peopleIn(within: Store, text: string): Promise<ReaderId[]> {
  return (await readersNamed(within, mentionsIn(text))).map(({ id }) => id)
}

async function sameComment(
  store: Store,
  reader: ReaderId,
  id: string,
  body: string,
): Promise<Comment | undefined> {
  const known = await commentOf(store, id, { id: reader, moderates: false })
  return known?.reader === reader && known.body === body ? known : undefined
}

/** The id that was asked for, unless it is none of ours or is taken. */
async function freeId(within: Store, id: string): Promise<string> {
  const isOurs = /^[0-9a-f]{20}$/.test(id)
  return isOurs && !(await commentOf(within, id)) ? id : newCommentId()
}
