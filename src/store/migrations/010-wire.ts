import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { required, texts } from './tables.ts'

/** When what is told of each paper last changed, for those who harvest us. */
export const wire: Migration = {
  async up(db) {
    const { schema } = db
    const stamps = schema.createTable('datestamps').addColumn('id', 'text', (c) => c.primaryKey())
    await texts(stamps, ['at']).addColumn('gone', 'integer', required).execute()
    // Titles that lead to a paper never stood for themselves, so they are not gone either.
    await sql`
      insert into datestamps (id, at, gone)
      select id, kept_at, case when merged_into is null then 0 else 1 end from papers
      where merged_into is null or id not like 'title:%'
    `.execute(db)
    await schema.createIndex('datestampsByTime').on('datestamps').columns(['at', 'id']).execute()
    await schema
      .createIndex('datestampsGone')
      .on('datestamps')
      .columns(['at', 'id'])
      .where(sql<boolean>`gone = 1`)
      .execute()
    await schema.createIndex('scoresByTime').on('scores').columns(['scoredAt', 'paper']).execute()
    await schema.createIndex('picksByTime').on('picks').columns(['pickedAt', 'paper']).execute()
  },
}
