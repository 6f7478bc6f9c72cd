import type { Migration } from 'kysely/migration'

/** Each vote asks how old the house is. */
export const joining: Migration = {
  async up({ schema }) {
    await schema.createIndex('readersByJoining').on('readers').column('joinedAt').execute()
  },
}
