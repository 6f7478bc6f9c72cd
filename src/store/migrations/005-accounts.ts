import type { Migration } from 'kysely/migration'
import { references, required, texts } from './tables.ts'

export const accounts: Migration = {
  async up({ schema }) {
    const named = (table: string) =>
      schema.createTable(table).addColumn('id', 'text', (c) => c.primaryKey())
    const ofReader = (table: string) =>
      named(table).addColumn('reader', 'text', references('readers.id'))
    const byReader = (table: string) =>
      schema.createIndex(`${table}ByReader`).on(table).column('reader').execute()

    await texts(named('readers'), ['name', 'about', 'role', 'joinedAt', 'updatedAt', 'banReason'])
      .addColumn('handle', 'text', (c) => c.notNull().unique())
      .addColumn('email', 'text', (c) => c.notNull().unique())
      .addColumn('emailVerified', 'integer', required)
      .addColumn('image', 'text')
      .addColumn('bannedAt', 'text')
      .addColumn('acts', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()

    const spans = ['openedAt', 'usedAt', 'expiresAt']
    await texts(ofReader('sessions'), ['method', 'userAgent', ...spans])
      .addColumn('tokenHash', 'text', (c) => c.notNull().unique())
      .execute()
    await byReader('sessions')

    await texts(ofReader('identities'), ['provider', 'subject', 'createdAt', 'updatedAt'])
      .addUniqueConstraint('identitiesOnce', ['provider', 'subject'])
      .execute()
    await byReader('identities')

    await texts(named('verifications'), [
      'identifier',
      'value',
      'expiresAt',
      'createdAt',
      'updatedAt',
    ]).execute()
    await schema
      .createIndex('verificationsByIdentifier')
      .on('verifications')
      .column('identifier')
      .execute()

    await texts(ofReader('passkeys'), ['publicKey', 'deviceType'])
      .addColumn('credentialId', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text')
      .addColumn('counter', 'integer', required)
      .addColumn('backedUp', 'integer', required)
      .addColumn('transports', 'text')
      .addColumn('aaguid', 'text')
      .addColumn('createdAt', 'text')
      .execute()
    await byReader('passkeys')

    await texts(ofReader('tokens'), ['name', 'scopes', 'madeAt', 'usedAt', 'expiresAt'])
      .addColumn('tokenHash', 'text', (c) => c.notNull().unique())
      .execute()
    await byReader('tokens')

    await texts(named('invitations'), ['role', 'email', 'note', 'madeAt', 'expiresAt'])
      .addColumn('codeHash', 'text', (c) => c.notNull().unique())
      .addColumn('madeBy', 'text', (c) => c.references('readers.id'))
      .addColumn('usedBy', 'text', (c) => c.references('readers.id'))
      .addColumn('usedAt', 'text')
      .execute()

    const rules = schema.createTable('houseRules')
    await texts(
      rules.addColumn('name', 'text', (c) => c.primaryKey()),
      ['value'],
    ).execute()
    await schema
      .createTable('tallies')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('count', 'integer', required)
      .addColumn('until', 'text', required)
      .execute()
  },
}
