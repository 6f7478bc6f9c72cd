import type { Holding } from '#accounts'
import type { Actor, ReaderId, Store } from '#store'

/** What we hold of what a reader did to the pages. */
export const curationHolding: Holding = {
  name: 'picks',
  kept: 'What you nominated, endorsed, picked, ordered and wrote on the pages, and when. All of it stands in the public log under your handle; when you leave, what you did stays there without your name, and your endorsements go.',
  async tell(store, reader) {
    const [endorsements, acts] = await Promise.all([
      store
        .selectFrom('endorsements')
        .select(['paper', 'topic', 'at'])
        .where('reader', '=', reader)
        .orderBy('at')
        .execute(),
      store
        .selectFrom('acts')
        .select(['kind', 'paper', 'topic', 'day', 'detail', 'at'])
        .where('reader', '=', reader)
        .orderBy('place')
        .execute(),
    ])
    return {
      endorsements,
      acts: acts.map(({ detail, ...act }) => ({ ...act, detail: JSON.parse(detail) })),
    }
  },
  erase: (within, reader) => forget(within, reader),
}

/** Stands in the log where a reader was who left. */
const gone: Actor = 'gone'

async function forget(within: Store, reader: ReaderId): Promise<void> {
  await within.deleteFrom('endorsements').where('reader', '=', reader).execute()
  await within.updateTable('acts').set({ reader: gone }).where('reader', '=', reader).execute()
  await within.updateTable('picks').set({ lineBy: gone }).where('lineBy', '=', reader).execute()
  const told = await within
    .selectFrom('acts')
    .select(['place', 'detail'])
    .where('detail', 'like', `%${reader}%`)
    .execute()
  for (const { place, detail } of told) {
    await within
      .updateTable('acts')
      .set({ detail: detail.replaceAll(reader, gone) })
      .where('place', '=', place)
      .execute()
  }
}
