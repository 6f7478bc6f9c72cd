import { CompiledQuery, type Insertable } from 'kysely'
import { snake } from './names.ts'
import { isPostgres } from './postgres.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/** What to do with a row whose key is taken: leave what is there, or take over these columns. */
export type OnTaken<Table extends keyof Schema> =
  | { readonly key: readonly (keyof Schema[Table] & string)[]; readonly taken: 'leave' }
  | {
      readonly key: readonly (keyof Schema[Table] & string)[]
      readonly taken: readonly (keyof Schema[Table] & string)[]
    }

/**
 * Inserts many rows, all with the same columns. On SQLite this is one short statement, run once for
 * each row: building and parsing one with thousands of values costs more than inserting them.
 */
export async function insertRows<Table extends keyof Schema>(
  within: Store,
  table: Table,
  rows: readonly Insertable<Schema[Table]>[],
  conflict?: OnTaken<Table>,
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  const valuesOf = (row: object): unknown[] => columns.map((column) => Reflect.get(row, column))
  const into = `insert into ${snake(table)} (${columns.map(snake).join(', ')}) values `
  const otherwise = conflict ? onConflict(conflict) : ''

  if (!isPostgres(within)) {
    const places = columns.map(() => '?').join(', ')
    const statement = `${into}(${places})${otherwise}`
    await within.executeQuery(CompiledQuery.raw(statement, rows.map(valuesOf)))
    return
  }
  // PostgreSQL counts its parameters in sixteen bits.
  const atOnce = Math.floor(60_000 / columns.length)
  for (let i = 0; i < rows.length; i += atOnce) {
    let parameter = 0
    const some = rows.slice(i, i + atOnce).map(valuesOf)
    const places = some.map((row) => `(${row.map(() => `$${++parameter}`).join(', ')})`)
    const statement = into + places.join(', ') + otherwise
    await within.executeQuery(CompiledQuery.raw(statement, some.flat()))
  }
}

function onConflict({
  key,
  taken,
}: {
  key: readonly string[]
  taken: 'leave' | readonly string[]
}) {
  const target = ` on conflict (${key.map(snake).join(', ')}) do `
  if (taken === 'leave') return `${target}nothing`
  const columns = taken.map(snake).map((column) => `${column} = excluded.${column}`)
  return `${target}update set ${columns.join(', ')}`
}
