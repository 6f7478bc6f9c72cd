import { Hono } from 'hono'
import {
  calendarOf,
  countsByCategory,
  countsByDay,
  dayWithPapers,
  holdsEditionsOnly,
  papersIn,
  papersOfDay,
} from '#catalog'
import { isAtLeast } from '#accounts'
import { oldestForFront } from '#curation'
import { DomainError } from '#domain-error'
import { type LedgerDay, ledgerOf } from '#harvest'
import { addDays, categoryName, type Day, dayOf, isDay, quietDay, weekOf } from '#paper'
import { feedPaths } from '../feeds/feed-paths.ts'
import { frameOf, frameWith } from '../frame.ts'
import { IndexOfCategories } from '../parts/index-of-categories.tsx'
import { Dateline, DayField } from '../parts/dateline.tsx'
import { Command } from '../parts/command.tsx'
import { Entries } from '../parts/entry.tsx'
import { FrontPicks, frontOf, NoPicks } from '../parts/front-picks.tsx'
import { LedgerFoot } from '../parts/ledger-foot.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Pager, pageOf, sliceOf } from '../parts/pager.tsx'
import { dayPath, monthOf, monthPath, weekPath } from '../parts/paths.ts'
import { groupsOf, Sections } from '../parts/sections.tsx'
import type { Site } from '../site.ts'
import { picks as told } from '../words/picks.ts'
import { categoryInWords, dayInWords, monthInWords, words } from '../words/words.ts'
import { StartPage, startOf } from './start.tsx'

/** The papers of a day; on the front page those of the latest day that has any. */
export function day(site: Site): Hono {
  const { store, now } = site
  return new Hono()
    .get('/', async (c) => {
      if (await holdsEditionsOnly(store)) {
        const start = await startOf(store)
        const papers = start.groups?.flatMap((group) => group.papers) ?? []
        return c.render(<StartPage frame={await frameWith(c, store, papers)} {...start} />)
      }
      const latest = await dayWithPapers(store, { upTo: dayOf(now()) })
      if (!latest) return c.render(<StartPage frame={frameOf(c)} />)
      const shown = await dayOfPapers(site, latest, c.req.query())
      return c.render(<DayPage frame={await frameWith(c, store, shown.all)} {...shown} front />)
    })
    .get('/day', (c) => {
      const asked = c.req.query('day') ?? ''
      return c.redirect(asked ? `/day/${encodeURIComponent(asked)}` : '/', 303)
    })
    .get('/day/:day', async (c) => {
      const asked = c.req.param('day')
      if (!isDay(asked)) throw new DomainError('invalid', words.day.notADay(asked))
      const shown = await dayOfPapers(site, asked, c.req.query())
      if (shown.total > 0) {
        return c.render(<DayPage frame={await frameWith(c, store, shown.all)} {...shown} />)
      }

      const past = asked <= dayOf(now())
      if (past && shown.quiet && shown.before) {
        return c.redirect(`${dayPath(shown.before)}?for=${asked}`, 302)
      }
      c.status(404)
      return c.render(<EmptyDay frame={frameOf(c)} {...shown} past={past} />)
    })
}

type DayOfPapers = Awaited<ReturnType<typeof dayOfPapers>>

/** What the page of a day shows. */
async function dayOfPapers(
  { store, now }: Site,
  shown: Day,
  asked: { page?: string; category?: string; for?: string },
) {
  const span = { from: shown, to: shown }
  const page = pageOf(asked.page)
  const category = asked.category || undefined
  const [counts, shares, listing, before, after, ledger, front] = await Promise.all([
    countsByDay(store, span),
    countsByCategory(store, span),
    category
      ? papersIn(store, span, sliceOf(page), category)
      : papersOfDay(store, shown, sliceOf(page)),
    dayWithPapers(store, { upTo: addDays(shown, -1) }),
    dayWithPapers(store, { after: shown }),
    ledgerOf(store, { ...span, ...(category && { category }) }, now()),
    frontOf(store, shown),
  ])
  const total = counts[0]?.papers ?? 0
  const listed = category
    ? (shares.find((share) => share.category === category)?.papers ?? 0)
    : total
  const ledHere = asked.for && isDay(asked.for) && asked.for > shown ? asked.for : undefined
  const today = dayOf(now())
  const fronted = page === 1 && !category ? front : { ...front, picks: [] }
  // What stands in front does not stand again below.
  const picked = new Set(fronted.picks.map(({ paper }) => paper))
  const papers = listing.filter(({ id }) => !picked.has(id))
  return {
    day: shown,
    /** Why arXiv listed nothing under the day that was asked for. */
    quiet: quietDay(ledHere ?? shown, await calendarOf(store)),
    page,
    category,
    papers,
    picked: fronted,
    all: [...fronted.picks.map(({ of }) => of), ...papers],
    /** Whether papers may still be put in front of this day. */
    open: shown >= addDays(today, -oldestForFront) && page === 1 && !category,
    shares,
    total,
    listed,
    before,
    // A day that is still to come is not offered.
    after: after && after <= today ? after : undefined,
    ledHere,
    ledger: ledger.filter(wasAsked),
  }
}

