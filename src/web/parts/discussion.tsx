import { raw } from 'hono/html'
import { isReader, type Reader, readersNamed, readersOf } from '#accounts'
import { authorsOf } from '#claims'
import {
  longestBody,
  markdownHtml,
  mentionsIn,
  moderates,
  newCommentId,
  reactionKinds,
  type Room,
  type Speaker,
  type Thread,
  threadsOf,
} from '#discussion'
import type { PaperId } from '#paper'
import type { Actor, Store } from '#store'
import { claims } from '../words/claims.ts'
import { talk } from '../words/talk.ts'
import { Form } from './form.tsx'
import { Reasoned } from './reasoned.tsx'
import type { Frame } from './layout.tsx'
import { Time } from './time.tsx'

/** What is said under a paper, and by whom. */
export type Talk = {
  readonly threads: readonly Thread[]
  readonly people: ReadonlyMap<Actor, Reader>
  /** Handles that were mentioned and are somebody's. */
  readonly handles: ReadonlySet<string>
  /** Who among them wrote the paper. */
  readonly authors: ReadonlySet<Actor>
  /** Who looks, and in which room. */
  readonly speaker?: Speaker
  /** Whether they may say something there. */
  readonly speaks: boolean
  readonly room?: Room
}

export async function talkUnder(
  store: Store,
  paper: PaperId,
  reader: Reader | undefined,
  room?: Room,
): Promise<Talk> {
  const speaker: Speaker | undefined = reader && (room ? { ...reader, room } : reader)
  const viewer = {
    id: reader?.id ?? ('' as const),
    moderates: speaker !== undefined && moderates(speaker),
    ...(room && { room: room.id }),
  }
  const threads = await threadsOf(store, paper, viewer)
  const all = flat(threads)
  const readers = all.map(({ reader: one }) => one).filter(isReader)
  const mentioned = [...new Set(all.flatMap(({ body }) => mentionsIn(body)))]
  const [people, named, authors] = await Promise.all([
    readersOf(store, readers),
    readersNamed(store, mentioned),
    authorsOf(store, paper),
  ])
  return {
    threads,
    people: new Map(people.map((one) => [one.id, one])),
    handles: new Set(named.map(({ handle }) => handle)),
    authors,
    ...(speaker && { speaker }),
    ...(room && { room }),
    speaks: reader !== undefined && (!room || (!room.closed && room.members.includes(reader.id))),
  }
}

const flat = (threads: readonly Thread[]): Thread[] =>
  threads.flatMap((thread) => [thread, ...flat(thread.answers)])

/** The threads under a paper, and where to say something. */
export function Discussion({
  frame,
  paper,
  talk: said,
}: {
  frame: Frame
  paper: PaperId
  talk: Talk
}) {
  const there = flat(said.threads).filter(({ state }) => state === 'there').length
  return (
    <section class="section discussion" id="discussion" aria-labelledby="discussion-heading">
      <h2 id="discussion-heading">{talk.heading}</h2>
      <p class="aside">{there === 0 ? talk.none : talk.count(there)}</p>
      {said.threads.length > 0 && <Answers {...{ frame, said }} threads={said.threads} depth={0} />}
      {said.speaks ? (
        <Form action="/comments" class="say">
          <input type="hidden" name="paper" value={paper} />
          {said.room && <input type="hidden" name="group" value={said.room.id} />}
          <input type="hidden" name="id" value={newCommentId()} />
          <label>
            {talk.write}
            <textarea name="body" required maxlength={longestBody} rows={3}></textarea>
          </label>
          <p class="aside">{frame.mayComeIn ? talk.writeHelp : talk.alone}</p>
          <button>{talk.send}</button>
        </Form>
      ) : (
        frame.mayComeIn &&
        !frame.reader && (
          <p>
            <a href={`/sign-in?${new URLSearchParams({ from: frame.address }).toString()}`}>
              {talk.signIn}
            </a>
          </p>
        )
      )}
    </section>
  )
}

type Said = { frame: Frame; said: Talk }

function Answers({
  threads,
  depth,
  ...rest
}: Said & { threads: readonly Thread[]; depth: number }) {
  return (
    <ol class={depth < 5 ? 'thread' : 'thread flat'}>
      {threads.map((thread) => (
        <li>
          <OneComment {...rest} comment={thread} />
          {thread.answers.length > 0 && (
            <Answers {...rest} threads={thread.answers} depth={depth + 1} />
          )}
        </li>
      ))}
    </ol>
  )
}

