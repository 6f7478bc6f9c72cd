import { type Edition, type EditionEntry, editions, entriesOf, papersOf } from '#catalog'
import type { Paper } from '#paper'
import type { Store } from '#store'
import { Command } from '../parts/command.tsx'
import { Contents } from '../parts/contents.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { editionPath } from '../parts/paths.ts'
import { anchorOf, type Group, Sections } from '../parts/sections.tsx'
import { Time } from '../parts/time.tsx'
import { words } from '../words/words.ts'

/** The edition that greets a reader before anything was harvested: the one that has headings. */
export async function startOf(store: Store): Promise<{ edition?: Edition; groups?: Group[] }> {
  for (const edition of await editions(store)) {
    const entries = await entriesOf(store, edition.id)
    if (!entries.some(({ section }) => section)) continue
    const papers = await papersOf(
      store,
      entries.map(({ paper }) => paper),
    )
    return { edition, groups: groupsOfEntries(entries, papers) }
  }
  return {}
}

/** The papers of an edition under its headings. */
export function groupsOfEntries(
  entries: readonly EditionEntry[],
  papers: readonly Paper[],
): Group[] {
  const byId = new Map(papers.map((paper) => [paper.id, paper]))
  return [...Map.groupBy(entries, ({ section }) => section)].map(([key, some]) => ({
    key,
    papers: some.flatMap(({ paper }) => byId.get(paper) ?? []),
  }))
}

/** The first page of a house into which nothing was harvested yet. */
export function StartPage(props: { frame: Frame; edition?: Edition; groups?: readonly Group[] }) {
  const { frame, edition, groups = [] } = props
  const papers = groups.reduce((sum, group) => sum + group.papers.length, 0)
  const harvest = <Command line="./broadsheet harvest arxiv --set cs" />
  if (!edition) {
    return (
      <Layout frame={frame} title={words.name} front>
        <div class="message">
          <h1>{words.start.blank}</h1>
          <p>
            {words.start.blankHelp} {harvest}
            {', '}
            {words.start.blankOr} <Command line="./broadsheet import FILE" />.
          </p>
        </div>
      </Layout>
    )
  }
  return (
    <Layout frame={frame} title={words.name} canonical="/" front>
      <div class="dateline">
        <div class="now">
          <h1>{edition.name}</h1>
          <p>
            {words.papers(papers)}
            {' · '}
            <a href={editionPath(edition.id)}>
              <Time at={edition.day} />
            </a>
          </p>
        </div>
      </div>
      <p class="notice">
        {words.start.line} {harvest} {words.start.after}
      </p>
      <Contents
        label={words.start.contents}
        items={groups.map(({ key, papers: some }) => ({
          href: `#${anchorOf(key)}`,
          name: key,
          papers: some.length,
        }))}
        more={words.start.allSections(groups.length)}
      />
      <Sections groups={groups} heading={(key) => key} />
    </Layout>
  )
}
