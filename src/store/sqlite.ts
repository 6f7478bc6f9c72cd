import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { SqliteDialect } from 'kysely'

/** SQLite inside Node: the default store, which installs nothing. `:memory:` is forgotten at the end. */
export function sqlite(file: string): SqliteDialect {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file)
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = normal;
    pragma foreign_keys = on;
    pragma busy_timeout = 10000;
    pragma cache_size = -65536;
    pragma mmap_size = 67108864;
    pragma temp_store = memory;
  `)
  const prepare = remembering((sql) => database.prepare(sql))
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        // A transaction that begins by reading and then writes is refused at once when another
        // process wrote in between; one that takes its turn at the start waits for it.
        const statement = prepare(sql === 'begin' ? 'begin immediate' : sql)
        return {
          reader: statement.columns().length > 0,
          all: (values) => statement.all(...bindable(values)).map(plain),
          run: (values) => runAll(statement, values),
          iterate: (values) => statement.iterate(...bindable(values)),
        }
      },
    },
  })
}

/** Preparing costs more than running, so the statements of late are kept. */
function remembering(prepare: (sql: string) => StatementSync): (sql: string) => StatementSync {
  const kept = new Map<string, StatementSync>()
  return (sql) => {
    const known = kept.get(sql)
    if (known) return known
    const statement = prepare(sql)
    if (kept.size >= 200) kept.delete([...kept.keys()][0] ?? '')
    kept.set(sql, statement)
    return statement
  }
}

/** Runs a statement with its values; or once for each of many lists of values, see `insertRows`. */
function runAll(statement: StatementSync, values: readonly unknown[]) {
  if (!Array.isArray(values[0])) return statement.run(...bindable(values))
  const changes = { changes: 0n, lastInsertRowid: 0n }
  for (const row of values) {
    if (Array.isArray(row)) changes.changes += BigInt(statement.run(...bindable(row)).changes)
  }
  return changes
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Kysely hides what we gave it
const bindable = (values: readonly unknown[]) => values as SQLInputValue[]

// Rows come without a prototype, and so equal no literal a test could write.
const plain = (row: object) => ({ ...row })
