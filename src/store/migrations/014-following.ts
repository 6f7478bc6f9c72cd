import type { Migration } from 'kysely/migration'
import { required, texts } from './tables.ts'

/** People and groups are followed as queries are, and letters that came back are told apart. */
export const following: Migration = {
  async up(db) {
    const { schema } = db
    const empty = { type: 'text', otherwise: '' } as const
    for (const [table, column, { otherwise }] of [
      ['watches', 'about', { ...empty, otherwise: 'query' }],
      ['hooks', 'toldAt', empty],
      ['digests', 'bouncedAt', empty],
      ['addresses', 'cameBackAt', empty],
    ] as const) {
      await schema
        .alterTable(table)
        .addColumn(column, 'text', (c) => c.notNull().defaultTo(otherwise))
        .execute()
    }
    await schema.createIndex('watchesOn').on('watches').columns(['about', 'query']).execute()
    await texts(schema.createTable('askers'), ['owner', 'name', 'toldAt', 'askedAt'])
      .addColumn('seen', 'bigint', required)
      .addPrimaryKeyConstraint('askersKey', ['owner', 'name'])
      .execute()
  },
}
