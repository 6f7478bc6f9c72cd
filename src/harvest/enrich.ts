import { addDays, type Day, dayOf, isDay, type PaperId, type PaperRecord } from '#paper'
import type { Store } from '#store'
import { type Clock, realClock, type Turns } from './ask.ts'
import { withoutGaps } from './corpus-record.ts'
import type { Aside, Source } from './source.ts'

/** A service that knows more of papers that we hold. */
export type Knower = {
  /** Also the origin of what it says. */
  readonly name: string
  /** Of how many papers it can be asked at once. */
  readonly atOnce: number
  /** What it calls a paper; `undefined` where it cannot know it. */
  nameOf(id: PaperId): string | undefined
  /** What it knows of papers, by its names for them. Whom it does not know is left out. */
  ask(names: readonly string[], signal: AbortSignal, turns?: Turns): Promise<Answers>
}

export type Answers = {
  readonly known: ReadonlyMap<string, Finding>
  readonly asides: readonly Aside[]
}

/** What may be found of a paper. Nothing else is asked for, and a title least of all. */
export type Finding = Pick<PaperRecord, 'abstract' | 'doi' | 'venue'>

/**
 * How old a paper is, in days since its listing, when it is asked about: such services know it after
 * two days, and where it was printed after months.
 */
const ages = [3, 30, 180, 365]

/** Days that were missed are made up for, but not more than these. */
const mostDays = 7

/**
 * What a service knows of the papers that lack an abstract, a DOI or a venue, asked once a day in
 * batches and never because somebody wants a page. Run twice on a day, it does nothing the second
 * time; what a better source says later takes the place of what it said.
 */
export function enrichment(
  store: Store,
  knower: Knower,
  { clock = realClock }: { readonly clock?: Clock } = {},
): Source {
  return {
    name: knower.name,
    origin: knower.name,
    asks: true,
    async *batches(after, signal, turns) {
      const today = dayOf(clock.now())
      let place = start(after, today)
      while (place.day <= today) {
        const { day, paper } = place
        const lacking = await papersLacking(store, day, paper, knower.atOnce)
        const last = lacking.at(-1)
        const whole = lacking.length < knower.atOnce
        place = whole || !last ? { day: addDays(day, 1) } : { day, paper: last.id }
        yield {
          ...(await found(knower, lacking, day, { signal, turns })),
          place: JSON.stringify(place),
        }
      }
    },
  }
}

/** The day that is next, and the paper that was last on it. */
type Place = { readonly day: Day; readonly paper?: PaperId }

function start(after: string | undefined, today: Day): Place {
  const last: Place = after ? JSON.parse(after) : { day: today }
  const earliest = addDays(today, 1 - mostDays)
  return isDay(last.day) && last.day >= earliest ? last : { day: earliest }
}

type Lacking = { id: PaperId; title: string } & Required<Finding>

/** The papers of the ages in question that lack something, after one of them. */
async function papersLacking(
  store: Store,
  day: Day,
  after: PaperId | undefined,
  count: number,
): Promise<Lacking[]> {
  const query = store
    .selectFrom('papers')
    .select(['id', 'title', 'abstract', 'doi', 'venue'])
    .where(
      'day',
      'in',
      ages.map((age) => addDays(day, -age)),
    )
    .where('mergedInto', 'is', null)
    .where(({ or, eb }) => or([eb('abstract', '=', ''), eb('doi', '=', ''), eb('venue', '=', '')]))
    .orderBy('id')
    .limit(count)
  return (after ? query.where('id', '>', after) : query).execute()
}

async function found(
  knower: Knower,
  lacking: readonly Lacking[],
  day: Day,
  { signal, turns }: { signal: AbortSignal; turns: Turns | undefined },
): Promise<{ records: PaperRecord[]; asides: readonly Aside[] }> {
  const named = new Map(lacking.map((paper) => [paper, knower.nameOf(paper.id)]))
  const names = [...named.values()].filter((name) => name !== undefined)
  if (names.length === 0) return { records: [], asides: [] }
  const { known, asides } = await knower.ask(names, signal, turns)
  const records = lacking.flatMap((paper) => {
    const finding = known.get(named.get(paper) ?? '')
    if (!finding) return []
    const { id, title } = paper
    const record = withoutGaps({
      id,
      title,
      abstract: paper.abstract ? undefined : finding.abstract,
      doi: paper.doi ? undefined : finding.doi,
      venue: paper.venue ? undefined : finding.venue,
      asOf: day,
    })
    return record.abstract || record.doi || record.venue ? [record] : []
  })
  return { records, asides }
}
