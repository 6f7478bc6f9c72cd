import type { Migration } from 'kysely/migration'

/** A reader may make a collection public: it is a list then, and has an address. */
export const lists: Migration = {
  async up({ schema }) {
    await schema
      .alterTable('collections')
      .addColumn('publicAs', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  },
}
