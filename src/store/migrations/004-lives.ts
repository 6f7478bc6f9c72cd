import type { Migration } from 'kysely/migration'
import { counted, references, required, texts } from './tables.ts'

/** Lives of papers, two papers that are one, arXiv's calendar as corrected here, and turns to ask. */
export const lives: Migration = {
  async up(db) {
    const { schema } = db
    await schema
      .alterTable('papers')
      .addColumn('standing', 'text', (c) => c.notNull().defaultTo(''))
      .execute()
    // Most papers have no DOI, and the index need not hold those.
    await schema
      .createIndex('papersByDoi')
      .on('papers')
      .column('doi')
      .where('doi', '!=', '')
      .execute()
    await schema
      .createIndex('papersMerged')
      .on('papers')
      .column('mergedInto')
      .where('mergedInto', 'is not', null)
      .execute()

    const versions = schema
      .createTable('versions')
      .addColumn('paper', 'text', references('papers.id'))
      .addColumn('number', 'integer', required)
    await texts(versions, ['at', 'standing', 'title', 'abstract', 'seenAt'])
      .addPrimaryKeyConstraint('versionsKey', ['paper', 'number'])
      .execute()

    await texts(counted(db, 'merges'), ['paper', 'target', 'reason', 'led', 'at'])
      .addColumn('undoneAt', 'text')
      .execute()
    await schema.createIndex('mergesOfPaper').on('merges').columns(['paper', 'target']).execute()
    const selves = schema.createTable('selves').addColumn('paper', 'text', (c) => c.primaryKey())
    await texts(selves, ['self']).execute()
    await texts(schema.createTable('carried'), ['tableName', 'rowKey', 'fromPaper', 'intoPaper'])
      .addPrimaryKeyConstraint('carriedKey', ['tableName', 'fromPaper', 'rowKey'])
      .execute()

    const calendar = schema
      .createTable('calendar')
      .addColumn('evening', 'text', (c) => c.primaryKey())
    await texts(calendar, ['kind', 'note', 'at']).execute()

    const turns = schema.createTable('turns').addColumn('host', 'text', (c) => c.primaryKey())
    await texts(turns, ['holder', 'until', 'freeAt']).execute()
  },
}
