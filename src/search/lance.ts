import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
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
  /** Whether papers are coming in by the ten thousand, so that only those in the indexes are asked. */
  isFilling(): boolean
  /** In how many clusters of vectors to look for the nearest. */
  probes(): number
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

/**
 * How much Lance remembers of what it read: of indexes, and of where in the files things are. Left to
 * itself it would be up to seven gigabytes; whoever writes needs next to nothing.
 */
const remembered = {
  reading: [megabytes(256), megabytes(64)],
  writing: [megabytes(16), megabytes(32)],
} as const

/** Opens a build. Throws where its files are missing or damaged. */
export async function openIndex(
  folder: string,
  build: string,
  dimension: number,
  use: keyof typeof remembered = 'reading',
): Promise<Index> {
  const lance = await library()
  const place = join(folder, build)
  const session = new lance.Session(...remembered[use])
  const connection = await lance.connect(place, { readConsistencyInterval: 0 }, session)
  const table = await connection.openTable('papers')
  return {
    build,
    place,
    table,
    lance,
    dimension,
    ...watched(table),
    close() {
      letGo(table)
      letGo(connection)
    },
  }
}

/**
 * Closes what somebody may be asking still: a page that began before another build came to count. Lance
 * refuses that until it has answered.
 */
function letGo(open: { close(): void }, tries = 100): void {
  try {
    open.close()
  } catch (error) {
    if (tries === 0) throw error
    setTimeout(() => letGo(open, tries - 1), 100).unref()
  }
}

function megabytes(count: number): bigint {
  return BigInt(count) * 1024n * 1024n
}

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
  const table = await connection.createEmptyTable('papers', schemaOf(dimension), {
    // Rows keep their numbers when files are joined, so that indexes need not be written anew.
    storageOptions: { new_table_enable_stable_row_ids: 'true' },
  })
  await indexColumns(table, lance)
  table.close()
  connection.close()

  const current: Current = { format, build, embedder }
  await writeFile(`${pointer(folder)}.new`, JSON.stringify(current))
  await rename(`${pointer(folder)}.new`, pointer(folder))
  for (const name of await readdir(folder)) {
    if (name === build || name === 'current') continue
    await rm(join(folder, name), { recursive: true, force: true })
  }
  return openIndex(folder, build, dimension, 'writing')
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

/** Makes the indexes of all columns anew, one after the other. */
async function indexColumns(
  table: lancedb.Table,
  { Index: Kind }: typeof lancedb,
  rows = 0,
): Promise<void> {
  // Terms are made by us, in words.ts: Lance has but to split them.
  const terms = {
    baseTokenizer: 'whitespace',
    lowercase: false,
    stem: false,
    removeStopWords: false,
    asciiFolding: false,
    maxTokenLength: 200,
    withPosition: true,
  } as const
  for (const column of ['words', 'title', 'names', 'comments', 'journal']) {
    await table.createIndex(column, { config: Kind.fts(terms) })
  }
  for (const column of ['id', 'doi', 'day'])
    await table.createIndex(column, { config: Kind.btree() })
  await table.createIndex('categories', { config: Kind.labelList() })
  if (rows < manyVectors) return
  await table.createIndex('vector', {
    // Of the twenty nearest, one bit a number tells at most 93 % from the next hundred, four 98 %.
    config: Kind.ivfRq({ distanceType: 'dot', numPartitions: clustersOf(rows), numBits: 4 }),
  })
}

/** From how many papers on an index of vectors is quicker than looking at each. */
const manyVectors = 30_000

/** How many rows there are, and how many of them no index knows: those are looked at one by one. */
export async function standing({ table }: Pick<Index, 'table'>): Promise<Standing> {
  const rows = await table.countRows()
  const stats = await table.indexStats('words_idx')
  return { rows, unindexed: stats?.numUnindexedRows ?? rows }
}

export type Standing = { readonly rows: number; readonly unindexed: number }

/** While so many rows are in no index, they are left out of what is found rather than looked at. */
const tooMany = 20_000

/** What there is to know of the size of a table before it is asked, as of some seconds ago. */
function watched(table: lancedb.Table): Pick<Index, 'isFilling' | 'probes'> {
  let last: Standing = { rows: 1_000_000, unindexed: 0 }
  let askedAt = -Infinity
  function known(): Standing {
    if (performance.now() - askedAt > 5000) {
      askedAt = performance.now()
      standing({ table }).then(
        (now) => (last = now),
        () => {}, // it is being closed, or damaged, which the query itself will tell
      )
    }
    return last
  }
  return {
    isFilling: () => known().unindexed > tooMany,
    probes: () => Math.ceil(clustersOf(known().rows) * probed),
  }
}

/** Into how many clusters vectors are put, and which share of them is looked into: see bench/search.ts. */
const clustersOf = (rows: number) => Math.ceil(Math.sqrt(rows))
const probed = 1 / 3

/**
 * Takes what was added since the last time into the indexes and joins small files. Nothing depends
 * on it but speed. Lance would add to the indexes that there are; but to make them anew takes a
 * third of the time, and a fraction of the memory: adding 600 papers to 347,171 took 29 s of the
 * processor and 1.1 GB.
 */
export async function tend({ table, lance }: Index): Promise<void> {
  await indexColumns(table, lance, await table.countRows())
  await table.optimize({ cleanupOlderThan: new Date(Date.now() - 60_000) })
}
