import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PGlite } from '@electric-sql/pglite'
import { keep } from '#catalog'
import { readPaperId } from '#paper'
import { openSearch } from '#search'
import { openStore } from '#store'
import type { Collection } from './collections.ts'
import type { Method } from './ladder.ts'

type Engine = AsyncDisposable & { readonly find: Method }

const wordsOf = (query: string) => [...new Set(query.toLowerCase().match(/[a-z0-9]+/g))]

/** SQLite's full text with its stemmer, any of the words, by its bm25. */
export function sqliteText(collection: Collection): Engine {
  const database = new DatabaseSync(':memory:')
  database.exec(
    "create virtual table papers using fts5(title, abstract, tokenize='porter unicode61')",
  )
  const insert = database.prepare('insert into papers (rowid, title, abstract) values (?, ?, ?)')
  collection.documents.forEach(({ title, abstract }, d) => insert.run(d, title, abstract))
  const select = database.prepare(
    'select rowid as d from papers where papers match ? order by bm25(papers) limit 1000',
  )
  return {
    find: (query) =>
      select
        .all(
          wordsOf(query)
            .map((word) => `"${word}"`)
            .join(' OR '),
        )
        .map(({ d }) => collection.documents[Number(d)]?.id ?? ''),
    async [Symbol.asyncDispose]() {
      database.close()
    },
  }
}

/** PostgreSQL's full text in English, any of the words, by ts_rank; inside this process. */
export async function postgresText(collection: Collection): Promise<Engine> {
  const database = await PGlite.create()
  await database.exec('create table papers (d integer, words tsvector)')
  for (let i = 0; i < collection.documents.length; i += 500) {
    const some = collection.documents.slice(i, i + 500)
    const values = some.map(
      (_, j) =>
        `(${i + j}, setweight(to_tsvector('english', $${2 * j + 1}), 'A') || to_tsvector('english', $${2 * j + 2}))`,
    )
    const texts = some.flatMap(({ title, abstract }) => [title, abstract])
    await database.query(`insert into papers values ${values.join(', ')}`, texts)
  }
  return {
    async find(query) {
      const { rows } = await database.query<{ d: number }>(
        `select d from papers, to_tsquery('english', $1) q where words @@ q
         order by ts_rank(words, q, 1) desc limit 1000`,
        [wordsOf(query).join(' | ')],
      )
      return rows.map(({ d }) => collection.documents[d]?.id ?? '')
    },
    async [Symbol.asyncDispose]() {
      await database.close()
    },
  }
}

/** Ours, whole: a store, an index on disk, and the search as every page asks it. */
export async function shipped(collection: Collection): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  const store = await openStore(':memory:')
  const ids = new Map(collection.documents.map(({ id }, d) => [`acl:d${d}`, id]))
  const records = collection.documents.map(({ title, abstract }, d) => ({
    id: readPaperId(`acl:d${d}`),
    title,
    abstract,
  }))
  for (let i = 0; i < records.length; i += 1000) {
    await store
      .transaction()
      .execute((within) => keep(within, 'corpus', records.slice(i, i + 1000)))
  }
  const search = await openSearch(store, { folder })
  await search.refresh()
  return {
    async find(text) {
      const ranking: string[] = []
      for (let skip = 0; skip < 1000; skip += 200) {
        const { hits } = await search.find({ text, loose: true, skip, count: 200 })
        ranking.push(...hits.map(({ id }) => ids.get(id) ?? ''))
        if (hits.length < 200) break
      }
      return ranking
    },
    async [Symbol.asyncDispose]() {
      await search[Symbol.asyncDispose]()
      await store.destroy()
      rmSync(folder, { recursive: true })
    },
  }
}
