import { raw } from 'hono/html'
import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { isReader, readersOf } from '#accounts'
import { papersOf } from '#catalog'
import {
  answerAppeal,
  type Appeal,
  type Comment,
  commentsOf,
  markdownHtml,
  openAppeals,
  openReports,
  type Report,
  type Ruling,
  roomOfAppeal,
  rulings,
  type Speaker,
  viewerOf,
} from '#discussion'
import { openClaims } from '#claims'
import { DomainError } from '#domain-error'
import { enter, roomIn } from '#groups'
import type { PaperId } from '#paper'
import type { Actor, Store } from '#store'
import { fieldsIn } from '../fields.ts'
import { frameOf } from '../frame.ts'
import { By, type Handles } from '../parts/by.tsx'
import { Reasoned } from '../parts/reasoned.tsx'
import { OpenClaims } from '../parts/open-claims.tsx'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Pager, pageOf, sliceOf } from '../parts/pager.tsx'
import { rich } from '../parts/rich.ts'
import { Time } from '../parts/time.tsx'
import { onThisSite, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { talk } from '../words/talk.ts'

const words = talk.moderation

/** What waits for a curator, and the public log of what curators decided. */
export function moderation({ store, now }: Site): Hono {
  return new Hono()
    .get('/moderation', async (c) => {
      const waiting = await waitingFor(store, signedIn(c, { as: 'curator' }))
      const claims = await openClaims(store)
      const claimNames = await namesOf(store, {
        papers: claims.map(({ paper }) => paper),
        actors: claims.flatMap(({ reader, disputes }) => [
          reader,
          ...disputes.map((one) => one.reader),
        ]),
      })
      c.header('Cache-Control', 'private, no-cache')
      return c.render(
        <Queue frame={frameOf(c)} {...waiting} others={claims.length}>
          <OpenClaims claims={claims} names={claimNames} />
        </Queue>,
      )
    })
    .post('/moderation/appeals/:place', async (c) => {
      const place = c.req.param('place')
      if (!/^\d{1,15}$/.test(place)) throw new DomainError('missing', talk.missing)
      const room = await roomOfAppeal(store, Number(place))
      const reader = signedIn(c, { as: room ? 'reader' : 'curator' })
      const group = room && (await enter(store, room, reader, 'guest'))
      const curator = group ? { ...reader, room: await roomIn(store, group) } : reader
      const field = await fieldsIn(c)
      const answer = { granted: field('granted') === 'yes', answer: field('answer') }
      await answerAppeal(store, curator, Number(place), answer, now())
      return c.redirect(onThisSite(field('from') || '/moderation'), 303)
    })
    .get('/moderation/log', async (c) => {
      const page = pageOf(c.req.query('page'))
      const log = await rulings(store, sliceOf(page))
      const names = await namesOf(store, {
        papers: log.rulings.map(({ paper }) => paper),
        actors: log.rulings.map(({ reader }) => reader),
      })
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<Log frame={frameOf(c)} {...log} names={names} page={page} />)
    })
}

/** What waits for a moderator, in a group or before everybody. */
export async function waitingFor(store: Store, moderator: Speaker): Promise<WaitingProps> {
  const room = moderator.room?.id ?? ''
  const [reports, appeals] = await Promise.all([openReports(store, room), openAppeals(store, room)])
  const ids = [...reports, ...appeals].map(({ comment }) => comment)
  const comments = await commentsOf(store, ids, viewerOf(moderator))
  const names = await namesOf(store, {
    papers: comments.map(({ paper }) => paper),
    actors: [
      ...comments.map(({ reader }) => reader),
      ...appeals.map(({ reader }) => reader),
      ...reports.flatMap(({ reasons }) => reasons.map(({ reader }) => reader)),
    ],
  })
  return { reports, appeals, names, comments: new Map(comments.map((one) => [one.id, one])) }
}

/** The titles of papers, and the handles of people. */
export type Names = { readonly titles: ReadonlyMap<PaperId, string>; readonly handles: Handles }

export async function namesOf(
  store: Store,
  { papers, actors }: { papers: readonly PaperId[]; actors: readonly Actor[] },
): Promise<Names> {
  const [found, readers] = await Promise.all([
    papersOf(store, [...new Set(papers)]),
    readersOf(store, actors.filter(isReader)),
  ])
  return {
    titles: new Map(found.map(({ id, title }) => [id, title])),
    handles: new Map<Actor, string>(readers.map(({ id, handle }) => [id, handle])),
  }
}

