import { papersOf } from '#catalog'
import { handlesOf, type Pick, picksOf } from '#curation'
import type { Day, Paper } from '#paper'
import type { Store } from '#store'
import { picks as told } from '../words/picks.ts'
import { By, type Handles } from './by.tsx'
import { Entry } from './entry.tsx'
import { shownOf } from './muted.tsx'
import { rich } from './rich.ts'

/** The papers of a front page, with their lines. */
export type Front = {
  readonly picks: readonly (Pick & { readonly of: Paper })[]
  readonly handles: Handles
}

/** Reads the front page of a day, or the picks of a topic. */
export const frontOf = async (store: Store, day: Day): Promise<Front> =>
  withPapers(store, await picksOf(store, day))

export async function withPapers(store: Store, picked: readonly Pick[]): Promise<Front> {
  if (picked.length === 0) return { picks: [], handles: new Map() }
  const [papers, handles] = await Promise.all([
    papersOf(
      store,
      picked.map(({ paper }) => paper),
    ),
    handlesOf(
      store,
      picked.map(({ lineBy }) => lineBy),
    ),
  ])
  const byId = new Map(papers.map((paper) => [paper.id, paper]))
  const picks = picked.flatMap((pick) => {
    const of = byId.get(pick.paper)
    return of ? [{ ...pick, of }] : []
  })
  return { picks, handles }
}

/** What curators and readers put before all others. */
export function FrontPicks({ front, heading }: { front: Front; heading: string }) {
  if (shownOf(front.picks.map(({ of }) => of)).length === 0) return null
  return (
    <section class="section picks">
      <h2>{heading}</h2>
      <div class="entries">
        {front.picks.map((pick) => (
          <Entry paper={pick.of} line={<Line pick={pick} handles={front.handles} />} />
        ))}
      </div>
    </section>
  )
}

function Line({ pick: { line, lineBy }, handles }: { pick: Pick; handles: Handles }) {
  if (!line) return null
  return (
    <p class="line" dir="auto">
      {rich(line, { links: false })}{' '}
      <span class="by">
        — <By actor={lineBy} handles={handles} />
      </span>
    </p>
  )
}

/** Says that a page has no picks, and how it gets some. */
export function NoPicks({ curates }: { curates: boolean }) {
  return (
    <p class="invite">
      {told.front.none} <a href="/nominations">{told.front.invite}</a>
      {curates && (
        <>
          {' · '}
          <a href="/front">{told.front.arrange}</a>
        </>
      )}
    </p>
  )
}
