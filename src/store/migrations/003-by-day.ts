import type { Migration } from 'kysely/migration'

/** The page of a day finds its papers in their order, and counts its categories, without a row of theirs. */
export const byDay: Migration = {
  async up({ schema }) {
    await schema
      .createIndex('papersOfDay')
      .on('papers')
      .columns(['day', 'categories', 'id desc'])
      .execute()
    await schema.createIndex('listingsByDay').on('listings').columns(['day', 'category']).execute()
  },
}
