import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from './postgres.ts'

/** Append only: a migration that has been released is never edited. */
export const migrations: Record<string, Migration> = {
  '001 first edition': {
    async up(db) {
      const { schema } = db
      const papers = schema.createTable('papers').addColumn('id', 'text', (c) => c.primaryKey())
      await texts(papers, [
        'title',
        'titleHash',
        'abstract',
        'summary',
        'authors',
        'categories',
        'publishedAt',
        'updatedAt',
        'day',
        'comments',
        'journalRef',
        'doi',
        'license',
        'venue',
        'origins',
        'keptAt',
      ])
        .addColumn('mergedInto', 'text', (c) => c.references('papers.id'))
        .execute()
      await schema.createIndex('papersByDay').on('papers').columns(['day', 'id']).execute()
      await schema.createIndex('papersByTitle').on('papers').column('titleHash').execute()

      await schema
        .createTable('authorships')
        .addColumn('paper', 'text', references('papers.id'))
        .addColumn('position', 'integer', required)
        .addColumn('nameKey', 'text', required)
        .addColumn('day', 'text', required)
        .addPrimaryKeyConstraint('authorshipsKey', ['paper', 'position'])
        .execute()
      await schema
        .createIndex('authorshipsByName')
        .on('authorships')
        .columns(['nameKey', 'day'])
        .execute()

      await schema
        .createTable('listings')
        .addColumn('paper', 'text', references('papers.id'))
        .addColumn('category', 'text', required)
        .addColumn('day', 'text', required)
        .addPrimaryKeyConstraint('listingsKey', ['paper', 'category'])
        .execute()
      await schema
        .createIndex('listingsByCategory')
        .on('listings')
        .columns(['category', 'day', 'paper'])
        .execute()

      const editions = schema.createTable('editions').addColumn('id', 'text', (c) => c.primaryKey())
      await texts(editions, ['name', 'day', 'note', 'source', 'keptAt']).execute()
      await schema
        .createTable('editionEntries')
        .addColumn('edition', 'text', references('editions.id'))
        .addColumn('position', 'integer', required)
        .addColumn('paper', 'text', references('papers.id'))
        .addColumn('section', 'text', required)
        .addColumn('shown', 'text', required)
        .addPrimaryKeyConstraint('editionEntriesKey', ['edition', 'position'])
        .execute()
      await schema
        .createIndex('editionEntriesByPaper')
        .on('editionEntries')
        .column('paper')
        .execute()

      await texts(counted(db, 'changes'), ['paper', 'kind', 'at']).execute()
      await schema
        .createTable('bookmarks')
        .addColumn('follower', 'text', (c) => c.primaryKey())
        .addColumn('place', 'bigint', required)
        .execute()

      const leases = schema.createTable('leases').addColumn('name', 'text', (c) => c.primaryKey())
      await texts(leases, ['holder', 'until']).execute()

      const sources = schema.createTable('sources').addColumn('name', 'text', (c) => c.primaryKey())
      await texts(sources, ['label', 'place', 'harvestedAt']).execute()
      await texts(counted(db, 'asides'), ['source', 'spot', 'reason', 'excerpt', 'at'])
        .addUniqueConstraint('asidesOnce', ['source', 'spot'])
        .execute()
    },
  },
  '002 ledger': {
    async up({ schema }) {
      const seen = ['source', 'category', 'day']
      await texts(schema.createTable('announcements'), [...seen, 'paper', 'kind', 'seenAt'])
        .addPrimaryKeyConstraint('announcementsKey', ['category', 'day', 'paper', 'source'])
        .execute()
      await schema
        .createIndex('announcementsByDay')
        .on('announcements')
        .columns(['day', 'category'])
        .execute()
      await texts(schema.createTable('checks'), [
        ...seen,
        'outcome',
        'totals',
        'evidence',
        'checkedAt',
      ])
        .addPrimaryKeyConstraint('checksKey', ['day', 'category', 'source'])
        .execute()
      await texts(schema.createTable('repairs'), ['category', 'day', 'paper', 'outcome', 'at'])
        .addPrimaryKeyConstraint('repairsKey', ['day', 'category', 'paper'])
        .execute()
    },
  },
}

const required = (column: ColumnDefinitionBuilder) => column.notNull()

const references = (target: string) => (column: ColumnDefinitionBuilder) =>
  column.notNull().references(target)

function texts<Name extends string, Column extends string>(
  table: CreateTableBuilder<Name, Column>,
  names: readonly string[],
): CreateTableBuilder<Name, string> {
  return names.reduce<CreateTableBuilder<Name, string>>(
    (so, name) => so.addColumn(name, 'text', required),
    table,
  )
}

/** A table whose rows are numbered in the order they come: the column `place`. */
// oxlint-disable-next-line typescript/no-explicit-any -- a migration knows no schema
function counted(db: Kysely<any>, name: string): CreateTableBuilder<string> {
  const table = db.schema.createTable(name)
  return isPostgres(db)
    ? table.addColumn('place', 'bigserial', (c) => c.primaryKey())
    : table.addColumn('place', 'integer', (c) => c.primaryKey().autoIncrement())
}
