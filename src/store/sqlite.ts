import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { type QueryCompiler, SqliteDialect, SqliteQueryCompiler } from 'kysely'
import { camel, snake } from './names.ts'

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
  const prepare = remembering((sql) => prepared(database, sql))
  return new Dialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        // A transaction that begins by reading and then writes is refused at once when another
        // process wrote in between; one that takes its turn at the start waits for it.
        const { statement, columns } = prepare(sql === 'begin' ? 'begin immediate' : sql)
        return {
          reader: columns.length > 0,
          all: (values) => rowsOf(statement.all(...bindable(values)), columns),
          run: (values) => runAll(statement, values),
          iterate: (values) => eachOf(statement.iterate(...bindable(values)), columns),
        }
      },
    },
  })
}

/**
 * Writes names as tables have them, and gives rows as we have them. Kysely's plugin for that makes a
 * copy of each query and of each row, which took a quarter of the time of a page's queries.
 */
class Dialect extends SqliteDialect {
  override createQueryCompiler(): QueryCompiler {
    return new SnakeCase()
  }
}

class SnakeCase extends SqliteQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    return super.sanitizeIdentifier(snake(name))
  }
}

/** A statement, and what we call the columns of its rows, which come as lists. */
type Prepared = { readonly statement: StatementSync; readonly columns: readonly string[] }

function prepared(database: DatabaseSync, sql: string): Prepared {
  const statement = database.prepare(sql)
  statement.setReturnArrays(true)
  return { statement, columns: statement.columns().map(({ name }) => camel(name)) }
}

/** Preparing costs more than running, so the statements of late are kept. */
function remembering(prepare: (sql: string) => Prepared): (sql: string) => Prepared {
  const kept = new Map<string, Prepared>()
  return (sql) => {
    const known = kept.get(sql)
    if (known) return known
    const statement = prepare(sql)
    if (kept.size >= 200) kept.delete([...kept.keys()][0] ?? '')
    kept.set(sql, statement)
    return statement
  }
}

function rowsOf(lists: unknown, columns: readonly string[]): object[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `setReturnArrays` asks for
  return (lists as unknown[][]).map((values) => rowOf(values, columns))
}

function* eachOf(lists: Iterable<unknown>, columns: readonly string[]): Generator<object> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `setReturnArrays` asks for
  for (const values of lists as Iterable<unknown[]>) yield rowOf(values, columns)
}

function rowOf(values: readonly unknown[], columns: readonly string[]): object {
  const row: Record<string, unknown> = {}
  for (let c = 0; c < columns.length; c++) row[columns[c]!] = values[c]
  return row
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
