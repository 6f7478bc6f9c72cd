/**
 * What tests share: a store of each kind, and the real files that lie beside a checkout of ours.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, test, type TestContext } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect, sql } from 'kysely'
import { Client } from 'pg'
import { openStore, type Store } from '#store'

/**
 * A test that holds on every database: SQLite in memory, and PostgreSQL, which is the server at
 * TEST_DATABASE or, without that, one that runs inside this process.
 */
export function testOnBoth(
  sentence: string,
  body: (store: Store, context: TestContext) => Promise<void>,
): void {
  test(`${sentence} (SQLite)`, async (context) => {
    await using store = await openStore(':memory:')
    await body(store, context)
  })
  test(`${sentence} (PostgreSQL)`, async (context) => {
    await using store = await openPostgres()
    await body(store, context)
  })
}

/** An empty store on PostgreSQL. One at a time: it is one store, emptied, for making one is slow. */
export async function openPostgres(): Promise<Store> {
  opened ??= openEmpty()
  const store = await opened
  await sql.raw(emptyEveryTable).execute(store)
  return lasting(store)
}

let opened: Promise<Store> | undefined

async function openEmpty(): Promise<Store> {
  const server = process.env['TEST_DATABASE']
  if (!server) {
    const store = await openStore(new PGliteDialect({ pglite: await PGlite.create() }))
    close = () => store.destroy() // left open it would keep the run from ending for ten seconds
    return store
  }
  const name = `test_${randomUUID().replaceAll('-', '')}` // so that two runs do not meet
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  const store = await openStore(url.href)
  close = async () => {
    await store.destroy()
    await onServer(server, `drop database if exists ${name} with (force)`)
  }
  return store
}

// Here and not where it is opened: inside of a test `after` would mean after that test.
let close = async () => {}
after(() => close())

/** Most tables are empty after a test, and to ask costs less than to empty them once more. */
const emptyEveryTable = `do $$
  declare
    name text;
    filled boolean;
  begin
    perform set_config('session_replication_role', 'replica', true); -- in any order
    for name in
      select quote_ident(tablename) from pg_tables
      where schemaname = 'public' and tablename not like 'kysely%'
    loop
      execute 'select exists (select 1 from ' || name || ')' into filled;
      if filled then execute 'delete from ' || name; end if;
    end loop;
    for name in select quote_ident(sequencename) from pg_sequences where schemaname = 'public'
    loop
      execute 'alter sequence ' || name || ' restart';
    end loop;
  end $$`

/** A test closes its store at its end; this one goes on to the next. */
function lasting(store: Store): Store {
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'destroy' || name === Symbol.asyncDispose) return async () => {}
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

async function onServer(server: string, command: string): Promise<void> {
  const client = new Client(server)
  await client.connect()
  await client.query(command)
  await client.end()
}

/**
 * The path of a file among the real records that developers have beside their checkout, or
 * `undefined`, saying so and skipping the test, where there are none.
 */
export function sharedFile(context: TestContext, path: string): string | undefined {
  const file = fileURLToPath(new URL(`../../shared/${path}`, import.meta.url))
  if (existsSync(file)) return file
  context.skip(`shared/${path} is not here`)
  return undefined
}
