import { readersNamed } from '#accounts'
import { daily, dailyBefore, dailyBy } from '#curation'
import { dayOf, type Day, type PaperId, type Span } from '#paper'
import { daysIn as windowOf, trending } from '#trending'
import { talliesOf } from '#votes'
import type { Site } from '../site.ts'
import type { Listed } from './around.ts'
import type { Asked } from './asked.ts'

/** Which list is wanted, and how much of it must be known. */
export type Wanted = {
  readonly days: Asked | undefined
  readonly submitter: string | undefined
  readonly sort: 'publishedAt' | 'trending'
  readonly upTo: number
}

/** A list goes back so far and no further: whoever wants everything harvests it. */
export const longestList = 10_000

/**
 * The daily papers. Those of a day, a week or a month are what was put on its front pages and what
 * its editions hold, in the order of their votes. A day that nobody picked for has all that is
 * listed under it, and a week or a month all that has votes, or all there is. Without days it is the latest first.
 */
export async function dailyList(site: Site, wanted: Wanted): Promise<readonly Listed[]> {
  const { store, now } = site
  const { days, submitter, sort, upTo } = wanted
  if (submitter !== undefined) {
    const [reader] = await readersNamed(store, [submitter])
    return reader ? dailyBy(store, reader.id, Math.min(upTo, longestList)) : []
  }
  if (sort === 'trending') {
    const span = await windowOf(store, 'week', now())
    return trending(store, { span })
  }
  if (!days) return dailyBefore(store, dayOf(now()), Math.min(upTo, longestList))
  const chosen = await daily(store, days.span)
  if (chosen.length > 0) return byVotes(site, chosen)
  if (days.kind === 'day') return byVotes(site, await listedUnder(site, days.span.from))
  const cared = await trending(store, { span: days.span })
  return cared.length > 0 ? cared : listedIn(site, days.span, upTo)
}

/** As many papers of a span of days as are wanted, the latest first. */
async function listedIn({ store }: Site, { from, to }: Span, count: number): Promise<Listed[]> {
  return store
    .selectFrom('papers')
    .select('id as paper')
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .execute()
}

/** Those with the most votes first; those with equally many as they stood. */
async function byVotes<One extends Listed>(
  { store }: Site,
  listed: readonly One[],
): Promise<readonly One[]> {
  const tallies = await talliesOf(
    store,
    listed.map(({ paper }) => paper),
  )
  const votes = ({ paper }: One) => tallies.get(paper)?.votes ?? 0
  return listed.toSorted((a, b) => votes(b) - votes(a))
}

async function listedUnder({ store }: Site, day: Day): Promise<Listed[]> {
  const rows: { paper: PaperId }[] = await store
    .selectFrom('papers')
    .select('id as paper')
    .where('day', '=', day)
    .orderBy('categories')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ paper }) => ({ paper, at: `${day}T00:00:00.000Z` }))
}
