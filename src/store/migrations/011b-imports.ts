import type { Migration } from 'kysely/migration'
import { references, required, texts } from './tables.ts'

/** Lists of papers that readers brought along. */
export const imports: Migration = {
  async up({ schema }) {
    await texts(
      schema
        .createTable('imports')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('reader', 'text', references('readers.id')),
      ['name', 'kind', 'cameFrom', 'state', 'fault', 'content', 'beyond', 'madeAt'],
    )
      .addColumn('doneAt', 'text')
      .execute()
    await schema
      .createIndex('importsByReader')
      .on('imports')
      .columns(['reader', 'madeAt'])
      .execute()
    await texts(
      schema
        .createTable('importItems')
        .addColumn('import', 'text', references('imports.id'))
        .addColumn('position', 'integer', required),
      ['title', 'item', 'outcome', 'became', 'reason'],
    )
      .addPrimaryKeyConstraint('importItemsKey', ['import', 'position'])
      .execute()
    await schema
      .createIndex('importItemsByOutcome')
      .on('importItems')
      .columns(['import', 'outcome', 'position'])
      .execute()
  },
}
