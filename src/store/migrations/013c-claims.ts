import type { Migration } from 'kysely/migration'
import { counted, references, texts } from './tables.ts'

/** Who says to have written a paper, and the public log of what was decided about people. */
export const claims: Migration = {
  async up(db) {
    const { schema } = db
    const claim = (name: string) =>
      schema.createTable(name).addColumn('paper', 'text', references('papers.id'))
    await texts(claim('claims').addColumn('reader', 'text', references('readers.id')), [
      'way',
      'state',
      'said',
      'at',
      'settledBy',
    ])
      .addColumn('settledAt', 'text')
      .addPrimaryKeyConstraint('claimsKey', ['paper', 'reader'])
      .execute()
    await schema.createIndex('claimsByReader').on('claims').column('reader').execute()
    await texts(claim('disputes'), ['claimant', 'reader', 'reason', 'at'])
      .addColumn('settledAt', 'text')
      .addPrimaryKeyConstraint('disputesKey', ['paper', 'claimant', 'reader'])
      .execute()
    await texts(counted(db, 'decisions'), [
      'actor',
      'kind',
      'reader',
      'paper',
      'detail',
      'at',
    ]).execute()
  },
}
