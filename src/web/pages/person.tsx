import { raw } from 'hono/html'
import { Hono } from 'hono'
import { type Reader, readerNamed } from '#accounts'
import { papersOf } from '#catalog'
import { markdownHtml } from '#discussion'
import { writtenBy } from '#claims'
import { type List, listsOf } from '#library'
import { DomainError } from '#domain-error'
import { type Paper, type PaperId, paperPath } from '#paper'
import { type Deed, deedsOf } from '#watches'
import { feedPaths } from '../feeds/feed-paths.ts'
import { frameWith } from '../frame.ts'
import { Entry } from '../parts/entry.tsx'
import { FollowSubject } from '../parts/follow.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { shownOf } from '../parts/muted.tsx'
import { listPath } from '../parts/paths.ts'
import { rich } from '../parts/rich.ts'
import { Time } from '../parts/time.tsx'
import type { Site } from '../site.ts'
import { claims } from '../words/claims.ts'
import { lists as listWords } from '../words/lists.ts'
import { count, words } from '../words/words.ts'

const told = words.account.person

/** How much of what a reader did stands on their page. */
const most = 60

/** A reader as everybody sees them: what they put forward, and what they say. */
export function person({ store }: Site): Hono {
  return new Hono().get('/people/:handle', async (c) => {
    const handle = c.req.param('handle')
    const found = await readerNamed(store, handle)
    if (!found) throw new DomainError('missing', told.missing(handle.slice(0, 40)))
    if (found.handle !== handle) return c.redirect(`/people/${found.handle}`, 302)
    const deeds = await deedsOf(store, 'person', found.id, {}, most)
    const wrote = await writtenBy(store, found.id)
    const lists = await listsOf(store, found.id)
    const papers = await papersOf(store, [
      ...new Set([...wrote, ...deeds.map(({ paper }) => paper)]),
    ])
    // A reader's own words change at any time, and no log of papers tells of it.
    c.header('Cache-Control', 'private, no-cache')
    const frame = await frameWith(c, store, papers)
    return c.render(<PersonPage {...{ frame, deeds, papers, wrote, lists }} person={found} />)
  })
}

type Props = {
  frame: Frame
  person: Reader
  deeds: readonly Deed[]
  papers: readonly Paper[]
  /** What they wrote themselves. */
  wrote: readonly PaperId[]
  lists: readonly List[]
}

function PersonPage({ frame, person: one, deeds, papers, wrote, lists }: Props) {
  const { id, name, handle } = one
  const byId = new Map(papers.map((paper) => [paper.id, paper]))
  return (
    <Layout frame={frame} title={name} feed={feedPaths.person(handle)} unlisted>
      <header class="results person">
        <h1 dir="auto">{name}</h1>
        <p>
          @{handle}
          {one.role !== 'reader' && ` · ${told.roles[one.role]}`}
          {' · '}
          {told.joined} <Time at={one.joinedAt} />
        </p>
        {one.about && (
          <div class="about">
            {one.about.split(/\n{2,}/).map((paragraph) => (
              <p dir="auto">{paragraph}</p>
            ))}
          </div>
        )}
        <Lists lists={lists} />
        {frame.reader?.id !== id && (
          <FollowSubject frame={frame} about="person" subject={{ id, name, key: handle }} />
        )}
      </header>
      {one.bannedAt && <p class="notice">{told.banned}</p>}
      <Wrote wrote={wrote} byId={byId} />
      <PutForward deeds={deeds} byId={byId} />
      <Said deeds={deeds} byId={byId} />
    </Layout>
  )
}

/** The collections that they made public. */
function Lists({ lists }: { lists: readonly List[] }) {
  if (lists.length === 0) return null
  return (
    <p class="lists">
      {listWords.heading}:{' '}
      {lists.map(({ name, handle, publicAs, papers }, i) => (
        <>
          {i > 0 && ' · '}
          <a href={listPath(handle, publicAs)} dir="auto">
            {name}
          </a>{' '}
          <span class="number">{count(papers)}</span>
        </>
      ))}
    </p>
  )
}

/** The papers of which they are confirmed as an author. */
function Wrote({ wrote, byId }: { wrote: readonly PaperId[]; byId: Done['byId'] }) {
  const papers = wrote.flatMap((id) => byId.get(id) ?? [])
  if (papers.length === 0) return null
  return (
    <section class="section">
      <h2>{claims.wrote}</h2>
      <div class="entries">
        {papers.map((paper) => (
          <Entry paper={paper} />
        ))}
      </div>
    </section>
  )
}

type Done = { deeds: readonly Deed[]; byId: ReadonlyMap<PaperId, Paper> }

/** The papers that somebody nominated or picked, the latest first. */
function PutForward({ deeds, byId }: Done) {
  const forward = deeds.filter(({ kind }) => kind !== 'commented')
  const ofPaper = [...Map.groupBy(forward, ({ paper }) => paper)]
  const papers = ofPaper.flatMap(([id]) => byId.get(id) ?? [])
  if (shownOf(papers).length === 0) return null
  return (
    <section class="section">
      <h2>{told.putForward}</h2>
      <div class="entries">
        {ofPaper.map(([id, some]) => {
          const paper = byId.get(id)
          const kind = some.some((deed) => deed.kind === 'picked') ? 'picked' : 'nominated'
          return paper && <Entry paper={paper} kicker={told.deeds[kind]} />
        })}
      </div>
    </section>
  )
}

/** What somebody said where everybody reads it. */
function Said({ deeds, byId }: Done) {
  const said = deeds.filter(({ kind }) => kind === 'commented')
  const papers = said.flatMap(({ paper }) => byId.get(paper) ?? [])
  const shown = new Set(shownOf(papers).map(({ id }) => id))
  if (shown.size === 0) return null
  return (
    <section class="section discussion" aria-labelledby="said">
      <h2 id="said">{told.said}</h2>
      <ol class="thread">
        {said
          .filter(({ paper }) => shown.has(paper))
          .map(({ paper, comment, at, said: body = '' }) => (
            <li>
              <article class="comment">
                <header>
                  <a href={`${paperPath(paper)}#comment-${comment ?? ''}`} dir="auto">
                    {rich(byId.get(paper)?.title ?? paper, { links: false })}
                  </a>
                  {' · '}
                  <Time at={at} />
                </header>
                <div class="words" dir="auto">
                  {raw(markdownHtml(body))}
                </div>
              </article>
            </li>
          ))}
      </ol>
    </section>
  )
}
