import { Hono } from 'hono'
import { type Edition, editionOf, type EditionEntry, editions, entriesOf, papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import type { Paper } from '#paper'
import { frameOf, frameWith } from '../frame.ts'
import { Command } from '../parts/command.tsx'
import { Entry } from '../parts/entry.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { editionPath } from '../parts/paths.ts'
import { Time } from '../parts/time.tsx'
import type { Site } from '../site.ts'
import { words } from '../words/words.ts'

/** The editions, and each as its page stood: in its order, with what it said. */
export function edition({ store }: Site): Hono {
  return new Hono()
    .get('/editions', async (c) =>
      c.render(<EditionsPage frame={frameOf(c)} all={await editions(store)} />),
    )
    .get('/editions/:id', async (c) => {
      const id = c.req.param('id')
      const found = await editionOf(store, id)
      if (!found) throw new DomainError('missing', words.editions.missing(id))
      const entries = await entriesOf(store, id)
      const papers = await papersOf(store, [...new Set(entries.map(({ paper }) => paper))])
      const frame = await frameWith(c, store, papers)
      return c.render(<EditionPage frame={frame} edition={found} {...{ entries, papers }} />)
    })
}

function EditionsPage({
  frame,
  all,
}: {
  frame: Frame
  all: readonly (Edition & { papers: number })[]
}) {
  return (
    <Layout frame={frame} title={words.editions.heading}>
      <header class="results">
        <h1>{words.editions.heading}</h1>
        <p>{words.editions.intro}</p>
      </header>
      {all.length === 0 && (
        <p class="notice">
          {words.editions.none} <Command line="./broadsheet import FILE" />.
        </p>
      )}
      <ul class="shelf">
        {all.map(({ id, name, day, papers, note }) => (
          <li>
            <h2>
              <a href={editionPath(id)}>{name}</a>
            </h2>
            <p class="slugline">
              <Time at={day} />
              <span>{words.papers(papers)}</span>
            </p>
            {note && <p>{note}</p>}
          </li>
        ))}
      </ul>
    </Layout>
  )
}

function EditionPage(props: {
  frame: Frame
  edition: Edition
  entries: readonly EditionEntry[]
  papers: readonly Paper[]
}) {
  const { frame, edition: shown, entries, papers } = props
  const byId = new Map(papers.map((paper) => [paper.id, paper]))
  const sections = [...Map.groupBy(entries, ({ section }) => section)]
  return (
    <Layout frame={frame} title={shown.name} canonical={editionPath(shown.id)}>
      <header class="results">
        <h1>{shown.name}</h1>
        <p>
          <Time at={shown.day} /> · {words.papers(entries.length)}
        </p>
        {shown.note && (
          <p>
            {words.editions.note}: {shown.note}
          </p>
        )}
      </header>
      {sections.map(([section, some]) => (
        <section class="section">
          {section && <h2>{section}</h2>}
          <div class="entries">
            {some.map((entry) => {
              const paper = byId.get(entry.paper)
              return paper && <Entry paper={paper} level={section ? 3 : 2} shown={entry.shown} />
            })}
          </div>
        </section>
      ))}
    </Layout>
  )
}
