import type { Migration } from 'kysely/migration'
import { references, required, texts } from './tables.ts'

export const taste: Migration = {
  async up(db) {
    const { schema } = db
    const ofPaper = references('papers.id')
    const ofReader = references('readers.id')
    await texts(
      schema
        .createTable('leanings')
        .addColumn('paper', 'text', ofPaper)
        .addColumn('reader', 'text', ofReader),
      ['kind', 'at'],
    )
      .addPrimaryKeyConstraint('leaningsKey', ['paper', 'reader', 'kind'])
      .execute()
    await schema.createIndex('leaningsByReader').on('leanings').columns(['reader', 'at']).execute()
    await texts(
      schema
        .createTable('interests')
        .addColumn('paper', 'text', ofPaper)
        .addColumn('reader', 'text', ofReader)
        .addColumn('weight', 'real', required),
      ['at'],
    )
      .addPrimaryKeyConstraint('interestsKey', ['paper', 'reader'])
      .execute()
    await schema.createIndex('interestsByReader').on('interests').column('reader').execute()
    await texts(
      schema
        .createTable('tastes')
        .addColumn('reader', 'text', (column) => column.primaryKey().references('readers.id'))
        .addColumn('fresh', 'real', required)
        .addColumn('wide', 'real', required)
        .addColumn('people', 'real', required)
        .addColumn('questions', 'integer', required)
        .addColumn('sharesAt', 'text'),
      ['feedKey', 'shortlist', 'shortlistAt'],
    ).execute()
    await schema.createIndex('tastesByFeed').on('tastes').column('feedKey').execute()
  },
}
