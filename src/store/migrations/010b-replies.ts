import type { Migration } from 'kysely/migration'
import { required, texts } from './tables.ts'

export const replies: Migration = {
  async up({ schema }) {
    await texts(
      schema.createTable('replies').addColumn('key', 'text', (column) => column.primaryKey()),
      ['reader', 'request', 'body', 'at'],
    )
      .addColumn('status', 'integer', required)
      .execute()
    await schema.createIndex('repliesByReader').on('replies').column('reader').execute()
  },
}
