import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as lancedb from '@lancedb/lancedb'
import type { PaperId } from '#paper'
import { arrowTable, type IndexRow, schemaOf } from './index-rows.ts'

/**
 * The index on disk. `folder/current` names the build that counts, a folder beside it, and the
 * embedder whose vectors it holds; a new build lies in a folder of its own, so that whoever reads
 * the old one is not disturbed.
 */
export type Index = {
  readonly build: string
  /** The folder of this build. */
  readonly place: string
  readonly table: lancedb.Table
  readonly lance: typeof lancedb
  readonly dimension: number
  close(): void
}

const format = 5
const pointer = (folder: string) => join(folder, 'current')

type Current = { readonly format: number; readonly build: string; readonly embedder: string }

/**
 * Which build counts, or `undefined` where there is none that we could read. Asked for every query:
 * read in place, it takes a hundredth of a millisecond, and another thread would take a turn.
 */
export function currentBuild(folder: string, embedder: string): string | undefined {
  try {
    const current: Partial<Current> = JSON.parse(readFileSync(pointer(folder), 'utf8'))
    const ours = current.format === format && current.embedder === embedder
    return ours && /^[\w-]+$/.test(current.build ?? '') ? current.build : undefined
  } catch {
    return undefined // not there, or cut short: as good as none
  }
}

/** Opens a build. Throws where its files are missing or damaged. */
export async function openIndex(folder: string, build: string, dimension: number): Promise<Index> {
  const lance = await library()
  const place = join(folder, build)
  const session = new lance.Session(megabytes(256), megabytes(64))
  const connection = await lance.connect(place, { readConsistencyInterval: 0 }, session)
  const table = await connection.openTable('papers')
  return {
    build,
    place,
    table,
    lance,
    dimension,
    close() {
      table.close()
      connection.close()
    },
  }
}

/** Left to itself Lance remembers up to seven gigabytes of what it read. */
const megabytes = (count: number) => BigInt(count) * 1024n * 1024n

/** Lance, whose native library takes a moment to load: whoever does not search is spared it. */
async function library(): Promise<typeof lancedb> {
  process.env['LANCEDB_LOG'] ??= 'error' // what it warns of is nothing to a reader
  return import('@lancedb/lancedb')
}

/** Begins an empty build, lets it count, and clears away what was there before. */
export async function beginIndex(
  folder: string,
  embedder: string,
  dimension: number,
): Promise<Index> {
  const lance = await library()
  const build = randomUUID()
  await mkdir(join(folder, build), { recursive: true })
  const connection = await lance.connect(join(folder, build))
  const table = await connection.createEmptyTable('papers', schemaOf(dimension))
  const { Index: Kind } = lance
  // Terms are made by us, in words.ts: Lance has but to split them.
  const terms = {
    baseTokenizer: 'whitespace',
    lowercase: false,
    stem: false,
    removeStopWords: false,
    asciiFolding: false,
    maxTokenLength: 200,
  } as const
  await table.createIndex('words', { config: Kind.fts({ ...terms, withPosition: true }) })
  await table.createIndex('title', { config: Kind.fts({ ...terms, withPosition: true }) })
  await table.createIndex('names', { config: Kind.fts({ ...terms, withPosition: true }) })
  await table.createIndex('comments', { config: Kind.fts({ ...terms, withPosition: true }) })
  await table.createIndex('journal', { config: Kind.fts({ ...terms, withPosition: true }) })
  await table.createIndex('id', { config: Kind.btree() })
  await table.createIndex('doi', { config: Kind.btree() })
  await table.createIndex('day', { config: Kind.btree() })
  await table.createIndex('categories', { config: Kind.labelList() })
  table.close()
  connection.close()

  const current: Current = { format, build, embedder }
  await writeFile(`${pointer(folder)}.new`, JSON.stringify(current))
  await rename(`${pointer(folder)}.new`, pointer(folder))
  for (const name of await readdir(folder)) {
    if (name === build || name === 'current') continue
    await rm(join(folder, name), { recursive: true, force: true })
  }
  return openIndex(folder, build, dimension)
}

/** Puts rows into the index; those that it has already are replaced. */
export async function upsert(index: Index, rows: readonly IndexRow[]): Promise<void> {
  if (rows.length === 0) return
  await index.table
    .mergeInsert('id')
    .whenMatchedUpdateAll()
    .whenNotMatchedInsertAll()
    .execute(arrowTable(rows, index.dimension))
}

/** Puts rows into the index that are certainly not in it: much quicker than `upsert`. */
export async function append(index: Index, rows: readonly IndexRow[]): Promise<void> {
  if (rows.length > 0) await index.table.add(arrowTable(rows, index.dimension))
}

export async function remove(index: Index, ids: readonly PaperId[]): Promise<void> {
  for (let i = 0; i < ids.length; i += 500) {
    await index.table.delete(
      `id in (${ids
        .slice(i, i + 500)
        .map(quoted)
        .join(', ')})`,
    )
  }
}

/** A text inside one of Lance's filters. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** From how many papers on an index of vectors is quicker than looking at each. */
const manyVectors = 30_000

/**
 * Takes what was added since the last time into the indexes and joins small files. Nothing depends
 * on it but speed.
 */
export async function tend(index: Index): Promise<void> {
  const { table, lance, place } = index
  const rows = await table.countRows()
  const note = join(place, 'clustered')
  const clustered = Number(await readFile(note, 'utf8').catch(() => '0'))
  // Clusters are found once; four times as many papers deserve new ones.
  if (rows >= Math.max(manyVectors, 4 * clustered)) {
    await table.createIndex('vector', {
      config: lance.Index.ivfRq({
        distanceType: 'dot',
        numPartitions: Math.round(Math.sqrt(rows)),
      }),
    })
    await writeFile(note, String(rows))
  }
  await table.optimize({ cleanupOlderThan: new Date(Date.now() - 60_000) })
}
