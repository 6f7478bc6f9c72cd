import type { Migration } from 'kysely/migration'
import { counted, references, required, texts } from './tables.ts'

export const digest: Migration = {
  async up(db) {
    const { schema } = db
    const named = (table: string) =>
      schema.createTable(table).addColumn('id', 'text', (c) => c.primaryKey())
    const index = (table: string, ...columns: string[]) =>
      schema
        .createIndex(`${table}By${columns.join('')}`)
        .on(table)
        .columns(columns)
        .execute()

    await texts(counted(db, 'jobs'), [
      'kind',
      'key',
      'body',
      'notBefore',
      'holder',
      'until',
      'fault',
      'madeAt',
    ])
      .addColumn('tries', 'integer', required)
      .addUniqueConstraint('jobsOnce', ['kind', 'key'])
      .execute()
    await index('jobs', 'kind', 'notBefore')

    await texts(named('watches'), ['owner', 'kind', 'name', 'query', 'madeAt'])
      .addColumn('most', 'integer', required)
      .execute()
    await index('watches', 'owner')

    await texts(named('hooks'), ['owner', 'url', 'shape', 'secret', 'fault', 'saidAt', 'madeAt'])
      .addColumn('watch', 'text', references('watches.id'))
      .addColumn('seen', 'bigint', required)
      .addColumn('faults', 'integer', required)
      .addColumn('stoppedAt', 'text')
      .execute()
    await index('hooks', 'watch')

    await texts(named('subscriptions'), [
      'address',
      'state',
      'days',
      'zone',
      'ifNone',
      'dueAt',
      'askedAt',
      'endReason',
    ])
      .addColumn('reader', 'text', (c) => c.references('readers.id'))
      .addColumn('hour', 'integer', required)
      .addColumn('front', 'integer', required)
      .addColumn('trending', 'integer', required)
      .addColumn('least', 'real', required)
      .addColumn('seen', 'bigint', required)
      .addColumn('confirmedAt', 'text')
      .addColumn('endedAt', 'text')
      .execute()
    await index('subscriptions', 'state', 'dueAt')
    await index('subscriptions', 'address')
    await index('subscriptions', 'reader')

    await texts(schema.createTable('digests'), [
      'day',
      'dueAt',
      'state',
      'content',
      'writtenAt',
      'sentAt',
      'fault',
    ])
      .addColumn('subscription', 'text', references('subscriptions.id'))
      .addColumn('tries', 'integer', required)
      .addColumn('handovers', 'integer', required)
      .addColumn('papers', 'integer', required)
      .addColumn('upTo', 'bigint', required)
      .addPrimaryKeyConstraint('digestsKey', ['subscription', 'day'])
      .execute()
    await index('digests', 'day', 'state')

    await texts(schema.createTable('addresses'), ['fault', 'at'])
      .addColumn('address', 'text', (c) => c.primaryKey())
      .addColumn('faults', 'integer', required)
      .addColumn('stoppedAt', 'text')
      .execute()
  },
}
