import type { Migration } from 'kysely/migration'
import { texts } from './tables.ts'

export const ledger: Migration = {
  async up({ schema }) {
    const seen = ['source', 'category', 'day']
    await texts(schema.createTable('announcements'), [...seen, 'paper', 'kind', 'seenAt'])
      .addPrimaryKeyConstraint('announcementsKey', ['category', 'day', 'paper', 'source'])
      .execute()
    await schema
      .createIndex('announcementsByDay')
      .on('announcements')
      .columns(['day', 'category'])
      .execute()
    await texts(schema.createTable('checks'), [
      ...seen,
      'outcome',
      'totals',
      'evidence',
      'checkedAt',
    ])
      .addPrimaryKeyConstraint('checksKey', ['day', 'category', 'source'])
      .execute()
    await texts(schema.createTable('repairs'), ['category', 'day', 'paper', 'outcome', 'at'])
      .addPrimaryKeyConstraint('repairsKey', ['day', 'category', 'paper'])
      .execute()
  },
}
