import type { Holding } from '#accounts'

/** What we hold of a reader's taste. */
export const tasteHolding: Holding = {
  name: 'taste',
  kept: 'What you did to be recommended better papers (opened, dismissed, more or less like this), what you make of your interests, and how you set the model. The model itself is made of that and of your library and votes whenever you ask, and is kept nowhere. Only where you agreed to it do your saves count for others: five readers at a time, never alone.',
  async tell(store, reader) {
    const [leanings, interests, settings] = await Promise.all([
      store
        .selectFrom('leanings')
        .select(['paper', 'kind', 'at'])
        .where('reader', '=', reader)
        .orderBy('at', 'desc')
        .execute(),
      store
        .selectFrom('interests')
        .select(['paper', 'weight', 'at'])
        .where('reader', '=', reader)
        .execute(),
      store
        .selectFrom('tastes')
        .select(['fresh', 'wide', 'people', 'questions', 'sharesAt'])
        .where('reader', '=', reader)
        .executeTakeFirst(),
    ])
    return { leanings, interests, settings: settings ?? null }
  },
  async erase(within, reader) {
    for (const table of ['leanings', 'interests', 'tastes'] as const) {
      await within.deleteFrom(table).where('reader', '=', reader).execute()
    }
  },
}
