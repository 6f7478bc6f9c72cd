import { addDays, type Day, fieldOf, isDay, type Paper, type PaperId } from '#paper'
import type { ReaderId, Store } from '#store'
import { constants, noResults, type Results, type Usual, usualOf } from './formula.ts'
import { type Group, groupsOf, type Voter } from './together.ts'

/** Everything that a paper's score is made of, as the page of the score shows it. */
export type Account = {
  readonly votes: number
  /** Of readers who are new. */
  readonly fresh: number
  /** Of established readers, those who seem to act together in one group. */
  readonly groups: readonly Group[]
  readonly counted: number
  readonly authors: readonly (Results & { readonly name: string })[]
  readonly nominator: Results & { readonly reader: ReaderId | '' }
  readonly usual: Usual & { readonly papers: number }
}

/** Reads what is known of a paper's votes and records. */
export async function accountOf(store: Store, paper: Paper, day: Day | ''): Promise<Account> {
  const rows = await store
    .selectFrom('votes')
    .select(['reader', 'footing', 'network'])
    .where('paper', '=', paper.id)
    .execute()
  const established = rows.filter(({ footing }) => footing === 'established')
  const groups = groupsOf(await votersOf(store, paper.id, established))
  return {
    votes: rows.length,
    fresh: rows.length - established.length,
    groups,
    counted: groups.reduce((sum, { counts }) => sum + counts, 0),
    authors: await authorsOf(store, paper, day),
    nominator: await nominatorOf(store, paper.id, day),
    usual: await usualIn(store, fieldOf(paper.categories[0] ?? ''), day),
  }
}

/** So many of a reader's latest votes tell with whom the reader votes. */
const lately = 60

/** Of more voters than these, the later ones are only looked at by their network. */
const mostVoters = 300

async function votersOf(
  store: Store,
  paper: PaperId,
  rows: readonly { reader: ReaderId; network: string }[],
): Promise<Voter[]> {
  const looked = rows.slice(0, mostVoters).map(({ reader }) => reader)
  const others = new Map<ReaderId, Set<PaperId>>()
  const favours = new Map<ReaderId, Map<ReaderId, number>>()
  if (looked.length > 1) {
    for (const { reader, paper: other } of await latestVotes(store, looked, paper)) {
      const own = others.get(reader) ?? new Set<PaperId>()
      others.set(reader, own.add(other))
    }
    const given = await store
      .selectFrom('votes')
      .innerJoin('endorsements', 'endorsements.paper', 'votes.paper')
      .select(({ fn }) => [
        'votes.reader',
        'endorsements.reader as nominator',
        fn.count<number>('votes.paper').distinct().as('votes'),
      ])
      .where('votes.reader', 'in', looked)
      .where('endorsements.reader', 'in', looked)
      .where('votes.paper', '!=', paper)
      .whereRef('votes.reader', '!=', 'endorsements.reader')
      .groupBy(['votes.reader', 'endorsements.reader'])
      .execute()
    for (const { reader, nominator, votes } of given) {
      const own = favours.get(reader) ?? new Map<ReaderId, number>()
      favours.set(reader, own.set(nominator, votes))
    }
  }
  return rows.map(({ reader, network }) => ({
    reader,
    network,
    others: others.get(reader) ?? new Set(),
    favours: favours.get(reader) ?? new Map(),
  }))
}

const latestVotes = (store: Store, readers: readonly ReaderId[], except: PaperId) =>
  store
    .selectFrom(({ selectFrom }) =>
      selectFrom('votes')
        .select(({ fn }) => [
          'reader',
          'paper',
          fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('reader').orderBy('castAt', 'desc'))
            .as('rank'),
        ])
        .where('reader', 'in', readers)
        .where('paper', '!=', except)
        .as('latest'),
    )
    .select(['reader', 'paper'])
    .where('rank', '<=', lately)
    .execute()

/** A paper of a thousand authors is told by the first hundred. */
const mostAuthors = 100

/** The results of each author's earlier papers, of those who have any. */
async function authorsOf(
  store: Store,
  paper: Paper,
  day: Day | '',
): Promise<(Results & { name: string })[]> {
  if (!day) return []
  const names = await store
    .selectFrom('authorships')
    .select(['nameKey', 'position'])
    .where('paper', '=', paper.id)
    .orderBy('position')
    .limit(mostAuthors)
    .execute()
  if (names.length === 0) return []
  const rows = await store
    .selectFrom('authorships')
    .innerJoin('scores', 'scores.paper', 'authorships.paper')
    .select(({ fn }) => [
      'nameKey',
      fn.countAll<number>().as('papers'),
      fn.sum<number>('result').as('sum'),
    ])
    .where(
      'nameKey',
      'in',
      names.map(({ nameKey }) => nameKey),
    )
    .where('scores.day', '<', day)
    .groupBy('nameKey')
    .execute()
  const positions = new Map(names.map(({ nameKey, position }) => [nameKey, position]))
  return rows.map(({ nameKey, papers, sum }) => ({
    name: paper.authors[positions.get(nameKey) ?? -1] ?? nameKey,
    papers,
    sum,
  }))
}

/** The results of what the reader who nominated a paper had nominated before. */
async function nominatorOf(
  store: Store,
  paper: PaperId,
  day: Day | '',
): Promise<Results & { reader: ReaderId | '' }> {
  const first = await store
    .selectFrom('endorsements')
    .select('reader')
    .where('paper', '=', paper)
    .orderBy('at')
    .orderBy('reader')
    .executeTakeFirst()
  if (!first || !day) return { ...noResults, reader: first?.reader ?? '' }
  const { papers, sum } = await store
    .selectFrom('endorsements')
    .innerJoin('scores', 'scores.paper', 'endorsements.paper')
    .select(({ fn, val }) => [
      fn.countAll<number>().as('papers'),
      fn.coalesce(fn.sum<number>('result'), val(0)).as('sum'),
    ])
    .where('reader', '=', first.reader)
    .where('scores.day', '<', day)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('endorsements as earlier')
            .select('earlier.reader')
            .whereRef('earlier.paper', '=', 'endorsements.paper')
            .whereRef('earlier.at', '<', 'endorsements.at'),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  return { reader: first.reader, papers, sum }
}

/** What is usual in a field on a day, from the days before it. */
async function usualIn(store: Store, field: string, day: Day | ''): Promise<Account['usual']> {
  const before = day ? { from: addDays(day, -constants.usualDays), to: day } : undefined
  const sums = store
    .selectFrom('scores')
    .select(({ fn, val }) => [
      fn.countAll<number>().as('papers'),
      fn.coalesce(fn.sum<number>('gained'), val(0)).as('sum'),
    ])
    .$if(before !== undefined, (query) =>
      query.where('day', '>=', before!.from).where('day', '<', before!.to),
    )
    // A paper whose day is not known stands beside the others of that kind.
    .$if(before === undefined, (query) => query.where('day', '=', ''))
  const all = await sums.executeTakeFirstOrThrow()
  const own = await sums.where('field', '=', field).executeTakeFirstOrThrow()
  return { ...usualOf(own, all), papers: own.papers }
}

/** As a day what may be one. */
export const asDay = (text: string): Day | '' => (isDay(text) ? text : '')
