import type { Migration } from 'kysely/migration'
import { references, required, texts } from './tables.ts'

export const groups: Migration = {
  async up(db) {
    const { schema } = db
    const withId = (name: string) =>
      schema.createTable(name).addColumn('id', 'text', (column) => column.primaryKey())
    const inGroup = (name: string) =>
      schema.createTable(name).addColumn('inGroup', 'text', references('groups.id'))
    const index = (table: string, columns: string[]) =>
      schema
        .createIndex(`${table}By${columns[0]?.replace(/^./, (c) => c.toUpperCase())}`)
        .on(table)
        .columns(columns)
        .execute()

    await texts(withId('groups'), ['name', 'about', 'openness', 'joining', 'madeAt'])
      .addColumn('closedAt', 'text')
      .execute()
    await texts(inGroup('members'), ['role', 'joinedAt', 'seat'])
      .addColumn('reader', 'text', references('readers.id'))
      .addPrimaryKeyConstraint('membersKey', ['inGroup', 'reader'])
      .addUniqueConstraint('membersSeat', ['seat'])
      .execute()
    await index('members', ['reader'])
    await texts(inGroup('groupAsks'), ['text', 'at'])
      .addColumn('reader', 'text', references('readers.id'))
      .addPrimaryKeyConstraint('groupAsksKey', ['inGroup', 'reader'])
      .execute()
    await index('groupAsks', ['reader'])
    await texts(withId('groupInvitations').addColumn('inGroup', 'text', references('groups.id')), [
      'codeHash',
      'reader',
      'madeBy',
      'madeAt',
      'expiresAt',
    ]).execute()
    await index('groupInvitations', ['inGroup'])
    await index('groupInvitations', ['reader'])

    const withPaper = (name: string) =>
      inGroup(name).addColumn('paper', 'text', references('papers.id'))
    await texts(withPaper('groupPapers'), [
      'nominatedBy',
      'nominatedAt',
      'line',
      'lineBy',
      'note',
      'noteBy',
    ])
      .addColumn('position', 'integer')
      .addColumn('noteAt', 'text')
      .addPrimaryKeyConstraint('groupPapersKey', ['inGroup', 'paper'])
      .execute()
    await index('groupPapers', ['paper'])
    await texts(withPaper('groupVotes'), ['castAt'])
      .addColumn('reader', 'text', references('readers.id'))
      .addPrimaryKeyConstraint('groupVotesKey', ['inGroup', 'paper', 'reader'])
      .execute()
    await index('groupVotes', ['paper'])
    await index('groupVotes', ['reader'])

    await texts(withId('meetings').addColumn('inGroup', 'text', references('groups.id')), [
      'title',
      'day',
      'clock',
      'zone',
      'venue',
      'startsAt',
      'endsAt',
      'notes',
      'changedAt',
    ])
      .addColumn('minutes', 'integer', required)
      .addColumn('sequence', 'integer', required)
      .addColumn('cancelledAt', 'text')
      .execute()
    await index('meetings', ['inGroup', 'startsAt'])
    await texts(
      schema
        .createTable('meetingPapers')
        .addColumn('meeting', 'text', references('meetings.id'))
        .addColumn('paper', 'text', references('papers.id')),
      ['presenter'],
    )
      .addColumn('position', 'integer', required)
      .addPrimaryKeyConstraint('meetingPapersKey', ['meeting', 'paper'])
      .execute()
    await index('meetingPapers', ['paper'])

    // What is said in a group stands apart from what is said to everybody, which is the empty text.
    for (const table of ['comments', 'notices']) {
      await schema
        .alterTable(table)
        .addColumn('inGroup', 'text', (column) => column.notNull().defaultTo(''))
        .execute()
    }
    await index('comments', ['inGroup', 'paper'])
  },
}
