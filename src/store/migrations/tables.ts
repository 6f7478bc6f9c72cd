import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely'
import { isPostgres } from '../postgres.ts'

export const required = (column: ColumnDefinitionBuilder) => column.notNull()

export const references = (target: string) => (column: ColumnDefinitionBuilder) =>
  column.notNull().references(target)

export function texts<Name extends string, Column extends string>(
  table: CreateTableBuilder<Name, Column>,
  names: readonly string[],
): CreateTableBuilder<Name, string> {
  return names.reduce<CreateTableBuilder<Name, string>>(
    (so, name) => so.addColumn(name, 'text', required),
    table,
  )
}

/** A table whose rows are numbered in the order they come: the column `place`. */
// oxlint-disable-next-line typescript/no-explicit-any -- a migration knows no schema
export function counted(db: Kysely<any>, name: string): CreateTableBuilder<string> {
  const table = db.schema.createTable(name)
  return isPostgres(db)
    ? table.addColumn('place', 'bigserial', (c) => c.primaryKey())
    : table.addColumn('place', 'integer', (c) => c.primaryKey().autoIncrement())
}
