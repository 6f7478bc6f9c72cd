import { Hono } from 'hono'
import { papersIn, papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { isCategory, isDay, type Paper, type Span } from '#paper'
import { daysIn, isWindow, trending, type Window, windows } from '#trending'
import { frameWith } from '../frame.ts'
import { Entries } from '../parts/entry.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Pager, pageOf, sliceOf, withQuery } from '../parts/pager.tsx'
import { scorePath } from '../parts/paths.ts'
import type { Site } from '../site.ts'
import { picks as told } from '../words/picks.ts'
import { categoryInWords, dayInWords } from '../words/words.ts'

const words = told.trending

/** How many of the latest papers stand where nobody has voted yet. */
const fallback = 12

/** What readers care for most, of a day, a week, a month, all time, or any days asked for. */
export function trends({ store, now }: Site): Hono {
  return new Hono().get('/trending', async (c) => {
    const asked = c.req.query()
    const window = windowIn(asked['window'])
    const own = spanIn(asked['from'], asked['to'])
    const span = own ?? (await daysIn(store, window, now()))
    const category = isCategory(asked['category'] ?? '') ? asked['category'] : undefined
    const page = pageOf(asked['page'])
    const ranked = await trending(store, { span, category })
    const { skip, count } = sliceOf(page)
    const ids = ranked.slice(skip, skip + count).map(({ paper }) => paper)
    const papers = await papersOf(store, ids)
    const latest =
      ranked.length === 0 && span
        ? await papersIn(store, span, { skip: 0, count: fallback }, category)
        : []
    const frame = await frameWith(c, store, [...papers, ...latest])
    c.header('Cache-Control', 'private, no-cache')
    return c.render(
      <TrendingPage
        {...{ frame, window: own ? undefined : window, span, category, page, papers, latest }}
        total={ranked.length}
      />,
    )
  })
}

const windowIn = (text = ''): Window => (isWindow(text) ? text : 'week')

/** The days that an address asks for; one of them alone is a single day. */
function spanIn(from = '', to = ''): Span | undefined {
  if (!from && !to) return undefined
  const [first, last] = [from || to, to || from]
  if (!isDay(first)) throw new DomainError('invalid', words.notDay(first.slice(0, 40)))
  if (!isDay(last)) throw new DomainError('invalid', words.notDay(last.slice(0, 40)))
  return first <= last ? { from: first, to: last } : { from: last, to: first }
}

type TrendingPageProps = {
  frame: Frame
  window: Window | undefined
  span: Span | undefined
  category: string | undefined
  page: number
  papers: readonly Paper[]
  latest: readonly Paper[]
  total: number
}

function TrendingPage(props: TrendingPageProps) {
  const { frame, window, category, page, papers, latest, total } = props
  return (
    <Layout frame={frame} title={words.heading}>
      <header class="results">
        <h1>{words.heading}</h1>
        <p>
          {subjectOf(props)}
          {category && ` · ${categoryInWords(category)}`} · <a href="/about/ranking">{words.how}</a>
        </p>
        <nav class="orders" aria-label={words.windowsLabel}>
          {windows.map((one) => (
            <a
              href={withQuery(`/trending?window=${one}`, { category: category ?? '' })}
              aria-current={one === window ? 'page' : undefined}
            >
              {words.windows[one]}
            </a>
          ))}
        </nav>
      </header>
      {total === 0 && (
        <div class="notice">
          <p>{words.none}</p>
          <p>{words.noneHelp}</p>
          {latest.length > 0 && <p>{words.newest}</p>}
        </div>
      )}
      {papers.length > 0 && (
        <Entries
          papers={papers}
          level={2}
          after={({ id }) => (
            <p class="why">
              <a href={scorePath(id)}>{words.score}</a>
            </p>
          )}
        />
      )}
      {latest.length > 0 && <Entries papers={latest} level={2} />}
      <Pager address={withQuery(frame.address, { page: '' })} page={page} total={total} />
    </Layout>
  )
}

function subjectOf({ window, span }: TrendingPageProps): string {
  if (!span) return words.of.all
  if (!window) return words.span(dayInWords(span.from, 'long'), dayInWords(span.to, 'long'))
  return window === 'all' ? words.of.all : words.of[window](dayInWords(span.to, 'long'))
}
