import { Hono } from 'hono'
import { papersIn, papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { addDays, type Day, dayOf, isCategory, isDay, type Paper, type Span } from '#paper'
import { daysIn, isWindow, type Ranked, trending, type Window, windows } from '#trending'
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

/** All days up to one: printed research has not been catalogued for longer. */
const daysUpTo = (to: Day): Span => ({ from: addDays(to, -200 * 365), to })

/** What readers care for most, of a day, a week, a month, all time, or any days asked for. */
export function trends(site: Site): Hono {
  const { store, now } = site
  return new Hono().get('/trending', async (c) => {
    const asked = c.req.query()
    const today = dayOf(now())
    const own = spanIn(today, asked)
    const category = isCategory(asked['category'] ?? '') ? asked['category'] : undefined
    const { window, span, ranked } = own
      ? { window: undefined, span: own, ranked: await trending(store, { span: own, category }) }
      : await rankedIn(site, windowsFor(asked['window']), category)
    const page = pageOf(asked['page'])
    const { skip, count } = sliceOf(page)
    const ids = ranked.slice(skip, skip + count).map(({ paper }) => paper)
    const papers = await papersOf(store, ids)
    const latest =
      ranked.length === 0
        ? await papersIn(store, span ?? daysUpTo(today), { skip: 0, count: fallback }, category)
        : []
    const frame = await frameWith(c, store, [...papers, ...latest])
    c.header('Cache-Control', 'private, no-cache')
    return c.render(
      <TrendingPage
        {...{ frame, window, span, category, page, papers, latest }}
        total={ranked.length}
      />,
    )
  })
}

/** The window asked for; without one the first of these in which somebody voted. */
const windowsFor = (text = ''): readonly Window[] =>
  isWindow(text) ? [text] : ['week', 'month', 'all']

async function rankedIn(
  { store, now }: Pick<Site, 'store' | 'now'>,
  [window = 'week', ...others]: readonly Window[],
  category: string | undefined,
): Promise<{ window: Window; span: Span | undefined; ranked: Ranked[] }> {
  const span = await daysIn(store, window, now())
  const ranked = await trending(store, { span, category })
  if (ranked.length > 0 || others.length === 0) return { window, span, ranked }
  const later = await rankedIn({ store, now }, others, category)
  return later.ranked.length > 0 ? later : { window, span, ranked }
}

/** The days that an address asks for: from one to today, where it names no end. */
function spanIn(today: Day, { from, to }: { from?: string; to?: string }): Span | undefined {
  if (!from && !to) return undefined
  const last = to || today
  if (!isDay(last)) throw new DomainError('invalid', words.notDay(last.slice(0, 40)))
  const first = from || daysUpTo(last).from
  if (!isDay(first)) throw new DomainError('invalid', words.notDay(first.slice(0, 40)))
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
          {category && ` · ${categoryInWords(category)}`} · <a href="/about/ranking">{words.how}</a>{' '}
          · <a href="/digest?front=0&trending=10">{words.byMail}</a>
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
