import type { Migration } from 'kysely/migration'

/** How many papers of a digest are recommended to its reader. */
export const forYouByMail: Migration = {
  async up({ schema }) {
    await schema
      .alterTable('subscriptions')
      .addColumn('forYou', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
  },
}
