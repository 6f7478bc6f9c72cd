/**
 * How fast papers come in: `npm run bench:import -- FOLDER`, where the folder holds JSON lines.
 *
 * Every file is harvested into a fresh SQLite store, as `broadsheet import` does it. Beside it, in
 * the same run, stands the least that any program could do: a loop over prepared statements that
 * inserts the very same rows into the same tables, having nothing to read, merge or decide. Then
 * the papers go into the search index, in another process, as the worker brings them there.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { countPapers } from '#catalog'
import { harvest, jsonLines } from '#harvest'
import { openSearch } from '#search'
import { openStore } from '#store'

const folder =
  process.argv[2] ??
  process.env['BROADSHEET_CORPUS'] ??
  fileURLToPath(new URL('../../shared/data/corpus', import.meta.url))

const [task, ...given] = process.argv.slice(2)
if (task === '--index') {
  const [database = '', place = ''] = given
  console.log(JSON.stringify(await indexAll(database, place)))
} else {
  const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'))
  try {
    await main(scratch)
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

async function main(scratch: string) {
  const files = jsonLinesIn(folder)
  if (files.length === 0) {
    console.error(
      `There are no papers at ${folder}. Name a folder of .jsonl, .jsonl.gz or .jsonl.zst files:\n` +
        '  npm run bench:import -- FOLDER     or     BROADSHEET_CORPUS=FOLDER npm run bench:import\n' +
        'A record is {"id": "arxiv:2405.14906", "title": …, "abstract": …, "authors": […]}.',
    )
    process.exitCode = 2
    return
  }
  console.log(
    `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}\n`,
  )

  const ours = await importAll(files, join(scratch, 'ours.db'))
  const bound = insertAgain(join(scratch, 'ours.db'), join(scratch, 'bound.db'))
  const index: Taken & { peak: number } = JSON.parse(
    execFileSync(
      process.execPath,
      [
        ...process.execArgv,
        fileURLToPath(import.meta.url),
        '--index',
        join(scratch, 'ours.db'),
        join(scratch, 'index'),
      ],
      { encoding: 'utf8', maxBuffer: 2 ** 24 },
    ),
  )
  table([
    ['', 'papers', 'seconds', 'CPU seconds', 'papers/s', 'wanted'],
    ['harvest into SQLite', ...figures(ours), '5,000'],
    ['the same rows, inserted bare', ...figures(bound), ''],
    ['words and vectors into the index', ...figures(index), '1,500'],
  ])
  const [time, cpu] = [ours.seconds / bound.seconds, ours.cpu / bound.cpu]
  console.log(
    `\nHarvesting takes ${time.toFixed(2)} times as long as bare inserting, and ${cpu.toFixed(2)} times the CPU.`,
  )
  console.log(
    `Peak memory: ${ours.peak.toFixed(0)} MB harvesting, ${index.peak.toFixed(0)} MB indexing (wanted: at most 1,000).`,
  )
}

function jsonLinesIn(place: string): string[] {
  if (!existsSync(place)) return []
  const names = readdirSync(place).filter((name) => /\.jsonl(\.gz|\.zst)?$/.test(name))
  return names.toSorted().map((name) => join(place, name))
}

async function importAll(files: readonly string[], database: string) {
  await using store = await openStore(database)
  const started = performance.now()
  const usage = process.cpuUsage()
  for (const file of files) {
    const begun = performance.now()
    const so = await harvest(store, jsonLines(file), new AbortController().signal)
    const seconds = (performance.now() - begun) / 1000
    const read = so.added + so.changed + so.unchanged
    console.log(
      `  ${basename(file).padEnd(28)} ${count(read).padStart(8)} papers ${count(read / seconds).padStart(7)}/s, ${so.aside} set aside`,
    )
  }
  const seconds = (performance.now() - started) / 1000
  const cpu = cpuSeconds(process.cpuUsage(usage))
  const papers = await countPapers(store)
  return { papers, seconds, cpu, peak: process.resourceUsage().maxRSS / 1024 }
}

/** Brings the search index up to date with all papers of a store, as the worker does. */
async function indexAll(database: string, place: string) {
  await using store = await openStore(database)
  await using search = await openSearch(store, { folder: place })
  const started = performance.now()
  const usage = process.cpuUsage()
  while ((await search.refresh()) > 0);
  const seconds = (performance.now() - started) / 1000
  const cpu = cpuSeconds(process.cpuUsage(usage))
  const papers = await countPapers(store)
  return { papers, seconds, cpu, peak: process.resourceUsage().maxRSS / 1024 }
}

/** Inserts all rows of one database into another with the same tables, a thousand papers at a time. */
function insertAgain(from: string, to: string) {
  const source = new DatabaseSync(from, { readOnly: true })
  const target = new DatabaseSync(to)
  target.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on')
  target.exec(
    'pragma cache_size = -65536; pragma mmap_size = 268435456; pragma temp_store = memory',
  )
  const schema = source
    .prepare("select sql from sqlite_master where sql is not null and name not like 'sqlite_%'")
    .all()
  for (const { sql } of schema) target.exec(String(sql))

  const papers = copier(source, target, 'papers', 'rowid > ? order by rowid limit 1000')
  const others = [
    copier(source, target, 'authorships', 'paper = ?'),
    copier(source, target, 'listings', 'paper = ?'),
    copier(source, target, 'changes', 'place = ?'),
  ]
  let done = 0
  let milliseconds = 0
  let cpu = 0
  while (true) {
    // Rows are read outside of the time that is taken: the point is what inserting them costs.
    const rows = papers.read(done)
    if (rows.length === 0) break
    const hanging = rows.flatMap((row, i) =>
      others.map((other, k) => ({
        other,
        rows: other.read(k === 2 ? done + i + 1 : (row['id'] ?? '')),
      })),
    )
    done += rows.length
    const started = performance.now()
    const usage = process.cpuUsage()
    target.exec('begin immediate')
    papers.write(rows)
    for (const { other, rows: some } of hanging) other.write(some)
    target.exec('commit')
    milliseconds += performance.now() - started
    cpu += cpuSeconds(process.cpuUsage(usage))
  }
  source.close()
  target.close()
  return { papers: done, seconds: milliseconds / 1000, cpu }
}

type Values = Record<string, SQLInputValue>

function copier(source: DatabaseSync, target: DatabaseSync, name: string, where: string) {
  const select = source.prepare(`select * from ${name} where ${where}`)
  const columns = select.columns().map(({ name: column }) => column)
  const insert = target.prepare(
    `insert into ${name} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  )
  return {
    read: (key: SQLInputValue): Values[] => select.all(key),
    write(rows: readonly Values[]) {
      for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null))
    },
  }
}

function count(number: number): string {
  return Math.round(number).toLocaleString('en')
}

function cpuSeconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6
}

type Taken = { readonly papers: number; readonly seconds: number; readonly cpu: number }

function figures({ papers, seconds, cpu }: Taken): string[] {
  return [count(papers), seconds.toFixed(1), cpu.toFixed(1), count(papers / seconds)]
}

function table(rows: readonly (readonly string[])[]) {
  console.log()
  for (const [what = '', ...cells] of rows) {
    console.log(what.padEnd(34) + cells.map((cell) => cell.padStart(12)).join(''))
  }
}
