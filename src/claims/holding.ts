import type { Holding } from '#accounts'

/** What we hold of what readers say to have written. */
export const claimsHolding: Holding = {
  name: 'claims',
  kept: 'Which papers you say you wrote, how that was seen, and what you have against the claims of others. That you are an author stands beside your comments on the paper and on your page; what you said to curators about it only they read. It goes when you leave; the public log keeps what was decided, without your name.',
  async tell(store, reader) {
    const [claims, disputes] = await Promise.all([
      store
        .selectFrom('claims')
        .select(['paper', 'way', 'state', 'said', 'at', 'settledAt'])
        .where('reader', '=', reader)
        .execute(),
      store
        .selectFrom('disputes')
        .select(['paper', 'reason', 'at'])
        .where('reader', '=', reader)
        .execute(),
    ])
    return { claims, disputes }
  },
  async erase(within, reader) {
    await within.deleteFrom('disputes').where('claimant', '=', reader).execute()
    await within.deleteFrom('disputes').where('reader', '=', reader).execute()
    await within.deleteFrom('claims').where('reader', '=', reader).execute()
    await within
      .updateTable('claims')
      .set({ settledBy: 'gone' })
      .where('settledBy', '=', reader)
      .execute()
  },
}
