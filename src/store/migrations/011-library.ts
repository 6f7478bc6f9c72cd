import type { Migration } from 'kysely/migration'
import { references, required, texts } from './tables.ts'

export const library: Migration = {
  async up(db) {
    const { schema } = db
    const table = (name: string) => schema.createTable(name)
    const named = (name: string) => table(name).addColumn('id', 'text', (c) => c.primaryKey())
    const ofReader = references('readers.id')
    const ofPaper = references('papers.id')
    const index = (on: string, ...columns: string[]) =>
      schema
        .createIndex(`${on}By${columns.map((c) => c[0]?.toUpperCase() + c.slice(1)).join('')}`)
        .on(on)
        .columns(columns)
        .execute()

    await texts(
      table('saved').addColumn('paper', 'text', ofPaper).addColumn('reader', 'text', ofReader),
      ['savedAt', 'state', 'stateAt', 'cameFrom'],
    )
      .addColumn('interest', 'integer', required)
      .addColumn('openedAt', 'text')
      .addPrimaryKeyConstraint('savedKey', ['paper', 'reader'])
      .execute()
    await index('saved', 'reader', 'savedAt')

    await texts(named('collections').addColumn('reader', 'text', ofReader), [
      'name',
      'madeAt',
    ]).execute()
    await index('collections', 'reader')
    await texts(
      table('collectionPapers')
        .addColumn('collection', 'text', references('collections.id'))
        .addColumn('paper', 'text', ofPaper),
      ['addedAt'],
    )
      .addPrimaryKeyConstraint('collectionPapersKey', ['collection', 'paper'])
      .execute()
    await index('collectionPapers', 'paper')

    await texts(
      table('tags').addColumn('paper', 'text', ofPaper).addColumn('reader', 'text', ofReader),
      ['tag'],
    )
      .addPrimaryKeyConstraint('tagsKey', ['paper', 'reader', 'tag'])
      .execute()
    await index('tags', 'reader', 'tag')

    await texts(
      named('notes').addColumn('paper', 'text', ofPaper).addColumn('reader', 'text', ofReader),
      ['body', 'writtenAt'],
    )
      .addColumn('editedAt', 'text')
      .execute()
    await index('notes', 'reader', 'paper')
    await index('notes', 'paper')
    await texts(table('noteEdits').addColumn('note', 'text', references('notes.id')), [
      'body',
      'until',
    ])
      .addPrimaryKeyConstraint('noteEditsKey', ['note', 'until'])
      .execute()

    await texts(named('libraryActs').addColumn('reader', 'text', ofReader), [
      'kind',
      'detail',
      'at',
    ])
      .addColumn('undoneAt', 'text')
      .execute()
    await index('libraryActs', 'reader', 'at')
    await texts(
      table('libraryBefore')
        .addColumn('act', 'text', references('libraryActs.id'))
        .addColumn('paper', 'text', ofPaper),
      ['before'],
    )
      .addPrimaryKeyConstraint('libraryBeforeKey', ['act', 'paper'])
      .execute()
    await index('libraryBefore', 'paper')
  },
}
