import { z } from 'zod'
import { isReader, type Reader, readersOf } from '#accounts'
import {
  type Comment,
  commentOf,
  countUnread,
  edit,
  editsOf,
  markdownHtml,
  markRead,
  moderates,
  noticesOf,
  react,
  remove,
  report,
  say,
  type Thread,
  threadsOf,
  type Viewer,
} from '#discussion'
import { DomainError } from '#domain-error'
import { paperPath } from '#paper'
import type { Actor, Store } from '#store'
import { type Ask, readerIn, route } from './route.ts'
import { allOf, PaperPath, Person } from './shapes.ts'
import { heldPaper } from './show-papers.ts'

const longest = 20_000

const Reaction = z.object({ kind: z.string(), count: z.int(), own: z.boolean() })

const CommentShape = z
  .object({
    id: z.string(),
    paper: z.string(),
    parent: z.string().nullable(),
    by: Person.nullable().describe('None where they left.'),
    body: z.string().describe('Markdown; empty where it was taken away or is hidden.'),
    html: z.string(),
    writtenAt: z.string(),
    editedAt: z.string().nullable(),
    state: z.enum(['there', 'deleted', 'hidden']),
    why: z.string().describe('Why it was hidden.'),
    locked: z.boolean(),
    reactions: z.array(Reaction),
    url: z.string(),
  })
  .meta({ id: 'Comment' })

const ThreadShape = CommentShape.extend({
  get answers() {
    return z.array(ThreadShape)
  },
}).meta({ id: 'Thread', description: 'A comment, with what was answered to it.' })

const CommentPath = z.object({ comment: z.string().max(100) })

const NoticeShape = z
  .object({
    place: z.int(),
    kind: z.string(),
    comment: z.string(),
    paper: z.string(),
    group: z.string().nullable().describe('The group in which it was said.'),
    by: z.string().nullable().describe('A handle.'),
    at: z.string(),
    readAt: z.string().nullable(),
  })
  .meta({ id: 'Notice' })

