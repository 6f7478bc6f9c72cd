import type { Migration } from 'kysely/migration'

/** Papers in the order in which they appeared, and in which they last did, as arXiv's clients ask for them. */
export const byTime: Migration = {
  async up({ schema }) {
    for (const [name, column] of [
      ['papersByPublished', 'publishedAt'],
      ['papersByUpdated', 'updatedAt'],
    ] as const) {
      await schema.createIndex(name).on('papers').columns([column, 'id']).execute()
    }
  },
}
