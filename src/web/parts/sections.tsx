import type { Child } from 'hono/jsx'
import type { Paper } from '#paper'
import { words } from '../words/words.ts'
import { Entries } from './entry.tsx'
import { shownOf } from './muted.tsx'

export type Group = { readonly key: string; readonly papers: readonly Paper[] }

/** Papers that stand together, in the order in which they come. */
export function groupsOf(papers: readonly Paper[], keyOf: (paper: Paper) => string): Group[] {
  return [...Map.groupBy(papers, keyOf)].map(([key, some]) => ({ key, papers: some }))
}

/**
 * Papers under headings. Where `small` is given, groups of one or two papers stand together at the
 * end under that heading, and each of their papers says what it would have stood under.
 */
export function Sections(props: {
  groups: readonly Group[]
  heading: (key: string) => Child
  small?: { readonly heading: string; readonly kicker: (key: string) => string }
}) {
  const { heading, small } = props
  const groups = props.groups.flatMap(({ key, papers }) => {
    const shown = shownOf(papers)
    return shown.length > 0 ? [{ key, papers: shown }] : []
  })
  const large = small ? groups.filter(({ papers }) => papers.length > 2) : groups
  const rest = groups.filter((group) => !large.includes(group))
  const groupOf = new Map(rest.flatMap(({ key, papers }) => papers.map(({ id }) => [id, key])))
  return (
    <>
      {large.map(({ key, papers }) => (
        <section class="section" id={anchorOf(key)}>
          <h2>{heading(key)}</h2>
          <Entries papers={papers} />
        </section>
      ))}
      {small && rest.length > 0 && (
        <section class="section">
          <h2>{large.length > 0 ? small.heading : words.day.all}</h2>
          <Entries
            papers={rest.flatMap(({ papers }) => papers)}
            kicker={({ id }) => small.kicker(groupOf.get(id) ?? '')}
          />
        </section>
      )}
    </>
  )
}

/** The name of a section within its page. */
export const anchorOf = (key: string): string =>
  key
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '') || 'section'
