import { Hono } from 'hono'
import { isAtLeast, type Reader } from '#accounts'
import { papersOf } from '#catalog'
import { type Act, acts, countActs, handlesOf, undo } from '#curation'
import { DomainError } from '#domain-error'
import { isDay, type PaperId, paperPath } from '#paper'
import { fieldsIn } from '../fields.ts'
import { frameOf } from '../frame.ts'
import { By, type Handles } from '../parts/by.tsx'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Pager, pageOf, sliceOf } from '../parts/pager.tsx'
import { rich } from '../parts/rich.ts'
import { onThisSite, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { claims } from '../words/claims.ts'
import { picks as told } from '../words/picks.ts'
import { categoryInWords, dayInWords, words as all } from '../words/words.ts'

const words = told.log

/** Everything that was done to the pages, for everybody to see and, for some, to take back. */
export function publicLog({ store, now }: Site): Hono {
  return new Hono()
    .get('/log', async (c) => {
      const page = pageOf(c.req.query('page'))
      const [listed, total] = await Promise.all([acts(store, sliceOf(page)), countActs(store)])
      const [papers, handles] = await Promise.all([
        papersOf(store, [...new Set(listed.map(({ paper }) => paper))]),
        handlesOf(
          store,
          listed.map(({ reader }) => reader),
        ),
      ])
      const titles = new Map(papers.map(({ id, title }) => [id, title]))
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<LogPage frame={frameOf(c)} {...{ listed, titles, handles, total, page }} />)
    })
    .post('/log', async (c) => {
      const reader = signedIn(c)
      const field = await fieldsIn(c)
      const place = field('undo')
      if (!/^\d{1,15}$/.test(place)) throw new DomainError('invalid', words.noAct)
      await undo(store, reader, Number(place), now())
      return c.redirect(onThisSite(field('from') || '/log'), 303)
    })
}

type LogPageProps = {
  frame: Frame
  listed: readonly Act[]
  titles: ReadonlyMap<PaperId, string>
  handles: Handles
  total: number
  page: number
}

function LogPage({ frame, listed, titles, handles, total, page }: LogPageProps) {
  return (
    <Layout frame={frame} title={words.heading} canonical="/log">
      <header class="results">
        <h1>{words.heading}</h1>
        <p>
          {words.intro} <a href="/log/people">{claims.log.link}</a>
        </p>
      </header>
      {total === 0 && (
        <p class="notice">
          {words.none} <a href="/nominations">{told.front.invite}</a>
        </p>
      )}
      <Form action="/log" class="log">
        <input type="hidden" name="from" value={frame.address} />
        <ol>
          {listed.map((act) => (
            <li id={`act-${act.place}`}>
              <time datetime={act.at}>{act.at.slice(0, 16).replace('T', ' ')}</time>
              <p>
                <span class={act.undone ? 'undone' : 'deed'}>
                  <By actor={act.reader} handles={handles} /> {deedOf(act)}{' '}
                  <a href={paperPath(act.paper)} dir="auto">
                    {rich(titles.get(act.paper) ?? act.paper, { links: false })}
                  </a>
                </span>
                {act.undoes !== null && <span class="aside"> {words.undid}</span>}
                {act.undone && <span class="aside"> {words.undone}</span>}
              </p>
              {mayUndo(act, frame.reader) && (
                <button
                  name="undo"
                  value={String(act.place)}
                  aria-label={words.undoLabel(deedOf(act))}
                >
                  {words.undo}
                </button>
              )}
            </li>
          ))}
        </ol>
      </Form>
      <Pager address="/log" page={page} total={total} />
    </Layout>
  )
}

/** What somebody did, in words that end before the title of the paper. */
function deedOf({ kind, topic, day, detail }: Act): string {
  const page = topic ? categoryInWords(topic) : words.front
  const dated = topic || !isDay(day) ? page : words.frontOf(dayInWords(day, 'brief'))
  switch (kind) {
    case 'nominated':
      return words.nominated(page)
    case 'endorsed':
      return words.endorsed(page)
    case 'withdrew':
      return words.withdrew(page)
    case 'picked':
      return words.picked(dated, detail.endorsements)
    case 'unpicked':
      return words.unpicked(dated)
    case 'moved':
      return words.moved((detail.position ?? 0) + 1, (detail.to ?? 0) + 1, dated)
    case 'wrote':
      return words.wrote(detail.line ?? '')
    case 'discounted':
      return words.discounted(detail.votes ?? 0, detail.why ?? 'new')
  }
  return all.day.other
}

/** Whether the reader is offered to take an act back. */
function mayUndo({ reader: actor, kind, undone }: Act, reader: Reader | undefined): boolean {
  if (!reader || undone || kind === 'discounted') return false
  return actor === reader.id || (kind !== 'withdrew' && isAtLeast(reader, 'curator'))
}
