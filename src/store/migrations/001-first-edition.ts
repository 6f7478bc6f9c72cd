import type { Migration } from 'kysely/migration'
import { counted, references, required, texts } from './tables.ts'

export const firstEdition: Migration = {
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
    await schema.createIndex('editionEntriesByPaper').on('editionEntries').column('paper').execute()

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
}
