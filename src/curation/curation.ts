import type { Day, PaperId } from '#paper'
import type { Actor, ReaderId, Store } from '#store'

export { handlesOf } from './actors.ts'
export { daily, dailyBy, type Daily, dailyBefore } from './daily.ts'
export { type Act, actOf, acts, countActs, noteActs } from './acts.ts'
export { arrangePick, pick, unpick, writeLine } from './front.ts'
export { curationHolding } from './holding.ts'
export { type House, nominate, type Where, withdraw } from './nominate.ts'
export { dayOfPaper, frontDay, oldestForFront } from './rules.ts'
export { undo } from './undo.ts'

/** A paper that was picked, as a page shows it. */
export type Pick = {
  readonly paper: PaperId
  readonly day: Day
  readonly position: number
  /** What a curator wrote about it, and who. */
  readonly line: string
  readonly lineBy: Actor
}

/** The picks of the front page of a day, or of a topic on a day, in their order. */
export async function picksOf(store: Store, day: Day, topic = ''): Promise<Pick[]> {
  return store
    .selectFrom('picks')
    .select(['paper', 'day', 'position', 'line', 'lineBy'])
    .where('topic', '=', topic)
    .where('day', '=', day)
    .orderBy('position')
    .execute()
}

/** The latest picks of a topic, those of one day in their order. */
export async function picksUnder(store: Store, topic: string, count: number): Promise<Pick[]> {
  return store
    .selectFrom('picks')
    .select(['paper', 'day', 'position', 'line', 'lineBy'])
    .where('topic', '=', topic)
    .orderBy('day', 'desc')
    .orderBy('position')
    .limit(count)
    .execute()
}

/** Where a paper was picked and nominated. */
export async function placesOf(
  store: Store,
  paper: PaperId,
): Promise<{ picks: (Pick & { topic: string })[]; nominations: Nomination[] }> {
  const [picks, nominated] = await Promise.all([
    store
      .selectFrom('picks')
      .select(['paper', 'topic', 'day', 'position', 'line', 'lineBy'])
      .where('paper', '=', paper)
      .orderBy('day')
      .execute(),
    nominationsWhere(store, { paper }),
  ])
  return { picks, nominations: nominated }
}

/** A paper that readers want on the front page (the empty topic), or under a topic. */
export type Nomination = {
  readonly paper: PaperId
  readonly topic: string
  /** Who endorsed it, the first one being who nominated it. */
  readonly readers: readonly { readonly reader: ReaderId; readonly counts: boolean }[]
  readonly at: string
}

/** What was nominated since an instant and is not picked, that with the most endorsements first. */
export async function nominations(
  store: Store,
  { since, topic }: { readonly since: string; readonly topic?: string },
): Promise<Nomination[]> {
  const found = await nominationsWhere(store, { since, ...(topic !== undefined && { topic }) })
  const weight = ({ readers }: Nomination) => readers.filter(({ counts }) => counts).length
  return found.toSorted(
    (a, b) =>
      weight(b) - weight(a) || b.readers.length - a.readers.length || (a.at < b.at ? 1 : -1),
  )
}

async function nominationsWhere(
  store: Store,
  wanted: { paper?: PaperId; since?: string; topic?: string },
): Promise<Nomination[]> {
  const { paper, since, topic } = wanted
  const rows = await store
    .selectFrom('endorsements')
    .select(['paper', 'topic', 'reader', 'footing', 'at'])
    .$if(paper !== undefined, (query) => query.where('paper', '=', paper!))
    .$if(topic !== undefined, (query) => query.where('topic', '=', topic!))
    .$if(since !== undefined, (query) =>
      query
        .where('paper', 'in', ({ selectFrom }) =>
          selectFrom('endorsements').select('paper').where('at', '>=', since!),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('picks')
                .select('picks.paper')
                .whereRef('picks.paper', '=', 'endorsements.paper')
                .whereRef('picks.topic', '=', 'endorsements.topic'),
            ),
          ),
        ),
    )
    .orderBy('at')
    .orderBy('reader')
    .execute()
  const groups = Map.groupBy(rows, (row) => `${row.topic} ${row.paper}`)
  return [...groups.values()].flatMap((some) => {
    const [first] = some
    if (!first) return []
    const readers = some.map(({ reader, footing }) => ({
      reader,
      counts: footing === 'established',
    }))
    return [{ paper: first.paper, topic: first.topic, readers, at: first.at }]
  })
}
