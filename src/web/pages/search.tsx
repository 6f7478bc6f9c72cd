import { Hono } from 'hono'
import { paperOf, papersOf } from '#catalog'
import { feedPaths, formatted } from '../feeds/feed-paths.ts'
import { isArxivId, type Paper, type PaperId, paperPath, understand } from '#paper'
import { frameOf, frameWith } from '../frame.ts'
import { Entries } from '../parts/entry.tsx'
import { Follow } from '../parts/follow.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Narrowed, Narrowing, Orders } from '../parts/narrowing.tsx'
import { Pager, sliceOf, withQuery } from '../parts/pager.tsx'
import { searchAddress, searchPath } from '../parts/paths.ts'
import { type Asked, readSearch } from '../read-search.ts'
import { canonicalOf, type Found, type Hit, narrowingOf } from '#search'
import { Why } from '../parts/why.tsx'
import type { Site } from '../site.ts'
import { words } from '../words/words.ts'

/** Few read on after these; half a day's page is found and set in half the time. */
const pageSize = 30

/** Papers by words and meaning. What is the id of a paper leads straight to it. */
export function search({ store, search: index }: Site): Hono {
  const pages = new Hono()
  // The short address of the feed of any search.
  pages.get('/search.atom', (c) => {
    const { text } = readSearch(new URL(c.req.url).searchParams)
    return c.redirect(formatted(feedPaths.search(canonicalOf({ text })), 'atom'), 301)
  })
  return pages.get('/search', async (c) => {
    const asked = readSearch(new URL(c.req.url).searchParams)
    if (!asked.text) return c.render(<SearchPage frame={frameOf(c)} asked={asked} />)

    const id = understand(asked.text)
    const named = id && (await paperOf(store, id))
    if (named) return c.redirect(paperPath(named.id), 303)

    const found = await index.find({
      text: asked.text,
      sort: asked.sort,
      list: asked.list,
      exactly: asked.exactly,
      loose: asked.wide,
      as: 'papers',
      ...sliceOf(asked.page, pageSize),
    })
    if (!found.ready) c.header('Cache-Control', 'no-store')
    const papers = await papersOf(
      store,
      found.hits.map((hit) => hit.id),
    )
    return c.render(
      <SearchPage
        frame={await frameWith(c, store, papers)}
        asked={asked}
        found={found}
        papers={papers}
        unknown={id}
      />,
    )
  })
}

type SearchPageProps = {
  frame: Frame
  asked: Asked
  found?: Found
  papers?: readonly Paper[]
  /** The id that was asked for, if it is one of a paper we do not hold. */
  unknown?: ReturnType<typeof understand>
}

function SearchPage({ frame, asked, found, papers = [], unknown }: SearchPageProps) {
  const notes = [...asked.notes, ...(found?.notes ?? [])]
  const subject = found ? narrowingOf(asked.text).subject : ''
  return (
    <Layout
      frame={frame}
      title={words.search.title(asked.text)}
      query={asked.text}
      watch={found?.canonical || asked.text || undefined}
      feed={asked.text ? feedPaths.search(found?.canonical || asked.text) : undefined}
      canonical={searchAddress(found?.canonical ?? asked.text, asked.sort)}
      unlisted
    >
      <header class="results">
        <h1 dir="auto">
          {asked.text ? words.search.asked(subject || asked.text) : words.search.heading}
        </h1>
        {found && <p role="status">{words.search.found(found.total, found.complete)}</p>}
        <Narrowed asked={asked} />
        {found && <Follow frame={frame} query={asked.text} name={subject || asked.text} />}
      </header>
      {unknown && (
        <p class="notice">
          {words.search.notHeld(unknown)}{' '}
          {isArxivId(unknown) && (
            <a href={`https://arxiv.org/abs/${unknown}`} rel="noreferrer">
              {words.search.atArxiv}
            </a>
          )}
        </p>
      )}
      {found?.spelling && <Meant asked={asked} spelling={found.spelling} />}
      {notes.map((note) => (
        <p class="notice">{note}</p>
      ))}
      {asked.wide && (
        <p class="notice">
          {words.search.wide}{' '}
          <a href={addressOf({ ...asked, wide: false })}>{words.search.narrower}</a>.
        </p>
      )}
      {!found && <Invitation />}
      {found && (
        <div class="search">
          {found.facets && (
            <Narrowing asked={asked} facets={found.facets} complete={found.complete} />
          )}
          <div>
            {papers.length > 1 && (
              <Orders asked={asked} trending={found.sorts.includes('trending')} />
            )}
            {papers.length === 0 && <Nothing asked={asked} found={found} />}
            {papers.length > 0 && (
              <Entries
                papers={papers}
                level={2}
                marks={found.marks}
                after={({ id }) => <WhyOf id={id} hits={found.hits} />}
              />
            )}
            <Pager
              address={withQuery(addressOf(asked), { list: found.list })}
              page={asked.page}
              total={found.total}
              size={pageSize}
            />
            {!asked.wide && asked.page * pageSize >= found.total && (
              <p class="wider">
                <a href={addressOf({ ...asked, wide: true })}>{words.search.wider}</a>
              </p>
            )}
          </div>
        </div>
      )}
    </Layout>
  )
}

/** The address of a search with all that it was asked with, but for the page. */
const addressOf = ({ text, sort, exactly, wide }: Asked) =>
  withQuery(searchAddress(text, sort), {
    as: exactly ? 'typed' : '',
    wide: wide ? 'yes' : '',
  })

function WhyOf({ id, hits }: { id: PaperId; hits: readonly Hit[] }) {
  const hit = hits.find((each) => each.id === id)
  return hit ? <Why hit={hit} /> : null
}

/** What was most likely meant, and the way to the other spelling. */
function Meant({ asked, spelling }: { asked: Asked; spelling: NonNullable<Found['spelling']> }) {
  const meant = <a href={searchAddress(spelling.text, asked.sort)}>{spelling.text}</a>
  if (!spelling.sure) {
    return (
      <p class="notice">
        {words.search.didYouMean} <strong>{meant}</strong>?
      </p>
    )
  }
  const typed = addressOf({ ...asked, exactly: true })
  return (
    <p class="notice">
      {words.search.showing} <strong>{meant}</strong>. {words.search.instead}{' '}
      <a href={typed}>{asked.text}</a>.
    </p>
  )
}

function Invitation() {
  const examples = ['attention sinks for streaming', 'kv cache eviction', '2309.17453']
  return (
    <div class="message">
      <p>{words.search.empty}</p>
      <p>
        {words.search.examples}:{' '}
        {examples.map((text, i) => (
          <>
            {i > 0 && ', '}
            <a href={searchPath(text)}>{text}</a>
          </>
        ))}
      </p>
    </div>
  )
}

function Nothing({ asked, found }: { asked: Asked; found: Found }) {
  if (found.total > 0) return <p class="notice">{words.search.beyond}</p>
  const { subject, demands } = narrowingOf(asked.text)
  return (
    <div class="message">
      <p>{words.search.nothing(subject || asked.text)}</p>
      {subject && demands.length > 0 && (
        <p>
          <a href={searchPath(subject)}>{words.search.widen}</a>
        </p>
      )}
      <ul>
        {words.search.nothingHelp.map((help) => (
          <li>{help}</li>
        ))}
      </ul>
    </div>
  )
}
