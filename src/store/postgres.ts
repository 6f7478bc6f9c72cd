import {
  type Dialect,
  type Kysely,
  PostgresDialect,
  type SelectQueryBuilder,
  SqliteAdapter,
  sql,
} from 'kysely'
import { Pool, types } from 'pg'

/** A PostgreSQL server, for more than one process or more than one machine. */
export function postgres(url: string): Dialect {
  types.setTypeParser(types.builtins.INT8, Number) // counts are numbers, as in SQLite
  const pool = new Pool({ connectionString: url, max: 10 })
  // A connection that broke while idle, as when the server restarts: the pool has let go of it
  // already and makes another one when it needs one. Unheard, the news would end the process.
  pool.on('error', () => {})
  return new PostgresDialect({ pool })
}

// oxlint-disable-next-line typescript/no-explicit-any -- which tables there are does not matter
export const isPostgres = (store: Kysely<any>): boolean =>
  !(store.getExecutor().adapter instanceof SqliteAdapter)

/**
 * Makes log entries visible in the order of their numbers, until the transaction ends. PostgreSQL
 * gives numbers out before they are committed, so without this a follower could pass over a row
 * that is committed late. SQLite has one writer at a time and needs nothing.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- which tables there are does not matter
export async function lockLog(within: Kysely<any>, log: 'changes' | 'signals'): Promise<void> {
  const number = { changes: 7237124, signals: 7237126 }[log]
  if (isPostgres(within)) await sql`select pg_advisory_xact_lock(${number})`.execute(within)
}

/**
 * Makes whoever keeps papers take turns, until the transaction ends: what one reads of a paper and
 * what it then writes must not have another's record in between, or that record would be lost.
 * SQLite takes turns by itself.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- which tables there are does not matter
export async function lockPapers(within: Kysely<any>): Promise<void> {
  if (isPostgres(within)) await sql`select pg_advisory_xact_lock(7237125)`.execute(within)
}

/**
 * Makes whoever changes the order of a page take turns, until the transaction ends: two who each
 * read the order before the other wrote it would put two papers in one place.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- which tables there are does not matter
export async function lockPages(within: Kysely<any>): Promise<void> {
  if (isPostgres(within)) await sql`select pg_advisory_xact_lock(7237127)`.execute(within)
}

/**
 * Makes those who change one reader's library take turns, until the transaction ends: each reads how
 * a paper stands in it before writing how it stands then.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- which tables there are does not matter
export async function lockShelf(within: Kysely<any>, reader: string): Promise<void> {
  if (isPostgres(within)) {
    await sql`select pg_advisory_xact_lock(7237128, hashtext(${reader}))`.execute(within)
  }
}

/**
 * Makes a query pass over rows that another transaction has in hand, and hold those it finds until
 * its own ends. Several who look for something to do then find different things; without it they
 * would all find the first, and all but one go away with less than there is. SQLite has one writer
 * at a time and needs nothing.
 */
export const passingOver = <DB, Tables extends keyof DB, Row>(
  // oxlint-disable-next-line typescript/no-explicit-any -- which tables there are does not matter
  within: Kysely<any>,
  query: SelectQueryBuilder<DB, Tables, Row>,
): SelectQueryBuilder<DB, Tables, Row> =>
  isPostgres(within) ? query.forUpdate().skipLocked() : query
