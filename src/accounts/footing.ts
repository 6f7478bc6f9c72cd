import type { Footing, ReaderId, Store } from '#store'

const day = 24 * 60 * 60 * 1000

/** An account this old counts in full. */
export const probation = 3 * day

/**
 * How firmly a reader stands. A curator is known by office; anybody else is new until the account
 * is three days old, or half as old as the house where that is less: on the first days of a house
 * everybody is new to it, but not to the same degree.
 */
export async function footingOf(
  store: Store,
  reader: ReaderId,
  now = new Date(),
): Promise<Footing> {
  const { role, joinedAt, firstAt } = await store
    .selectFrom('readers')
    .select(({ selectFrom }) => [
      'role',
      'joinedAt',
      selectFrom('readers as others')
        .select(({ fn }) => fn.min('joinedAt').as('joinedAt'))
        .as('firstAt'),
    ])
    .where('id', '=', reader)
    .executeTakeFirstOrThrow()
  if (role !== 'reader') return 'established'
  const age = now.getTime() - Date.parse(joinedAt)
  const house = now.getTime() - Date.parse(firstAt ?? joinedAt)
  return age >= Math.min(probation, house / 2) ? 'established' : 'new'
}
