import { readersOf } from '#accounts'
import type { Actor, ReaderId, Store } from '#store'

/** Whether it was a reader, and one who may still be here. */
export const isReader = (who: Actor): who is ReaderId => who !== '' && who !== 'gone'

/** The handles of those who did something, as far as they are readers and still here. */
export async function handlesOf(
  store: Store,
  actors: readonly Actor[],
): Promise<ReadonlyMap<Actor, string>> {
  const readers = await readersOf(store, actors.filter(isReader))
  return new Map(readers.map(({ id, handle }) => [id, handle]))
}
