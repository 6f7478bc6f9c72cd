import { sql } from 'kysely'
import { footingOf } from '#accounts'
import { DomainError } from '#domain-error'
import type { PaperId } from '#paper'
import { noteSignals, type ReaderId, type Store } from '#store'
import { companyOf } from './network.ts'

export { votesBy, votesHolding } from './holding.ts'

/** How many voted for a paper, and whether the reader who looks is among them. */
export type Tally = { readonly votes: number; readonly voted: boolean }

/**
 * Casts a reader's vote for a paper. Voting twice is voting once. `network` says from which part of
 * the network the reader asks, hashed.
 */
export async function vote(
  store: Store,
  reader: ReaderId,
  paper: PaperId,
  { network = '' }: { readonly network?: string } = {},
  now = new Date(),
): Promise<Tally> {
  return store.transaction().execute(async (within) => {
    const id = await paperToVoteFor(within, paper)
    const cast = await within
      .insertInto('votes')
      .values({
        paper: id,
        reader,
        castAt: now.toISOString(),
        footing: await footingOf(within, reader, now),
        network: companyOf(id, network, now),
      })
      .onConflict((conflict) => conflict.columns(['paper', 'reader']).doNothing())
      .executeTakeFirst()
    const tally = await tallyOf(within, id, reader)
    if (cast.numInsertedOrUpdatedRows === 1n) {
      await noteSignals(within, [{ reader, paper: id, kind: 'vote' }], now)
    }
    return tally
  })
}

/** Takes a reader's vote back. Where there is none, nothing happens. */
export async function takeBack(
  store: Store,
  reader: ReaderId,
  paper: PaperId,
  now = new Date(),
): Promise<Tally> {
  return store.transaction().execute(async (within) => {
    const id = await paperToVoteFor(within, paper)
    const taken = await within
      .deleteFrom('votes')
      .where('paper', '=', id)
      .where('reader', '=', reader)
      .executeTakeFirst()
    const tally = await tallyOf(within, id, reader)
    if (taken.numDeletedRows === 1n) {
      await noteSignals(within, [{ reader, paper: id, kind: 'unvote' }], now)
    }
    return tally
  })
}

/** The votes of each of these papers, as `reader` sees them; without one, as anybody does. */
export async function talliesOf(
  store: Store,
  papers: readonly PaperId[],
  reader?: ReaderId,
): Promise<Map<PaperId, Tally>> {
  if (papers.length === 0) return new Map()
  const rows = await store
    .selectFrom('votes')
    .select(({ fn }) => [
      'paper',
      fn.countAll<number>().as('votes'),
      sql<number>`sum(case when reader = ${reader ?? ''} then 1 else 0 end)`.as('own'),
    ])
    .where('paper', 'in', papers)
    .groupBy('paper')
    .execute()
  return new Map(rows.map(({ paper, votes, own }) => [paper, { votes, voted: own > 0 }]))
}

export const noVotes: Tally = { votes: 0, voted: false }

async function tallyOf(store: Store, paper: PaperId, reader: ReaderId): Promise<Tally> {
  return (await talliesOf(store, [paper], reader)).get(paper) ?? noVotes
}

/** The paper of an id, or the one that it turned out to be. */
async function paperToVoteFor(within: Store, id: PaperId): Promise<PaperId> {
  const row = await within
    .selectFrom('papers')
    .select('mergedInto')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new DomainError('missing', `Broadsheet does not hold ${id}.`)
  return row.mergedInto ? paperToVoteFor(within, row.mergedInto) : id
}
