import { Hono } from 'hono'
import { calendarOf, type Correction, corrections } from '#catalog'
import { DomainError } from '#domain-error'
import { type LedgerDay, ledgerOf } from '#harvest'
import { addDays, type Day, dayOf, holidaysOf, isDay, lastListed, paperPath } from '#paper'
import { frameOf } from '../frame.ts'
import { Command } from '../parts/command.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { categoryPath, dayPath } from '../parts/paths.ts'
import type { Site } from '../site.ts'
import { ledger as told, momentInWords } from '../words/ledger.ts'
import { dayInWords } from '../words/words.ts'

/** How many days a page of the ledger has. */
const length = 14

/** What arXiv announced, what of it is held, and how that is known. */
export function ledger({ store, now }: Site): Hono {
  return new Hono()
    .get('/ledger', async (c) => {
      const asked = await askedFor(c.req.query())
      // It changes with every check, of which the state that pages are kept under knows nothing.
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<LedgerPage frame={frameOf(c)} {...asked} />)
    })
    .get('/ledger.json', async (c) => {
      const { lines, from, to } = await askedFor(c.req.query())
      c.header('Cache-Control', 'private, no-cache')
      return c.json({ from, to, days: lines })
    })

  async function askedFor(query: Record<string, string>) {
    const calendar = await calendarOf(store)
    const last = lastListed(now(), calendar)
    const asked = query['to']
    if (asked && !isDay(asked)) throw new DomainError('invalid', told.notADay(asked))
    const to = asked && isDay(asked) ? asked : last
    const category = query['category'] || undefined
    const from = addDays(to, 1 - length)
    const lines = await ledgerOf(store, { from, to, ...(category && { category }) }, now())
    const year = Number(dayOf(now()).slice(0, 4))
    const quiet = [year, year + 1].flatMap((one) => holidaysOf(one, calendar))
    return { lines, from, to, last, category, quiet, corrected: await corrections(store) }
  }
}

type Shown = {
  readonly frame: Frame
  readonly lines: readonly LedgerDay[]
  readonly to: Day
  readonly last: Day
  readonly category: string | undefined
  /** Evenings of this year and the next on which arXiv announces nothing. */
  readonly quiet: readonly Day[]
  readonly corrected: readonly Correction[]
}

function LedgerPage({ frame, lines, to, last, category, quiet, corrected }: Shown) {
  const days = Map.groupBy(lines, ({ day }) => day)
  const beside = (day: Day) =>
    `/ledger?${new URLSearchParams({ to: day, ...(category && { category }) }).toString()}`
  return (
    <Layout frame={frame} title={told.heading} unlisted>
      <div class="ledger">
        <h1>{told.heading}</h1>
        <p>{told.intro}</p>
        {days.size === 0 && (
          <p>
            {told.none} <Command line="./broadsheet check cs.LG" />
          </p>
        )}
        {[...days].map(([day, ofDay]) => (
          <DayOfLedger day={day} lines={ofDay} />
        ))}
        <nav>
          <a href={beside(addDays(to, -length))} rel="prev">
            ← {told.earlier}
          </a>
          {to < last && (
            <a href={beside(addDays(to, length))} rel="next">
              {told.later} →
            </a>
          )}
        </nav>
        <Calendar quiet={quiet} corrected={corrected} />
      </div>
    </Layout>
  )
}

/** The evenings without an announcement, and what the keeper knows better of them. */
function Calendar({ quiet, corrected }: Pick<Shown, 'quiet' | 'corrected'>) {
  const notes = new Map(corrected.map((one) => [one.evening, one]))
  return (
    <details class="calendar-of-arxiv">
      <summary>{told.calendar}</summary>
      <p>{told.calendarHelp}</p>
      <ul>
        {quiet.map((evening) => (
          <li>
            <time datetime={evening}>{dayInWords(evening)}</time>
            {notes.has(evening) &&
              ` (${told.corrected}${notes.get(evening)?.note ? `: ${notes.get(evening)?.note}` : ''})`}
          </li>
        ))}
        {corrected
          .filter(({ kind }) => kind === 'announces')
          .map(({ evening, note }) => (
            <li>
              <time datetime={evening}>{dayInWords(evening)}</time>: {told.announces}
              {note && ` (${note})`}
            </li>
          ))}
      </ul>
    </details>
  )
}

function DayOfLedger({ day, lines }: { day: Day; lines: readonly LedgerDay[] }) {
  const [first] = lines
  const { columns } = told
  return (
    <section>
      <h2>
        <a href={dayPath(day)}>
          <time datetime={day}>{dayInWords(day)}</time>
        </a>
      </h2>
      {first && lines.every(({ state }) => state === 'holiday') ? (
        <p>{first.reason}</p>
      ) : lines.every(({ checks }) => checks.length === 0) ? (
        <p>{told.unasked(lines.map(({ category }) => category))}</p>
      ) : (
        <table>
          <caption class="unseen">{told.caption(dayInWords(day))}</caption>
          <thead>
            <tr>
              {[columns.category, columns.state].map((name) => (
                <th scope="col">{name}</th>
              ))}
              <th scope="col" class="number">
                {columns.held}
              </th>
              {[columns.new, columns.cross, columns.replace].map((name) => (
                <th scope="col" class="number kind">
                  {name}
                </th>
              ))}
              <th scope="col">{columns.evidence}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line {...line} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Line(line: LedgerDay) {
  const { category, state, held, announced, totals } = line
  // Nothing is only nothing where it is known to be.
  const known = announced > 0 || state === 'complete'
  return (
    <tr>
      <th scope="row">
        <a href={categoryPath(category)}>{category}</a>
      </th>
      <td class={state}>{told.states[state]}</td>
      <td class="number">{known ? told.held(held, announced) : told.notKnown}</td>
      <td class="number kind">{known ? totals.new : told.notKnown}</td>
      <td class="number kind">{known ? totals.cross : told.notKnown}</td>
      <td class="number kind">{known ? totals.replace : told.notKnown}</td>
      <td>
        <Evidence {...line} />
      </td>
    </tr>
  )
}

/** How many missing papers are named. */
const named = 20

function Evidence({ reason, missing, checks, repairs }: LedgerDay) {
  const fetched = repairs.filter(({ outcome }) => outcome === 'fetched').length
  if (checks.length + missing.length + fetched === 0) return <>{reason}</>
  return (
    <details>
      <summary>{reason}</summary>
      <ul>
        {checks.map(({ evidence, checkedAt }) => (
          <li>
            <time datetime={checkedAt}>{momentInWords(checkedAt)}</time>: {evidence}
          </li>
        ))}
        {fetched > 0 && <li>{told.repaired(fetched)}</li>}
        {missing.length > 0 && (
          <li>
            {told.missing(missing.length)}:{' '}
            {missing.slice(0, named).map((id) => (
              <>
                <a href={`https://arxiv.org${paperPath(id).replace('/papers/', '/abs/')}`}>
                  {id}
                </a>{' '}
              </>
            ))}
            {missing.length > named && told.further(missing.length - named)}
          </li>
        )}
      </ul>
    </details>
  )
}