type QueueProps = WaitingProps & {
  frame: Frame
  /** How much else waits on the page. */
  others?: number
}

type WaitingProps = {
  reports: readonly Report[]
  appeals: readonly Appeal[]
  comments: ReadonlyMap<string, Comment>
  names: Names
}

function Queue(props: QueueProps & { children: Child }) {
  return (
    <Layout frame={props.frame} title={words.heading} unlisted>
      <div class="own">
        <h1>{words.heading}</h1>
        <p>
          {words.intro} <a href="/moderation/log">{words.log}</a>
        </p>
        <Waiting {...props} />
        {props.children}
      </div>
    </Layout>
  )
}

/** What was reported and appealed, with what to do about it. */
export function Waiting({ frame, reports, appeals, comments, names, others = 0 }: QueueProps) {
  return (
    <>
      {reports.length + appeals.length + others === 0 && <p class="notice">{words.nothing}</p>}
      {reports.length > 0 && <h2>{words.reports}</h2>}
      {reports.map(({ comment, reasons }) => (
        <section>
          <Quoted comment={comments.get(comment)} names={names} />
          <ul class="prose">
            {reasons.map(({ reader, reason }) => (
              <li>
                <By actor={reader} handles={names.handles} />: {reason}
              </li>
            ))}
          </ul>
          <Reasoned action={`/comments/${comment}/hide`} ask={talk.hideReason} button={talk.hide} />
          <Form action={`/comments/${comment}/keep`}>
            <input type="hidden" name="from" value={frame.address} />
            <button>{talk.keep}</button>
          </Form>
        </section>
      ))}
      {appeals.length > 0 && <h2>{words.appeals}</h2>}
      {appeals.map(({ place, comment, reader, text }) => (
        <section>
          <Quoted comment={comments.get(comment)} names={names} />
          <p dir="auto">
            <By actor={reader} handles={names.handles} />: {text}
          </p>
          <Form action={`/moderation/appeals/${place}`} class="sheet">
            <input type="hidden" name="from" value={frame.address} />
            <label>
              {words.answer}
              <input name="answer" required maxlength={2000} />
            </label>
            <p>
              <button name="granted" value="yes">
                {words.grant}
              </button>{' '}
              <button name="granted" value="no">
                {words.refuse}
              </button>
            </p>
          </Form>
        </section>
      ))}
    </>
  )
}

function Quoted({ comment, names }: { comment: Comment | undefined; names: Names }) {
  if (!comment) return <p class="absent">{talk.deleted}</p>
  return (
    <blockquote class="comment">
      <header>
        <By actor={comment.reader} handles={names.handles} /> {words.on}{' '}
        <a href={`/comments/${comment.id}`}>
          {rich(names.titles.get(comment.paper) ?? comment.paper, { links: false })}
        </a>
      </header>
      {comment.state === 'hidden' && <p class="absent">{talk.hidden(comment.why)}</p>}
      <div class="words" dir="auto">
        {raw(markdownHtml(comment.body))}
      </div>
    </blockquote>
  )
}

type LogProps = {
  frame: Frame
  rulings: readonly Ruling[]
  total: number
  names: Names
  page: number
}

function Log({ frame, rulings: listed, total, names, page }: LogProps) {
  return (
    <Layout frame={frame} title={words.log} canonical="/moderation/log">
      <header class="results">
        <h1>{words.log}</h1>
        <p>{words.logIntro}</p>
      </header>
      {total === 0 && <p class="notice">{words.logNone}</p>}
      <Rulings rulings={listed} names={names} />
      <Pager address="/moderation/log" page={page} total={total} />
    </Layout>
  )
}

export function Rulings(props: { rulings: readonly Ruling[]; names: Names }) {
  const { rulings: listed, names } = props
  return (
    <div class="log">
      <ol>
        {listed.map(({ reader, kind, comment, paper, reason, at }) => (
          <li>
            <Time at={at} />
            <p>
              <By actor={reader} handles={names.handles} /> {words.rulings[kind]}{' '}
              <a href={`/comments/${comment}`} dir="auto">
                {rich(names.titles.get(paper) ?? paper, { links: false })}
              </a>
              {reason && <span class="aside"> {reason}</span>}
            </p>
          </li>
        ))}
      </ol>
    </div>
  )
}
