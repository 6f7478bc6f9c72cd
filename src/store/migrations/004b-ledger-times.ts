import type { Migration } from 'kysely/migration'

/** When arXiv was last asked stands in what pages are kept under, and is looked up for each of them. */
export const ledgerTimes: Migration = {
  async up({ schema }) {
    await schema.createIndex('checksByTime').on('checks').column('checkedAt').execute()
  },
}
