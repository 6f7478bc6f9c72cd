import { Hono } from 'hono'
import { paperOf, papersOf } from '#catalog'
import {
  handlesOf,
  nominate,
  type Nomination,
  nominations,
  oldestForFront,
  withdraw,
} from '#curation'
import { bringIn } from '#harvest'
import { addDays, dayOf, isArxivId, type Paper, readPaperId, understand } from '#paper'
import { fieldsIn } from '../fields.ts'
import { frameWith } from '../frame.ts'
import type { Handles } from '../parts/by.tsx'
import { Entry } from '../parts/entry.tsx'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { NominationControls, NominationForm } from '../parts/nomination.tsx'
import { topicsByUse } from '../parts/topics.ts'
import { entryId } from '../parts/vote.tsx'
import { onThisSite, signedIn } from '../reader.ts'
import { houseOf, type Site } from '../site.ts'
import { picks as told } from '../words/picks.ts'
import { categoryInWords } from '../words/words.ts'

const words = told.nominations

/** How many papers a look-up offers. */
const offered = 8

/** What readers want on the pages: to see, to endorse, to add to. */
export function nominating(site: Site): Hono {
  const { store, now } = site
  return new Hono()
    .get('/nominations', async (c) => {
      const text = (c.req.query('q') ?? '').trim().slice(0, 300)
      const today = dayOf(now())
      const since = addDays(today, -oldestForFront)
      const [open, found] = await Promise.all([
        nominations(store, { since: `${since}T00:00:00.000Z` }),
        text ? lookUp(site, text) : [],
      ])
      const papers = await papersOf(store, [...new Set(open.map(({ paper }) => paper))])
      const byId = new Map(papers.map((paper) => [paper.id, paper]))
      const listed = open.flatMap((nomination) => {
        const of = byId.get(nomination.paper)
        return of ? [{ ...nomination, of }] : []
      })
      const handles = await handlesOf(
        store,
        listed.flatMap(({ readers }) => readers.map(({ reader }) => reader)),
      )
      const frame = await frameWith(c, store, [...papers, ...found])
      c.header('Cache-Control', 'private, no-cache')
      const needed = houseOf(site).endorsements
      return c.render(
        <NominationsPage
          {...{ frame, text, found, listed, handles, needed, today }}
          topics={found.length > 0 ? await topicsByUse(store) : []}
        />,
      )
    })
    .post('/nominations', async (c) => {
      const reader = signedIn(c)
      const field = await fieldsIn(c)
      const paper = readPaperId(field('paper'))
      if (field('act') === 'fetch') {
        await bringIn(store, paper, { base: site.arxivQuery, now: now() })
        return c.redirect(`/nominations?${new URLSearchParams({ q: paper }).toString()}`, 303)
      }
      const where = { paper, topic: field('topic') }
      if (field('act') === 'withdraw') await withdraw(store, reader, where, now())
      else await nominate(store, reader, where, houseOf(site), now())
      return c.redirect(`${onThisSite(field('from') || '/nominations')}#${entryId(paper)}`, 303)
    })
}

/** The paper that a text names, or those that it may mean. */
export async function lookUp({ store, search }: Site, text: string): Promise<Paper[]> {
  const id = understand(text)
  const named = id && (await paperOf(store, id))
  if (named) return [named]
  const { hits } = await search.find({ text, count: offered })
  return papersOf(
    store,
    hits.map((hit) => hit.id),
  )
}

type Listed = Nomination & { readonly of: Paper }

type NominationsPageProps = {
  frame: Frame
  text: string
  found: readonly Paper[]
  listed: readonly Listed[]
  handles: Handles
  needed: number
  topics: readonly string[]
  today: ReturnType<typeof dayOf>
}

function NominationsPage(props: NominationsPageProps) {
  const { frame, text, found, listed, needed } = props
  const topics = Map.groupBy(listed, ({ topic }) => topic)
  const sections = [...topics].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return (
    <Layout frame={frame} title={words.heading} canonical="/nominations">
      <header class="results">
        <h1>{words.heading}</h1>
        <p>{words.intro(needed, oldestForFront)}</p>
      </header>
      <form class="fields look-up" action="/nominations" role="search" aria-label={words.find}>
        <label>
          {words.field}
          <input type="search" name="q" value={text} maxlength={300} required />
        </label>
        <button>{words.button}</button>
      </form>
      {text && <Found {...props} found={found} />}
      {listed.length === 0 && !text && <p class="notice">{words.none}</p>}
      {sections.map(([topic, some]) => (
        <section class="section">
          <h2>{topic ? words.forTopic(categoryInWords(topic)) : words.frontPage}</h2>
          <div class="entries">
            {some.map((nomination) => (
              <Entry
                paper={nomination.of}
                after={<NominationControls {...props} nomination={nomination} />}
              />
            ))}
          </div>
        </section>
      ))}
      <p class="invite">
        <a href="/log">{words.log}</a>
      </p>
    </Layout>
  )
}

function Found({ frame, text, found, today, topics }: NominationsPageProps) {
  const id = understand(text)
  if (found.length === 0) {
    return (
      <div class="notice" role="status">
        <p>{words.noneFound(text)}</p>
        {id && isArxivId(id) && (
          <Form action="/nominations" class="fetch">
            <input type="hidden" name="paper" value={id} />
            <button name="act" value="fetch">
              {words.fetch}
            </button>
          </Form>
        )}
      </div>
    )
  }
  return (
    <section class="section">
      <h2>{words.found(text)}</h2>
      <div class="entries">
        {found.map((paper) => (
          <Entry
            paper={paper}
            after={<NominationForm {...{ paper, today, topics }} from={frame.address} />}
          />
        ))}
      </div>
    </section>
  )
}
