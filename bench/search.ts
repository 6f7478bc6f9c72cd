/**
 * How fast the search is: `npm run bench:search [-- COUNT]` builds a library of so many papers (the
 * real ones beside the checkout, then variations of them), indexes it and asks it questions of every
 * kind, cold and warm, one client and eight; SQLite's full text is asked the same words beside it.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { keep } from '#catalog'
import { openSearch, type Query, type Search } from '#search'
import { openStore, type Store } from '#store'
import { papers } from './search/library.ts'
import { questions } from './search/questions.ts'

const count = Number(process.argv[2] ?? 30_000)
const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'))
let peak = 0
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 200)

async function main(): Promise<void> {
  console.log(
    `${count} papers, ${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`,
  )
  await using store = await openStore(join(scratch, 'papers.db'))
  await timed('kept in the store', () => fill(store))
  const folder = join(scratch, 'index')
  await using search = await openSearch(store, { folder })
  await timed('embedded and indexed', () => search.refresh())
  console.log(`on disk ${megabytes(size(folder))}, peak memory ${megabytes(peak)}\n`)

  const asked = await questions(store)
  console.log(
    'milliseconds'.padEnd(26) +
      ['first', 'p50', 'p99', '8 clients p50', 'p99', 'hits']
        .map((head) => head.padStart(15))
        .join(''),
  )
  for (const [kind, queries] of Object.entries(asked)) await measure(search, kind, queries)
  await besides(store, asked['hybrid, 3 words'] ?? [])
}

async function fill(store: Store): Promise<number> {
  let batch = []
  let kept = 0
  for await (const record of papers(count)) {
    batch.push(record)
    if (batch.length < 2000) continue
    kept += await keepAll(store, batch)
    batch = []
  }
  return kept + (await keepAll(store, batch))
}

async function keepAll(store: Store, records: Parameters<typeof keep>[2]): Promise<number> {
  await store.transaction().execute((within) => keep(within, 'corpus', records))
  return records.length
}

async function timed(what: string, work: () => Promise<number>): Promise<void> {
  const began = performance.now()
  const before = process.cpuUsage()
  const done = await work()
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(before)
  console.log(
    `${what}: ${done} in ${seconds.toFixed(1)} s, ${Math.round(done / seconds)} a second, ` +
      `${((user + system) / 1e6).toFixed(1)} s of processor time`,
  )
}

async function measure(search: Search, kind: string, queries: readonly Query[]): Promise<void> {
  const took = (query: Query) => async () => {
    const began = performance.now()
    const { total } = await search.find(query)
    return { total, ms: performance.now() - began }
  }
  const work = queries.map(took)
  const first = (await work[0]?.())?.ms ?? 0
  const alone = []
  for (const ask of work) alone.push(await ask())
  const together: number[] = []
  let next = 0
  const client = async () => {
    for (let ask = work[next++]; ask; ask = work[next++]) together.push((await ask()).ms)
  }
  await Promise.all(Array.from({ length: 8 }, client))
  const hits = alone.reduce((sum, { total }) => sum + total, 0) / alone.length
  const times = alone.map(({ ms }) => ms)
  print(kind, [first, at(times, 0.5), at(times, 0.99), at(together, 0.5), at(together, 0.99), hits])
}

/** SQLite's full text over the same papers, asked for any of the same words. */
async function besides(store: Store, queries: readonly Query[]): Promise<void> {
  const database = new DatabaseSync(join(scratch, 'text.db'))
  database.exec(
    "create virtual table papers using fts5(title, abstract, tokenize='porter unicode61')",
  )
  const insert = database.prepare('insert into papers values (?, ?)')
  const began = performance.now()
  database.exec('begin')
  for await (const { title, abstract } of papers(count)) insert.run(title, abstract ?? '')
  database.exec('commit')
  console.log(`\nSQLite FTS5: indexed in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  const select = database.prepare(
    'select rowid from papers where papers match ? order by bm25(papers) limit 20',
  )
  const times = queries.slice(0, 40).map(({ text }) => {
    const start = performance.now()
    select.all((text.match(/[a-z0-9]+/gi) ?? ['x']).map((word) => `"${word}"`).join(' OR '))
    return performance.now() - start
  })
  print('SQLite, any of 3 words', [times[0] ?? 0, at(times, 0.5), at(times, 0.99)])
  database.close()
}

const at = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0

const print = (kind: string, values: readonly number[]) =>
  console.log(kind.padEnd(26) + values.map((value) => value.toFixed(1).padStart(15)).join(''))

const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`

const size = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)

try {
  await main()
} finally {
  clearInterval(watch)
  rmSync(scratch, { recursive: true })
}