function DayPage(props: DayOfPapers & { frame: Frame; front?: true }) {
  const { frame, front, day: shown, papers, shares, total, listed, category, page, ledHere } = props
  const title = dayInWords(shown)
  const address = dayPath(shown)
  const list = category ? `${address}?category=${encodeURIComponent(category)}` : address
  const canonical = page > 1 ? `${list}${category ? '&' : '?'}page=${page}` : list
  const quiet = ledHere && props.quiet
  return (
    <Layout
      frame={frame}
      title={front ? words.name : title}
      description={`${title}: ${words.papers(total)}`}
      canonical={canonical}
      feed={front ? feedPaths.latest : feedPaths.day(shown)}
      front
    >
      <Dateline
        before={
          props.before && { path: dayPath(props.before), label: dayInWords(props.before, 'brief') }
        }
        after={
          props.after && { path: dayPath(props.after), label: dayInWords(props.after, 'brief') }
        }
        beforeLabel={words.day.before}
        afterLabel={words.day.after}
      >
        <h1>
          <time datetime={shown}>{title}</time>
        </h1>
        <p>
          {words.papers(total)}
          {' · '}
          <a href={weekPath(weekOf(shown))}>{words.day.week(weekOf(shown))}</a>
          {' · '}
          <a href={monthPath(monthOf(shown))}>{monthInWords(monthOf(shown))}</a>
        </p>
      </Dateline>
      {ledHere && quiet && (
        <p class="notice" role="note">
          {words.day.ledHere(dayInWords(ledHere), quiet)}
        </p>
      )}
      <FrontPicks front={props.picked} heading={told.front.heading} />
      {props.open && <Curating picked={props.picked.picks.length} frame={frame} />}
      <IndexOfCategories address={address} shares={shares} total={total} chosen={category} />
      {category ? (
        <section class="section">
          <h2>{categoryInWords(category)}</h2>
          {listed > 0 ? (
            <Entries papers={papers} />
          ) : (
            <p>{words.day.noneIn(categoryInWords(category))}</p>
          )}
        </section>
      ) : (
        <Sections
          groups={groupsOf(papers, (paper) => paper.categories[0] ?? '')}
          heading={nameOf}
          small={{ heading: words.day.further, kicker: nameOf }}
        />
      )}
      <LedgerFoot lines={props.ledger} />
      <Pager address={list} page={page} total={listed} />
      <DayField value={shown} />
    </Layout>
  )
}

/** Under the picks, or in their place, the way to more of them. */
function Curating({ picked, frame }: { picked: number; frame: Frame }) {
  const curates = frame.reader !== undefined && isAtLeast(frame.reader, 'curator')
  if (picked === 0) return <NoPicks curates={curates} />
  return (
    <p class="invite">
      <a href="/nominations">{told.front.more}</a>
      {curates && (
        <>
          {' · '}
          <a href="/front">{told.front.arrange}</a>
        </>
      )}
    </p>
  )
}

/** A category that nobody asked arXiv about has nothing to say at the foot of a day. */
const wasAsked = ({ checks }: LedgerDay) => checks.length > 0

const nameOf = (category: string) => (category ? categoryName(category) : words.day.other)

function EmptyDay(props: DayOfPapers & { frame: Frame; past: boolean }) {
  const { frame, day: shown, before, after, past } = props
  const title = dayInWords(shown)
  return (
    <Layout frame={frame} title={words.day.none(title)} unlisted>
      <div class="message">
        <h1>{words.day.none(title)}</h1>
        {past ? (
          <p>
            {words.day.emptyHelp} <Command line={`./broadsheet harvest arxiv --set cs`} />.
          </p>
        ) : (
          <p>
            {words.day.future(title)} {words.day.futureHelp}
          </p>
        )}
        <ul>
          {before && (
            <li>
              <a href={dayPath(before)} rel="prev">
                {words.day.nearestBefore(dayInWords(before))}
              </a>
            </li>
          )}
          {after && (
            <li>
              <a href={dayPath(after)} rel="next">
                {words.day.nearestAfter(dayInWords(after))}
              </a>
            </li>
          )}
        </ul>
        <LedgerFoot lines={props.ledger} />
        <DayField value={shown} />
      </div>
    </Layout>
  )
}
