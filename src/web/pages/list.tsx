import { Hono } from 'hono'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { type List, listAt, putIn } from '#library'
import type { Paper } from '#paper'
import { subjectFeed, subjectNamed, type Subject } from '#watches'
import { frameWith } from '../frame.ts'
import { Entry } from '../parts/entry.tsx'
import { FollowSubject } from '../parts/follow.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Pager, pageOf, pageSize, sliceOf } from '../parts/pager.tsx'
import { listPath } from '../parts/paths.ts'
import type { Site } from '../site.ts'
import { lists } from '../words/lists.ts'
import { words } from '../words/words.ts'

/** A collection that its reader made public, as everybody sees it. */
export function list({ store }: Site): Hono {
  return new Hono().get('/people/:handle/lists/:list', async (c) => {
    const { handle, list: publicAs } = c.req.param()
    const found = await listAt(store, { handle, publicAs })
    const subject = found && (await subjectNamed(store, 'list', `${found.handle}/${publicAs}`))
    if (!found || !subject) throw new DomainError('missing', lists.missing)
    const page = pageOf(c.req.query('page'))
    const put = await putIn(store, [found.id], sliceOf(page))
    const papers = await papersOf(
      store,
      put.map(({ paper }) => paper),
    )
    // It may be made private at any time, and no log of papers tells of it.
    c.header('Cache-Control', 'private, no-cache')
    const frame = await frameWith(c, store, papers)
    return c.render(<ListPage {...{ frame, subject, papers, page }} list={found} />)
  })
}

type Props = {
  frame: Frame
  list: List
  subject: Subject
  papers: readonly Paper[]
  page: number
}

function ListPage({ frame, list: { name, by, handle, publicAs, papers: n }, ...rest }: Props) {
  const { subject, papers, page } = rest
  return (
    <Layout frame={frame} title={subject.name} feed={subjectFeed('list', subject.key)} unlisted>
      <header class="results person">
        <h1 dir="auto">{name}</h1>
        <p>
          {lists.by}{' '}
          <a href={`/people/${handle}`} dir="auto">
            {by}
          </a>{' '}
          · {words.papers(n)}
        </p>
        <FollowSubject frame={frame} about="list" subject={subject} />
      </header>
      {n === 0 && <p class="notice">{lists.none}</p>}
      <div class="entries">
        {papers.map((paper) => (
          <Entry paper={paper} level={2} />
        ))}
      </div>
      <Pager address={listPath(handle, publicAs)} page={page} total={n} size={pageSize} />
    </Layout>
  )
}
