import { raw } from 'hono/html'
import { Hono } from 'hono'
import type { Reader } from '#accounts'
import { papersOf } from '#catalog'
import {
  appeal,
  type Comment,
  commentOf,
  edit,
  editsOf,
  hide,
  lock,
  markdownHtml,
  react,
  reactionKinds,
  remove,
  report,
  roomOf,
  say,
  settle,
  show,
  type Speaker,
  unlock,
  viewerOf,
} from '#discussion'
import { DomainError } from '#domain-error'
import { enter, roomIn } from '#groups'
import { paperPath, readPaperId } from '#paper'
import { fieldsIn } from '../fields.ts'
import { frameOf } from '../frame.ts'
import { type Frame, Layout } from '../parts/layout.tsx'
import { groupPath } from '../parts/paths.ts'
import { rich } from '../parts/rich.ts'
import { Time } from '../parts/time.tsx'
import { onThisSite, readerOf, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { talk } from '../words/talk.ts'

/** Where a comment stands. */
export const commentPath = ({
  id,
  paper,
  inGroup,
}: Pick<Comment, 'id' | 'paper' | 'inGroup'>): string =>
  `${inGroup ? groupPath(inGroup) : ''}${paperPath(paper)}#comment-${id}`

/** What readers say under papers: said, changed, taken away, reported, and what curators do to it. */
export function comments({ store, now }: Site): Hono {
  /** The room in which a comment was said, if whoever asks may be there. */
  const roomFor = async (group: string, reader: Reader | undefined) =>
    group === '' ? undefined : roomIn(store, await enter(store, group, reader, 'guest'))
  const found = async (id: string, reader: Reader | undefined) => {
    const room = await roomFor((await roomOf(store, id)) ?? '', reader)
    const speaker: Speaker | undefined = reader && (room ? { ...reader, room } : reader)
    const viewer = speaker
      ? viewerOf(speaker)
      : { id: '' as const, moderates: false, ...(room && { room: room.id }) }
    const comment = await commentOf(store, id, viewer)
    if (!comment) throw new DomainError('missing', talk.missing)
    return { comment, speaker }
  }
  const foundBy = async (id: string, reader: Reader) => {
    const { comment, speaker = reader } = await found(id, reader)
    return { comment, speaker }
  }
  return new Hono()
    .post('/comments', async (c) => {
      const reader = signedIn(c)
      const field = await fieldsIn(c)
      const room = await roomFor(field('group'), reader)
      const said = await say(
        store,
        room ? { ...reader, room } : reader,
        {
          paper: readPaperId(field('paper')),
          parent: field('parent') || undefined,
          body: field('body'),
          id: field('id') || undefined,
        },
        now(),
      )
      return c.redirect(commentPath(said), 303)
    })
    .get('/comments/:id', async (c) => {
      const { comment } = await found(c.req.param('id'), readerOf(c))
      return c.redirect(commentPath(comment), 302)
    })
    .get('/comments/:id/history', async (c) => {
      const frame = frameOf(c)
      const { comment } = await found(c.req.param('id'), frame.reader)
      // Whoever may not read what it says now may not read what it said.
      const edits = comment.body ? await editsOf(store, comment.id) : []
      const [paper] = await papersOf(store, [comment.paper])
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<History {...{ frame, comment, edits }} title={paper?.title ?? ''} />)
    })
    .post('/comments/:id/:act{edit|delete|react|report|appeal}', async (c) => {
      const reader = signedIn(c)
      const { id, act } = c.req.param()
      const field = await fieldsIn(c)
      const { comment, speaker } = await foundBy(id, reader)
      if (act === 'edit') await edit(store, speaker, id, field('body'), now())
      if (act === 'delete') await remove(store, speaker, id, now())
      if (act === 'report') await report(store, speaker, id, field('reason'), now())
      if (act === 'appeal') await appeal(store, speaker, id, field('reason'), now())
      if (act === 'react') {
        const kind = reactionKinds.find((one) => one === field('kind'))
        if (!kind) throw new DomainError('invalid', talk.missing)
        await react(store, speaker, id, kind, now())
      }
      return c.redirect(commentPath(comment), 303)
    })
    .post('/comments/:id/:act{hide|show|lock|unlock|keep}', async (c) => {
      const { id, act } = c.req.param()
      // In a group its owners moderate, who need be nothing more to the house.
      const reader = signedIn(c, { as: (await roomOf(store, id)) ? 'reader' : 'curator' })
      const field = await fieldsIn(c)
      const { comment, speaker } = await foundBy(id, reader)
      const reason = field('reason')
      if (act === 'hide') await hide(store, speaker, id, reason, now())
      if (act === 'show') await show(store, speaker, id, reason, now())
      if (act === 'lock') await lock(store, speaker, id, reason, now())
      if (act === 'unlock') await unlock(store, speaker, id, now())
      if (act === 'keep') await settle(store, speaker, id, now())
      return c.redirect(field('from') ? onThisSite(field('from')) : commentPath(comment), 303)
    })
}

function History(props: {
  frame: Frame
  comment: Comment
  edits: readonly { body: string; until: string }[]
  title: string
}) {
  const { frame, comment, edits, title } = props
  return (
    <Layout frame={frame} title={talk.history.heading} unlisted>
      <div class="own">
        <h1>{talk.history.heading}</h1>
        <p>
          {talk.history.of} <a href={commentPath(comment)}>{rich(title, { links: false })}</a>
        </p>
        {edits.length === 0 && <p>{talk.history.none}</p>}
        {edits.map(({ body, until }) => (
          <section>
            <h2>
              {talk.history.until} <Time at={until} />
            </h2>
            <div class="words" dir="auto">
              {raw(markdownHtml(body))}
            </div>
          </section>
        ))}
        {edits.length > 0 && (
          <section>
            <h2>{talk.history.now}</h2>
            <div class="words" dir="auto">
              {raw(markdownHtml(comment.body))}
            </div>
          </section>
        )}
      </div>
    </Layout>
  )
}
