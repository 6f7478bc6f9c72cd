import type { ReaderId, Store } from '#store'
import { newReaderId } from './reader.ts'

/** The one reader of a house for one, who is its keeper. Made when first asked for. */
export async function theOnlyReader(store: Store, now: Date): Promise<ReaderId> {
  const known = await ruled(store)
  if (known) return known
  const at = now.toISOString()
  const id = newReaderId()
  // Several processes may start at once: one of them makes the reader, all of them find it.
  await store
    .insertInto('readers')
    .values({
      id,
      handle: 'you',
      name: 'You',
      about: '',
      role: 'keeper',
      email: 'you@no-address.invalid',
      emailVerified: 0,
      image: null,
      joinedAt: at,
      updatedAt: at,
      bannedAt: null,
      banReason: '',
      acts: 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await store
    .insertInto('houseRules')
    .columns(['name', 'value'])
    .expression(({ selectFrom, val }) =>
      selectFrom('readers')
        .select([val('only reader').as('name'), 'id as value'])
        .where('handle', '=', 'you'),
    )
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const made = await ruled(store)
  if (!made) throw new Error('the reader of this machine could not be made')
  return made
}

async function ruled(store: Store): Promise<ReaderId | undefined> {
  const row = await store
    .selectFrom('houseRules')
    .innerJoin('readers', 'readers.id', 'houseRules.value')
    .select('readers.id')
    .where('houseRules.name', '=', 'only reader')
    .executeTakeFirst()
  return row?.id
}
