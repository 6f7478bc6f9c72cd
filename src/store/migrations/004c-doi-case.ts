import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A DOI has no case: papers are found by it however it was written. */
export const doiCase: Migration = {
  async up({ schema }) {
    await schema.dropIndex('papersByDoi').execute()
    await schema
      .createIndex('papersByBareDoi')
      .on('papers')
      .expression(sql`lower(doi)`)
      .where(sql<boolean>`doi != ''`)
      .execute()
  },
}
