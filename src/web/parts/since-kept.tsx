import type { Reader } from '#accounts'
import { papersOf } from '#catalog'
import type { Paper, PaperId } from '#paper'
import { noteOpening, type Recommended, sinceYouKept } from '#recommend'
import type { Site } from '../site.ts'
import { taste } from '../words/taste.ts'
import { Entries } from './entry.tsx'
import { namedIn, Reasons, titlesOf } from './reasons.tsx'

/** Papers for somebody who kept the one they look at; none for anybody else. */
export type SinceKept = {
  readonly papers: readonly Paper[]
  readonly found: readonly Recommended[]
  readonly titles: ReadonlyMap<PaperId, string>
}

const nothing: SinceKept = { papers: [], found: [], titles: new Map() }

/** What goes on from a paper that its reader kept; and notes that its page was opened. */
export async function sinceKept(
  site: Pick<Site, 'store' | 'search' | 'now'>,
  reader: Reader | undefined,
  paper: PaperId,
): Promise<SinceKept> {
  const { store, now } = site
  if (!reader) return nothing
  await noteOpening(store, reader.id, paper, now())
  const kept = await store
    .selectFrom('saved')
    .select('paper')
    .where('reader', '=', reader.id)
    .where('paper', '=', paper)
    .executeTakeFirst()
  if (!kept) return nothing
  const found = await sinceYouKept(site, reader.id, paper, { now: now() })
  const titles = titlesOf(await papersOf(store, namedIn(found)))
  return { papers: found.map((one) => one.paper), found, titles }
}

export function SinceYouKept({ since: { found, papers, titles } }: { since: SinceKept }) {
  if (papers.length === 0) return null
  const reasons = new Map(found.map((one) => [one.paper.id, one.reasons]))
  return (
    <section class="section since">
      <h2>{taste.since}</h2>
      <Entries
        papers={papers}
        after={({ id }) => (
          <Reasons
            reasons={(reasons.get(id) ?? []).filter(({ kind }) => kind !== 'like')}
            titles={titles}
          />
        )}
      />
    </section>
  )
}
