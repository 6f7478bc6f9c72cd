import { Hono } from 'hono'
import { countsByCategory, countsByDay, papersIn } from '#catalog'
import { DomainError } from '#domain-error'
import { type Day, dayOf, daysOfMonth, daysOfWeek, type Span, weekOf } from '#paper'
import { feedPaths } from '../feeds/feed-paths.ts'
import { frameWith } from '../frame.ts'
import { Calendar } from '../parts/calendar.tsx'
import { Dateline } from '../parts/dateline.tsx'
import { IndexOfCategories } from '../parts/index-of-categories.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Pager, pageAddress, pageOf, sliceOf } from '../parts/pager.tsx'
import { monthOf, monthPath, monthsBeside, weekPath, weeksBeside } from '../parts/paths.ts'
import { groupsOf, Sections } from '../parts/sections.tsx'
import type { Site } from '../site.ts'
import { categoryInWords, dayInWords, monthInWords, words } from '../words/words.ts'

/** The papers of a week, and of a month. */
export function spans(site: Site): Hono {
  const today = () => dayOf(site.now())
  return new Hono()
    .get('/week', (c) => c.redirect(weekPath(weekOf(today())), 302))
    .get('/month', (c) => c.redirect(monthPath(monthOf(today())), 302))
    .get('/week/:week', async (c) => {
      const week = c.req.param('week')
      const span = daysOfWeek(week)
      if (!span) throw new DomainError('invalid', words.week.not(week))
      const beside = weeksBeside(span.from)
      const shown = await papersOfSpan(site, span, c.req.query())
      return c.render(
        <SpanPage
          frame={await frameWith(c, site.store, shown.papers)}
          {...shown}
          title={words.week.title(week)}
          path={weekPath(week)}
          feed={feedPaths.week(week)}
          before={{ path: weekPath(beside.before), label: words.week.before }}
          after={{ path: weekPath(beside.after), label: words.week.after }}
          none={words.week.none}
        />,
      )
    })
    .get('/month/:month', async (c) => {
      const month = c.req.param('month')
      const span = daysOfMonth(month)
      const beside = monthsBeside(month)
      if (!span || !beside) throw new DomainError('invalid', words.month.not(month))
      const shown = await papersOfSpan(site, span, c.req.query())
      return c.render(
        <SpanPage
          frame={await frameWith(c, site.store, shown.papers)}
          {...shown}
          title={monthInWords(month)}
          path={monthPath(month)}
          feed={feedPaths.month(month)}
          before={{ path: monthPath(beside.before), label: monthInWords(beside.before) }}
          after={{ path: monthPath(beside.after), label: monthInWords(beside.after) }}
          none={words.month.none}
        />,
      )
    })
}

/** What the page of a stretch of days shows. */
async function papersOfSpan(
  { store }: Site,
  span: Span,
  asked: { page?: string; category?: string },
) {
  const page = pageOf(asked.page)
  const category = asked.category || undefined
  const [counts, shares, papers] = await Promise.all([
    countsByDay(store, span, category),
    countsByCategory(store, span),
    papersIn(store, span, sliceOf(page), category),
  ])
  const listed = sum(counts)
  const total = category ? sum(await countsByDay(store, span)) : listed
  return { span, page, category, counts, shares, papers, listed, total }
}

type SpanPageProps = Awaited<ReturnType<typeof papersOfSpan>> & {
  frame: Frame
  title: string
  path: string
  feed: string
  before: { path: string; label: string }
  after: { path: string; label: string }
  none: string
}

function SpanPage(props: SpanPageProps) {
  const { frame, title, path, span, page, category, counts, shares, papers, listed, total } = props
  const list = category ? `${path}?category=${encodeURIComponent(category)}` : path
  return (
    <Layout
      frame={frame}
      title={title}
      description={`${title}: ${words.papers(total)}`}
      canonical={pageAddress(list, page)}
      feed={props.feed}
      front
    >
      <Dateline before={props.before} after={props.after} beforeLabel="" afterLabel="">
        <h1>{title}</h1>
        <p>
          {words.papers(listed)}
          {category && ` · ${categoryInWords(category)}`}
        </p>
      </Dateline>
      <Calendar span={span} counts={counts} category={category} />
      <IndexOfCategories address={path} shares={shares} total={total} chosen={category} />
      {papers.length === 0 && page === 1 && <p class="notice">{props.none}</p>}
      <Sections
        groups={groupsOf(papers, (paper) => paper.day)}
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- grouped by day just above
        heading={(key) => <time datetime={key}>{dayInWords(key as Day)}</time>}
      />
      <Pager address={list} page={page} total={listed} />
    </Layout>
  )
}

const sum = (counts: readonly { papers: number }[]) =>
  counts.reduce((so, { papers }) => so + papers, 0)
