import { isReader, readersOf } from '#accounts'
import type { Actor, Store } from '#store'

/** The handles of those who did something, as far as they are readers and still here. */
export async function handlesOf(
  store: Store,
  actors: readonly Actor[],
): Promise<ReadonlyMap<Actor, string>> {
  const readers = await readersOf(store, actors.filter(isReader))
  return new Map(readers.map(({ id, handle }) => [id, handle]))
}
