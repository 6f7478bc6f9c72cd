import { sql } from 'kysely'
import { DomainError } from '#domain-error'
import type { Store } from '#store'
import { hashOf } from './asking.ts'

/** So many times in so many milliseconds. */
export type Pace = { readonly times: number; readonly within: number }

/**
 * Counts one more of something, and refuses when it was too often. What is counted may name a person
 * or a place; only a hash of it is kept, in the store, so that all processes count together.
 */
export async function tally(
  store: Store,
  what: string,
  { times, within }: Pace,
  now: Date,
): Promise<void> {
  const at = now.toISOString()
  const until = new Date(now.getTime() + within).toISOString()
  const { count, ends } = await store
    .insertInto('tallies')
    .values({ key: hashOf(what), count: 1, until })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        count: sql<number>`case when tallies.until <= ${at} then 1 else tallies.count + 1 end`,
        until: sql<string>`case when tallies.until <= ${at} then ${until} else tallies.until end`,
      }),
    )
    .returning(['count', 'until as ends'])
    .executeTakeFirstOrThrow()
  if (count > times) {
    const minutes = Math.max(1, Math.ceil((Date.parse(ends) - now.getTime()) / 60_000))
    throw new DomainError(
      'too-many',
      `That was tried too often. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    )
  }
  if (count === 1) await store.deleteFrom('tallies').where('until', '<', at).execute()
}
