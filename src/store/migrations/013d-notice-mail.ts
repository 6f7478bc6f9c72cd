import type { Migration } from 'kysely/migration'
import { required, texts } from './tables.ts'

/** What readers are told by mail, and whether they want it. */
export const noticeMail: Migration = {
  async up(db) {
    const { schema } = db
    await schema
      .alterTable('quiet')
      .addColumn('mail', 'text', (column) => column.notNull().defaultTo('soon'))
      .execute()
    await texts(schema.createTable('noticeLetters'), [
      'reader',
      'places',
      'state',
      'writtenAt',
      'sentAt',
      'fault',
    ])
      .addColumn('upTo', 'bigint', required)
      .addColumn('handovers', 'integer', required)
      .addPrimaryKeyConstraint('noticeLettersKey', ['reader', 'upTo'])
      .execute()
    await schema.createIndex('noticesUnread').on('notices').columns(['readAt', 'at']).execute()
  },
}
