import type { Holding } from '#accounts'
import type { PaperId } from '#paper'
import { noteSignals, type ReaderId, type Store } from '#store'

/** What we hold of a reader's votes. */
export const votesHolding: Holding = {
  name: 'votes',
  kept: 'Each paper you voted for and when, so that a vote counts once and you can take it back; others see only how many voted. With a vote stands whether your account was new, and a code that tells whether other votes for the same paper came from the same part of the network; the key of that code lives in memory for at most a day, and without it nobody can turn the code back into an address.',
  tell: (store, reader) => votesBy(store, reader),
  erase: (within, reader, now) => forgetVotes(within, reader, now),
}

/** What a reader voted for, the latest first. */
export async function votesBy(
  store: Store,
  reader: ReaderId,
): Promise<{ paper: PaperId; castAt: string }[]> {
  return store
    .selectFrom('votes')
    .select(['paper', 'castAt'])
    .where('reader', '=', reader)
    .orderBy('castAt', 'desc')
    .execute()
}

/** Takes back all that a reader voted for, when the account goes. */
async function forgetVotes(within: Store, reader: ReaderId, now = new Date()): Promise<void> {
  const gone = await within
    .deleteFrom('votes')
    .where('reader', '=', reader)
    .returning('paper')
    .execute()
  await noteSignals(
    within,
    gone.map(({ paper }) => ({ reader, paper, kind: 'unvote' as const })),
    now,
  )
}