export const talk = [
  route({
    name: 'listComments',
    method: 'get',
    path: '/papers/{id}/comments',
    tag: 'Talk',
    says: 'What is said under a paper, thread by thread',
    params: PaperPath,
    freshness: 'made',
    missing: true,
    answer: allOf(ThreadShape).meta({ id: 'Threads' }),
    async run({ path, store, reader, origin }) {
      const { id } = await heldPaper(store, path.id)
      const threads = await threadsOf(store, id, viewerOf(reader))
      const people = await peopleOf(store, everybodyIn(threads), origin)
      const shown = (thread: Thread): z.infer<typeof ThreadShape> => ({
        ...showComment(thread, people, origin),
        answers: thread.answers.map(shown),
      })
      return { items: threads.map(shown) }
    },
  }),
  route({
    name: 'sayUnder',
    method: 'post',
    path: '/papers/{id}/comments',
    tag: 'Talk',
    says: 'Say something under a paper, or answer',
    params: PaperPath,
    body: z.object({
      body: z.string().min(1).max(longest).describe('Markdown; mathematics between dollars.'),
      parent: z.string().max(100).optional().describe('The comment that it answers.'),
    }),
    missing: true,
    status: 201,
    answer: CommentShape,
    async run({ path, body, store, now, origin, ...ask }) {
      const said = { paper: path.id, body: body.body, parent: body.parent }
      return oneComment(store, await say(store, readerIn(ask), said, now), origin)
    },
  }),
  route({
    name: 'getComment',
    method: 'get',
    path: '/comments/{comment}',
    tag: 'Talk',
    says: 'One comment',
    params: CommentPath,
    freshness: 'made',
    missing: true,
    answer: CommentShape,
    run: async ({ path, store, reader, origin }) =>
      oneComment(store, await standing(store, path.comment, reader), origin),
  }),
  route({
    name: 'listEdits',
    method: 'get',
    path: '/comments/{comment}/edits',
    tag: 'Talk',
    says: 'What a comment said before, the oldest first',
    params: CommentPath,
    freshness: 'made',
    missing: true,
    answer: allOf(z.object({ body: z.string(), until: z.string() })),
    async run({ path, store, reader }) {
      const comment = await standing(store, path.comment, reader)
      // Whoever may not read what it says now may not read what it said.
      return { items: comment.body ? await editsOf(store, comment.id) : [] }
    },
  }),
  route({
    name: 'editComment',
    method: 'patch',
    path: '/comments/{comment}',
    tag: 'Talk',
    says: 'Put other words in the place of a comment of yours',
    params: CommentPath,
    body: z.object({ body: z.string().min(1).max(longest) }),
    missing: true,
    answer: CommentShape,
    run: async ({ path, body, store, now, origin, ...ask }) =>
      oneComment(store, await edit(store, readerIn(ask), path.comment, body.body, now), origin),
  }),
  route({
    name: 'removeComment',
    method: 'delete',
    path: '/comments/{comment}',
    tag: 'Talk',
    says: 'Take a comment of yours away, with all it ever said',
    params: CommentPath,
    missing: true,
    status: 204,
    answer: z.null(),
    async run({ path, store, now, ...ask }) {
      await remove(store, readerIn(ask), path.comment, now)
      return null
    },
  }),
  route({
    name: 'reactTo',
    method: 'post',
    path: '/comments/{comment}/reactions',
    tag: 'Talk',
    says: 'React to a comment; doing it again takes it back',
    params: CommentPath,
    body: z.object({ kind: z.enum(['agree', 'thanks', 'question', 'doubt']) }),
    missing: true,
    answer: CommentShape,
    run: async ({ path, body, store, now, origin, ...ask }) =>
      oneComment(store, await react(store, readerIn(ask), path.comment, body.kind, now), origin),
  }),
  route({
    name: 'reportComment',
    method: 'post',
    path: '/comments/{comment}/reports',
    tag: 'Talk',
    says: 'Tell the curators that a comment should not stand',
    params: CommentPath,
    body: z.object({ reason: z.string().min(1).max(1000) }),
    missing: true,
    status: 204,
    answer: z.null(),
    async run({ path, body, store, now, ...ask }) {
      await report(store, readerIn(ask), path.comment, body.reason, now)
      return null
    },
  }),
  route({
    name: 'listNotices',
    method: 'get',
    path: '/me/notices',
    tag: 'Talk',
    says: 'What you were told: answers, mentions, rulings',
    who: 'reader',
    answer: z.object({ unread: z.int(), items: z.array(NoticeShape) }).meta({ id: 'Notices' }),
    async run({ store, ...ask }) {
      const reader = readerIn(ask)
      const [notices, unread] = await Promise.all([
        noticesOf(store, reader.id, { count: 100 }),
        countUnread(store, reader.id),
      ])
      const actors = await readersOf(store, notices.map(({ actor }) => actor).filter(isReader))
      const handles = new Map<Actor, string>(actors.map(({ id, handle }) => [id, handle]))
      return {
        unread,
        items: notices.map(({ place, kind, comment, paper, inGroup, actor, at, readAt }) => ({
          place,
          kind,
          comment,
          paper,
          group: inGroup || null,
          by: handles.get(actor) ?? null,
          at,
          readAt,
        })),
      }
    },
  }),
  route({
    name: 'markNoticesRead',
    method: 'post',
    path: '/me/notices/read',
    tag: 'Talk',
    says: 'Note that you have seen all that came so far',
    status: 204,
    answer: z.null(),
    async run({ store, now, ...ask }) {
      await markRead(store, readerIn(ask).id, now)
      return null
    },
  }),
]

type People = ReadonlyMap<Actor, z.infer<typeof Person>>

const viewerOf = (reader: Reader | undefined): Viewer | undefined =>
  reader && { id: reader.id, moderates: moderates(reader) }

async function standing(
  store: Store,
  id: string,
  reader: Ask<unknown, unknown, unknown>['reader'],
): Promise<Comment> {
  const comment = await commentOf(store, id, viewerOf(reader))
  if (!comment) throw new DomainError('missing', 'There is no such comment.')
  return comment
}

const everybodyIn = (threads: readonly Thread[]): Actor[] =>
  threads.flatMap((thread) => [thread.reader, ...everybodyIn(thread.answers)])

async function peopleOf(store: Store, actors: readonly Actor[], origin: string): Promise<People> {
  const readers = await readersOf(store, [...new Set(actors)].filter(isReader))
  return new Map(
    readers.map(({ id, handle, name }) => [
      id,
      { handle, name, url: `${origin}/people/${handle}` },
    ]),
  )
}

const oneComment = async (store: Store, comment: Comment, origin: string) =>
  showComment(comment, await peopleOf(store, [comment.reader], origin), origin)

function showComment(
  comment: Comment,
  people: People,
  origin: string,
): z.infer<typeof CommentShape> {
  const { id, paper, parent, body, writtenAt, editedAt, state, why, locked } = comment
  return {
    id,
    paper,
    parent,
    by: people.get(comment.reader) ?? null,
    body,
    html: body && markdownHtml(body),
    writtenAt,
    editedAt,
    state,
    why,
    locked,
    reactions: comment.reactions.map(({ kind, count, own }) => ({ kind, count, own })),
    url: `${origin}${paperPath(paper)}#comment-${id}`,
  }
}
