import type { Migration } from 'kysely/migration'
import { references, required, texts } from './tables.ts'

/** Topics that readers drew from examples. */
export const topics: Migration = {
  async up({ schema }) {
    await texts(
      schema
        .createTable('topics')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('reader', 'text', references('readers.id')),
      ['name', 'madeAt'],
    )
      .addColumn('threshold', 'real', required)
      .execute()
    await schema.createIndex('topicsByReader').on('topics').column('reader').execute()
    await texts(
      schema
        .createTable('topicExamples')
        .addColumn('topic', 'text', references('topics.id'))
        .addColumn('paper', 'text', references('papers.id')),
      ['kind', 'addedAt'],
    )
      .addPrimaryKeyConstraint('topicExamplesKey', ['topic', 'paper'])
      .execute()
    await schema.createIndex('topicExamplesByPaper').on('topicExamples').column('paper').execute()
  },
}
