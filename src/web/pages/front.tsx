import { Hono } from 'hono'
import { papersOf } from '#catalog'
import {
  arrangePick,
  frontDay,
  handlesOf,
  type Nomination,
  nominations,
  oldestForFront,
  pick,
  unpick,
  writeLine,
} from '#curation'
import { DomainError } from '#domain-error'
import { addDays, type Day, dayOf, type Paper, plainText, readPaperId } from '#paper'
import { assets } from '../assets.ts'
import { fieldsIn } from '../fields.ts'
import { frameOf } from '../frame.ts'
import type { Handles } from '../parts/by.tsx'
import { Entry } from '../parts/entry.tsx'
import { Form } from '../parts/form.tsx'
import { type Front, frontOf } from '../parts/front-picks.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { NominationControls } from '../parts/nomination.tsx'
import { dayPath } from '../parts/paths.ts'
import { rich } from '../parts/rich.ts'
import { entryId } from '../parts/vote.tsx'
import { onThisSite, signedIn } from '../reader.ts'
import { houseOf, type Site } from '../site.ts'
import { picks as told } from '../words/picks.ts'
import { dayInWords } from '../words/words.ts'

const words = told.desk

/** The desk of curators: what stands on the front page, in which order, with which line. */
export function arranging(site: Site): Hono {
  const { store, now } = site
  return new Hono()
    .get('/front', async (c) => {
      signedIn(c, { as: 'curator' })
      const day = await frontDay(store, now())
      const since = addDays(dayOf(now()), -oldestForFront)
      const [front, open] = await Promise.all([
        frontOf(store, day),
        nominations(store, { since: `${since}T00:00:00.000Z`, topic: '' }),
      ])
      const papers = await papersOf(
        store,
        open.map(({ paper }) => paper),
      )
      const handles = await handlesOf(
        store,
        open.flatMap(({ readers }) => readers.map(({ reader }) => reader)),
      )
      c.header('Cache-Control', 'private, no-cache')
      const needed = houseOf(site).endorsements
      return c.render(
        <DeskPage frame={frameOf(c)} {...{ day, front, open, papers, handles, needed }} />,
      )
    })
    .post('/front', async (c) => {
      const reader = signedIn(c, { as: 'curator' })
      const field = await fieldsIn(c)
      const where = { paper: readPaperId(field('paper')), topic: field('topic') }
      const act = field('act')
      if (act === 'pick') await pick(store, reader, { ...where, line: field('line') }, now())
      else if (act === 'off') await unpick(store, reader, where, now())
      else if (act === 'line') await writeLine(store, reader, where, field('line'), now())
      else await arrangePick(store, reader, where, placeIn(field('to')), now())
      if (c.req.header('Accept')?.includes('application/json')) return c.json({ done: true })
      return c.redirect(`${onThisSite(field('from') || '/front')}#${entryId(where.paper)}`, 303)
    })
}

function placeIn(text: string): number {
  if (/^-?\d{1,6}$/.test(text)) return Number(text)
  throw new DomainError('invalid', `“${text.slice(0, 40)}” is no place on a page.`)
}

type DeskPageProps = {
  frame: Frame
  day: Day
  front: Front
  open: readonly Nomination[]
  papers: readonly Paper[]
  handles: Handles
  needed: number
}

function DeskPage(props: DeskPageProps) {
  const { frame, day, front, open, papers } = props
  const byId = new Map(papers.map((paper) => [paper.id, paper]))
  return (
    <Layout
      frame={frame}
      title={words.heading}
      meta={<script type="module" src={assets.order}></script>}
      unlisted
    >
      <header class="results">
        <h1>{words.heading}</h1>
        <p>
          {dayInWords(day)} · <a href={dayPath(day)}>{words.seePage}</a> ·{' '}
          <a href="/log">{told.log.heading}</a>
        </p>
        <p>{words.intro}</p>
      </header>
      {front.picks.length === 0 && <p class="notice">{words.empty}</p>}
      <broadsheet-order>
        <ol class="desk">
          {front.picks.map((one, place) => (
            <Row paper={one.of} line={one.line} place={place} last={front.picks.length - 1} />
          ))}
        </ol>
        <p class="unseen" role="status"></p>
      </broadsheet-order>
      {open.length > 0 && (
        <section class="section">
          <h2>{words.waiting}</h2>
          <div class="entries">
            {open.map((nomination) => {
              const paper = byId.get(nomination.paper)
              return (
                paper && (
                  <Entry
                    paper={paper}
                    after={<NominationControls {...props} nomination={nomination} />}
                  />
                )
              )
            })}
          </div>
        </section>
      )}
    </Layout>
  )
}

/** A paper on the desk. The arrows say where it goes, so that sending one twice does nothing more. */
function Row(props: { paper: Paper; line: string; place: number; last: number }) {
  const { paper, line, place, last } = props
  const title = plainText(paper.title)
  return (
    <li id={entryId(paper.id)} data-title={title} data-moved={words.moved(title, 0)}>
      <Form action="/front" class="move">
        <input type="hidden" name="paper" value={paper.id} />
        <button
          name="to"
          value={String(place - 1)}
          disabled={place === 0}
          aria-label={words.up(title)}
        >
          ↑
        </button>
        <span class="number">{place + 1}</span>
        <button
          name="to"
          value={String(place + 1)}
          disabled={place === last}
          aria-label={words.down(title)}
        >
          ↓
        </button>
      </Form>
      <div>
        <p class="title" dir="auto">
          {rich(paper.title, { links: false })}
        </p>
        <Form action="/front" class="line">
          <input type="hidden" name="paper" value={paper.id} />
          <label>
            <span>{words.line}</span>
            <input name="line" value={line} maxlength={280} autocomplete="off" />
          </label>
          <button name="act" value="line">
            {words.save}
          </button>
          <button name="act" value="off" aria-label={words.off(title)}>
            {words.offShort}
          </button>
        </Form>
      </div>
    </li>
  )
}
