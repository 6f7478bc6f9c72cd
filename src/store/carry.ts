import { sql } from 'kysely'
import type { PaperId } from '#paper'
import { insertRows } from './insert.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/** A table whose rows hang on a paper, by its column `paper`, and go over with it. */
type Carried = {
  readonly table: keyof Schema
  /** The columns that tell the rows of one paper apart: those of its key, without `paper`. */
  readonly key: readonly string[]
}

/**
 * What hangs on a paper. When two papers turn out to be one, these rows go over in the same
 * transaction, and go back when that is undone. A row for which the other paper has one of the same
 * key (a reader voted for both) stays where it is, unseen, until then. Another module's table is
 * another line.
 */
const carried: readonly Carried[] = [
  { table: 'editionEntries', key: ['edition', 'position'] },
  { table: 'votes', key: ['reader'] },
  { table: 'endorsements', key: ['topic', 'reader'] },
  { table: 'picks', key: ['topic'] },
  { table: 'comments', key: ['id'] },
  { table: 'rulings', key: ['place'] },
  { table: 'notices', key: ['place'] },
  { table: 'saved', key: ['reader'] },
  { table: 'collectionPapers', key: ['collection'] },
  { table: 'tags', key: ['reader', 'tag'] },
  { table: 'notes', key: ['id'] },
  { table: 'libraryBefore', key: ['act'] },
  { table: 'topicExamples', key: ['topic'] },
  { table: 'groupPapers', key: ['inGroup'] },
  { table: 'groupVotes', key: ['inGroup', 'reader'] },
  { table: 'meetingPapers', key: ['meeting'] },
  { table: 'claims', key: ['reader'] },
  { table: 'disputes', key: ['claimant', 'reader'] },
  { table: 'decisions', key: ['place'] },
  { table: 'leanings', key: ['reader', 'kind'] },
  { table: 'interests', key: ['reader'] },
]

/** Lets all that hangs on a paper go over to the one that it turned out to be. */
export async function carryOver(within: Store, from: PaperId, into: PaperId): Promise<void> {
  for (const one of carried) {
    const before = new Set(await cameTo(within, one, from))
    const keys = await keysToMove(within, one, from, into)
    for (const key of keys) await move(within, one, key, { from, into })
    // What came from a third paper goes back to that one, not to the second.
    await within
      .updateTable('carried')
      .set({ intoPaper: into })
      .where('tableName', '=', one.table)
      .where('intoPaper', '=', from)
      .execute()
    const own = keys.filter((key) => !before.has(key))
    await insertRows(
      within,
      'carried',
      own.map((rowKey) => ({
        tableName: one.table,
        rowKey,
        fromPaper: from,
        intoPaper: into,
      })),
      { key: ['tableName', 'fromPaper', 'rowKey'], taken: ['intoPaper'] },
    )
  }
}

/** Lets what went over from a paper go back to it. */
export async function giveBack(within: Store, paper: PaperId): Promise<void> {
  for (const one of carried) {
    const rows = await within
      .selectFrom('carried')
      .select(['rowKey', 'intoPaper'])
      .where('tableName', '=', one.table)
      .where('fromPaper', '=', paper)
      .execute()
    for (const { rowKey, intoPaper } of rows) {
      await move(within, one, rowKey, { from: intoPaper, into: paper })
    }
  }
  await within.deleteFrom('carried').where('fromPaper', '=', paper).execute()
}

/** The keys, as JSON, of the rows that came to a paper from others. */
async function cameTo(within: Store, { table }: Carried, paper: PaperId): Promise<string[]> {
  const rows = await within
    .selectFrom('carried')
    .select('rowKey')
    .where('tableName', '=', table)
    .where('intoPaper', '=', paper)
    .execute()
  return rows.map(({ rowKey }) => rowKey)
}

/** The keys, as JSON, of the rows of one paper that the other has not. */
async function keysToMove(
  within: Store,
  { table, key }: Carried,
  from: PaperId,
  into: PaperId,
): Promise<string[]> {
  const columns = sql.join(key.map((name) => sql.ref(name)))
  const keysOf = async (paper: PaperId) => {
    const { rows } = await sql<Record<string, unknown>>`
      select ${columns} from ${sql.table(table)} where paper = ${paper}`.execute(within)
    return rows.map((row) => JSON.stringify(key.map((name) => row[name])))
  }
  const there = new Set(await keysOf(into))
  return (await keysOf(from)).filter((one) => !there.has(one))
}

async function move(
  within: Store,
  { table, key }: Carried,
  rowKey: string,
  { from, into }: { readonly from: PaperId; readonly into: PaperId },
): Promise<void> {
  const values: unknown = JSON.parse(rowKey)
  const same = key.map(
    (name, i) => sql`${sql.ref(name)} = ${Array.isArray(values) ? values[i] : ''}`,
  )
  await sql`
    update ${sql.table(table)} set paper = ${into}
    where paper = ${from} and ${sql.join(same, sql` and `)}`.execute(within)
}
