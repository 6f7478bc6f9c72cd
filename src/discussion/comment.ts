import type { PaperId } from '#paper'
import type { Actor, GroupId, ReactionKind, ReaderId, Store } from '#store'

/** A comment as one reader may see it. */
export type Comment = {
  readonly id: string
  readonly paper: PaperId
  /** The group in which it was said; the empty text where everybody reads it. */
  readonly inGroup: GroupId | ''
  readonly parent: string | null
  readonly thread: string
  readonly reader: Actor
  /** Markdown; the empty text where it was deleted, or is hidden from whoever looks. */
  readonly body: string
  readonly writtenAt: string
  readonly editedAt: string | null
  readonly state: 'there' | 'deleted' | 'hidden'
  /** Why it was hidden. */
  readonly why: string
  readonly locked: boolean
  readonly reactions: readonly Reaction[]
}

export type Reaction = {
  readonly kind: ReactionKind
  readonly count: number
  /** Whether the reader who looks is among them. */
  readonly own: boolean
}

/** A comment with what was answered to it. */
export type Thread = Comment & { readonly answers: readonly Thread[] }

/** Who looks: what is hidden is seen by those who moderate, and by whoever wrote it. */
export type Viewer = {
  /** The empty text for nobody. */
  readonly id: ReaderId | ''
  readonly moderates: boolean
  /** The group in which they look; whoever names none sees what is said before everybody. */
  readonly room?: GroupId
}

export const reactionKinds: readonly ReactionKind[] = ['agree', 'thanks', 'question', 'doubt']

/** What is said under a paper: threads and answers, each the oldest first. */
export async function threadsOf(store: Store, paper: PaperId, viewer?: Viewer): Promise<Thread[]> {
  const rows = await store
    .selectFrom('comments')
    .selectAll()
    .where('paper', '=', paper)
    .where('inGroup', '=', viewer?.room ?? '')
    .orderBy('writtenAt')
    .orderBy('id')
    .execute()
  const comments = await asSeen(store, rows, viewer)
  const answers = Map.groupBy(comments, ({ parent }) => parent)
  const withAnswers = (comment: Comment): Thread => ({
    ...comment,
    answers: (answers.get(comment.id) ?? []).map(withAnswers),
  })
  // A thread of nothing but deleted comments is no thread.
  const isAlive = (thread: Thread): boolean =>
    thread.state !== 'deleted' || thread.answers.some(isAlive)
  return (answers.get(null) ?? []).map(withAnswers).filter(isAlive)
}

export async function commentOf(
  store: Store,
  id: string,
  viewer?: Viewer,
): Promise<Comment | undefined> {
  const [comment] = await commentsOf(store, [id], viewer)
  return comment
}

/** Several comments, in no order. */
export async function commentsOf(
  store: Store,
  ids: readonly string[],
  viewer?: Viewer,
): Promise<Comment[]> {
  if (ids.length === 0) return []
  const rows = await store
    .selectFrom('comments')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .where('inGroup', '=', viewer?.room ?? '')
    .execute()
  return asSeen(store, rows, viewer)
}

/** How many comments stand under each of these papers, before everybody or in a group. */
export async function countComments(
  store: Store,
  papers: readonly PaperId[],
  room: GroupId | '' = '',
): Promise<Map<PaperId, number>> {
  if (papers.length === 0) return new Map()
  const rows = await store
    .selectFrom('comments')
    .select(({ fn }) => ['paper', fn.countAll<number>().as('count')])
    .where('paper', 'in', papers)
    .where('inGroup', '=', room)
    .where('deletedAt', 'is', null)
    .where('hiddenAt', 'is', null)
    .groupBy('paper')
    .execute()
  return new Map(rows.map(({ paper, count }) => [paper, count]))
}

/** What a comment said before each edit, the oldest first. */
export async function editsOf(
  store: Store,
  comment: string,
): Promise<{ body: string; until: string }[]> {
  return store
    .selectFrom('commentEdits')
    .select(['body', 'until'])
    .where('comment', '=', comment)
    .orderBy('until')
    .execute()
}

type Row = {
  id: string
  paper: PaperId
  inGroup: GroupId | ''
  parent: string | null
  thread: string
  reader: Actor
  body: string
  writtenAt: string
  editedAt: string | null
  deletedAt: string | null
  hiddenAt: string | null
  hiddenWhy: string
  lockedAt: string | null
}

async function asSeen(
  store: Store,
  rows: readonly Row[],
  viewer: Viewer | undefined,
): Promise<Comment[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const found = await store
    .selectFrom('reactions')
    .select(['comment', 'kind', 'reader'])
    .where('comment', 'in', ids)
    .execute()
  const byComment = Map.groupBy(found, ({ comment }) => comment)
  return rows.map((row) => {
    const { deletedAt, hiddenAt, hiddenWhy, lockedAt, ...comment } = row
    const state = deletedAt ? 'deleted' : hiddenAt ? 'hidden' : 'there'
    const sees = state === 'there' || viewer?.moderates || viewer?.id === row.reader
    const given = byComment.get(row.id) ?? []
    return {
      ...comment,
      body: sees && !deletedAt ? row.body : '',
      state,
      why: hiddenWhy,
      locked: lockedAt !== null,
      reactions: reactionKinds.flatMap((kind) => {
        const readers = given.filter((one) => one.kind === kind).map(({ reader }) => reader)
        if (readers.length === 0) return []
        return [
          { kind, count: readers.length, own: readers.some((reader) => reader === viewer?.id) },
        ]
      }),
    }
  })
}