function OneComment({ frame, said, comment }: Said & { comment: Thread }) {
  const { id, state, body, why, editedAt, writtenAt } = comment
  const writer = said.people.get(comment.reader)
  const { speaker } = said
  return (
    <article class={`comment ${state}`} id={`comment-${id}`}>
      <header>
        {writer ? <a href={`/people/${writer.handle}`}>{writer.name}</a> : talk.gone}{' '}
        {said.authors.has(comment.reader) && (
          <span class="badge" title={claims.badgeHelp}>
            {claims.badge}
          </span>
        )}{' '}
        <a href={`/comments/${id}`}>
          <Time at={writtenAt} />
        </a>{' '}
        {editedAt && state === 'there' && <a href={`/comments/${id}/history`}>{talk.edited}</a>}
      </header>
      {state === 'deleted' && <p class="absent">{talk.deleted}</p>}
      {state === 'hidden' && <p class="absent">{talk.hidden(why)}</p>}
      {body && (
        <div class="words" dir="auto">
          {raw(markdownHtml(body, said.handles))}
        </div>
      )}
      {comment.locked && <p class="absent">{talk.locked}</p>}
      {state === 'there' && (
        <Reactions reader={said.speaks ? speaker : undefined} comment={comment} />
      )}
      {speaker && state !== 'deleted' && !speaker.bannedAt && (
        <div class="acts">
          {state === 'there' && said.speaks && (
            <AnswerForm comment={comment} name={writer?.name ?? talk.gone} />
          )}
          <More reader={speaker} comment={comment} alone={!frame.mayComeIn} />
        </div>
      )}
    </article>
  )
}

/** Buttons for a signed-in reader; for anybody else what others gave. */
function Reactions({
  reader,
  comment: { id, reactions },
}: {
  reader: Reader | undefined
  comment: Thread
}) {
  const given = new Map(reactions.map((one) => [one.kind, one]))
  if (!reader) {
    if (reactions.length === 0) return <></>
    return (
      <p class="reactions">
        {reactions.map(({ kind, count }) => (
          <span>
            {talk.reactions[kind]} {count}
          </span>
        ))}
      </p>
    )
  }
  return (
    <Form action={`/comments/${id}/react`} class="reactions">
      {reactionKinds.map((kind) => {
        const { count = 0, own = false } = given.get(kind) ?? {}
        return (
          <button
            name="kind"
            value={kind}
            aria-pressed={own ? 'true' : 'false'}
            aria-label={talk.reactionLabel(talk.reactions[kind], count)}
          >
            {talk.reactions[kind]}
            {count > 0 && ` ${count}`}
          </button>
        )
      })}
    </Form>
  )
}

function AnswerForm({ comment: { id, paper, inGroup }, name }: { comment: Thread; name: string }) {
  return (
    <details>
      <summary>{talk.answer}</summary>
      <Form action="/comments" class="say">
        <input type="hidden" name="paper" value={paper} />
        {inGroup && <input type="hidden" name="group" value={inGroup} />}
        <input type="hidden" name="parent" value={id} />
        <input type="hidden" name="id" value={newCommentId()} />
        <label>
          {talk.answerTo(name)}
          <textarea name="body" required maxlength={longestBody} rows={3}></textarea>
        </label>
        <button>{talk.send}</button>
      </Form>
    </details>
  )
}

/** What else somebody may do with a comment: its writer, other readers, curators. */
function More(props: { reader: Speaker; comment: Thread; alone: boolean }) {
  const { reader, comment, alone } = props
  const { id, state, body, locked } = comment
  const own = comment.reader === reader.id
  const path = `/comments/${id}`
  return (
    <details>
      <summary>{talk.more}</summary>
      {own && state === 'there' && (
        <Form action={`${path}/edit`} class="say">
          <label>
            {talk.edit}
            <textarea name="body" required maxlength={longestBody} rows={4}>
              {body}
            </textarea>
          </label>
          <button>{talk.save}</button>
        </Form>
      )}
      {own && state === 'there' && (
        <Form action={`${path}/delete`}>
          <button>{talk.remove}</button> <span class="aside">{talk.removeHelp}</span>
        </Form>
      )}
      {own && state === 'hidden' && (
        <Reasoned action={`${path}/appeal`} ask={talk.appealText} button={talk.appeal} />
      )}
      {!own && state === 'there' && (
        <Reasoned action={`${path}/report`} ask={talk.reason} button={talk.report} />
      )}
      {moderates(reader) && !alone && (
        <>
          {state === 'there' ? (
            <Reasoned action={`${path}/hide`} ask={talk.hideReason} button={talk.hide} />
          ) : (
            <Form action={`${path}/show`}>
              <button>{talk.show}</button>
            </Form>
          )}
          {locked ? (
            <Form action={`${path}/unlock`}>
              <button>{talk.unlock}</button>
            </Form>
          ) : (
            <Reasoned action={`${path}/lock`} ask={talk.lockReason} button={talk.lock} />
          )}
        </>
      )}
    </details>
  )
}
