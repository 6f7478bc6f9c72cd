/**
 * What tests share: a store of each kind, and the real files that lie beside a checkout of ours.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, test, type TestContext } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
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

/** An empty store on PostgreSQL. One at a time: all use the same server. */
export async function openPostgres(): Promise<Store> {
  const server = process.env['TEST_DATABASE']
  if (server) return openStore(await emptyDatabase(server))

  inProcess ??= PGlite.create()
  const pglite = await inProcess
  await pglite.exec('drop schema public cascade; create schema public; set search_path to public')
  return openStore(new PGliteDialect({ pglite: lasting(pglite) }))
}

let inProcess: Promise<PGlite> | undefined

// Left open it would keep the run from ending for another ten seconds.
after(async () => (await inProcess)?.close())

/** The store closes its database at the end of a test; this one goes on to the next. */
function lasting(pglite: PGlite) {
  return new Proxy(pglite, {
    get: (target, name) => {
      if (name === 'close') return async () => {}
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** The address of an empty database on a server, so that tests do not meet. It goes after the tests. */
export async function emptyDatabase(server: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name}`)
  after(() => onServer(server, `drop database if exists ${name} with (force)`))
  const url = new URL(server)
  url.pathname = name
  return url.href
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
