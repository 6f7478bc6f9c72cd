import { Hono } from 'hono'
import { countOf, papersBy } from '#catalog'
import { DomainError } from '#domain-error'
import { nameKey, type Paper, plainText } from '#paper'
import { feedPaths } from '../feeds/feed-paths.ts'
import { frameOf, frameWith } from '../frame.ts'
import { Entries } from '../parts/entry.tsx'
import { Follow } from '../parts/follow.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Pager, pageAddress, pageOf, sliceOf } from '../parts/pager.tsx'
import { authorPath } from '../parts/paths.ts'
import type { Site } from '../site.ts'
import { words } from '../words/words.ts'

/** The papers of an author, under the key of the name. */
export function author({ store }: Site): Hono {
  return new Hono()
    .get('/authors', (c) => {
      const name = c.req.query('name')
      if (name && nameKey(name)) return c.redirect(authorPath(nameKey(name)), 303)
      return c.render(<AuthorsPage frame={frameOf(c)} />)
    })
    .get('/authors/:key', async (c) => {
      const asked = c.req.param('key')
      const key = nameKey(asked)
      const page = pageOf(c.req.query('page'))
      const [total, papers] = await Promise.all([
        countOf(store, { author: key }),
        papersBy(store, key, sliceOf(page)),
      ])
      if (total === 0) throw new DomainError('missing', words.author.missing(asked))
      if (key !== asked) return c.redirect(authorPath(key), 302)
      return c.render(
        <AuthorPage
          frame={await frameWith(c, store, papers)}
          {...{ key, papers, total, page }}
          name={key}
        />,
      )
    })
}

/** The name as it stands on a paper. */
function nameOf(key: string, papers: readonly Paper[]): string {
  const names = papers.flatMap(({ authors }) => authors)
  return plainText(names.find((name) => nameKey(name) === key) ?? key)
}

function AuthorPage(props: {
  frame: Frame
  name: string
  papers: readonly Paper[]
  total: number
  page: number
}) {
  const { frame, papers, total, page } = props
  const name = nameOf(props.name, papers)
  const path = authorPath(props.name)
  return (
    <Layout
      frame={frame}
      title={name}
      canonical={pageAddress(path, page)}
      feed={feedPaths.author(props.name)}
      watch={`au:"${props.name}"`}
    >
      <header class="results">
        <h1 dir="auto">{name}</h1>
        <p>
          {words.papers(total)}. {words.author.sameName}
        </p>
        <Follow frame={frame} query={`au:"${props.name}"`} name={name} />
      </header>
      <Entries papers={papers} level={2} />
      <Pager address={path} page={page} total={total} />
    </Layout>
  )
}

function AuthorsPage({ frame }: { frame: Frame }) {
  return (
    <Layout frame={frame} title={words.author.heading}>
      <div class="message">
        <h1>{words.author.heading}</h1>
        <p>{words.author.intro}</p>
        <form class="fields" action="/authors">
          <label>
            {words.author.field} <input name="name" required autocomplete="off" />
          </label>
          <button>{words.search.button}</button>
        </form>
      </div>
    </Layout>
  )
}
