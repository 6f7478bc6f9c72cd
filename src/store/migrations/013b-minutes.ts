import type { Migration } from 'kysely/migration'

/** Who wrote last what came of a meeting, and when. */
export const minutes: Migration = {
  async up(db) {
    await db.schema
      .alterTable('meetings')
      .addColumn('notesBy', 'text', (column) => column.notNull().defaultTo(''))
      .execute()
    await db.schema.alterTable('meetings').addColumn('notesAt', 'text').execute()
  },
}
