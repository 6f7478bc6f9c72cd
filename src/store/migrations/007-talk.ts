import type { Migration } from 'kysely/migration'
import { counted, references, required, texts } from './tables.ts'

export const talk: Migration = {
  async up(db) {
    const { schema } = db
    const comments = schema
      .createTable('comments')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('paper', 'text', references('papers.id'))
      .addColumn('parent', 'text', (column) => column.references('comments.id'))
    await texts(comments, ['thread', 'reader', 'body', 'writtenAt', 'hiddenWhy'])
      .addColumn('editedAt', 'text')
      .addColumn('deletedAt', 'text')
      .addColumn('hiddenAt', 'text')
      .addColumn('lockedAt', 'text')
      .execute()
    await schema
      .createIndex('commentsByPaper')
      .on('comments')
      .columns(['paper', 'writtenAt'])
      .execute()
    await schema
      .createIndex('commentsByReader')
      .on('comments')
      .columns(['reader', 'writtenAt'])
      .execute()

    const ofComment = (name: string) =>
      schema.createTable(name).addColumn('comment', 'text', references('comments.id'))
    await texts(ofComment('commentEdits'), ['body', 'until'])
      .addPrimaryKeyConstraint('commentEditsKey', ['comment', 'until'])
      .execute()
    await texts(ofComment('reactions'), ['reader', 'kind', 'at'])
      .addPrimaryKeyConstraint('reactionsKey', ['comment', 'reader', 'kind'])
      .execute()
    await schema.createIndex('reactionsByReader').on('reactions').column('reader').execute()

    await texts(counted(db, 'reports'), ['comment', 'reader', 'reason', 'at'])
      .addColumn('settledAt', 'text')
      .addUniqueConstraint('reportsOnce', ['comment', 'reader'])
      .execute()
    await texts(counted(db, 'rulings'), [
      'reader',
      'kind',
      'comment',
      'paper',
      'reason',
      'at',
    ]).execute()
    await texts(counted(db, 'appeals'), ['comment', 'reader', 'text', 'at', 'answer', 'answeredBy'])
      .addColumn('answeredAt', 'text')
      .execute()
    await schema.createIndex('appealsByComment').on('appeals').column('comment').execute()
    await texts(counted(db, 'notices'), ['reader', 'kind', 'comment', 'paper', 'actor', 'at'])
      .addColumn('readAt', 'text')
      .execute()
    await schema
      .createIndex('noticesByReader')
      .on('notices')
      .columns(['reader', 'readAt'])
      .execute()
    await schema
      .createTable('quiet')
      .addColumn('reader', 'text', (column) => column.primaryKey())
      .addColumn('level', 'text', required)
      .execute()
  },
}
