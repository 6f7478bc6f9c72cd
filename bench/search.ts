/**
 * How fast the search is: `npm run bench:search -- [COUNT…] [--keep FOLDER] [--rivals NAME,…|none]`.
 *
 * Builds a library of each number of papers (by default 300,000): the real ones beside the checkout,
 * then variations of them. Says what building took, and asks questions of every kind; beside it
 * stand others that search text. Each part runs in a process of its own, whose memory is told.
 *
 * 2,800,000 papers take a quarter of an hour to build. With `--keep` a library is built once and
 * used again, so that building and asking can be measured in runs of their own (`--rivals none`).
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openStore } from '#store'
import type { Cost, Times } from './search/measures.ts'
import { ask, type Asked, fill, index, isWhole, onDisk, recall } from './search/ours.ts'
import { questions } from './search/questions.ts'
import { against, type Rival, rivals } from './search/rivals.ts'

const tasks = { fill, index, ask, recall, against }

/** Megabytes that a rival may take; one that needs more does not fit. */
const room = 6000

/** Rivals that hold everything in memory are not asked to hold more papers than this. */
const inMemory = { most: 300_000, of: new Set<Rival>(['MiniSearch', 'Orama']) }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'string' }, rivals: { type: 'string' }, task: { type: 'string' } },
})

async function measure(count: number, folder: string): Promise<void> {
  console.log(
    `\n${number(count)} papers, ${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n`,
  )
  if (isWhole(folder)) console.log('Built before.')
  else {
    print('', ['seconds', 'CPU seconds', 'a second', 'peak memory'])
    const kept = await inProcess<Cost>('fill', { folder, count })
    printCost('kept in the store', kept)
    const indexed = await inProcess<Cost>('index', { folder })
    printCost('embedded and indexed', indexed)
    const minutes = (kept.seconds + indexed.seconds) / 60
    console.log(`${minutes.toFixed(1)} minutes in all (wanted of 2,800,000: at most 20, 2,500 MB)`)
  }
  const disk = onDisk(folder)
  console.log(`On disk: store ${megabytes(disk.store)}, index ${megabytes(disk.index)}\n`)

  const near = await inProcess<Awaited<ReturnType<typeof recall>>>('recall', { folder })
  console.log(
    `Of the 20 nearest vectors the index, asked for ${near.probes} clusters, names for ranking ${share(near.ranking)}, as similar ${share(near.similar)} (wanted: 0.95)\n`,
  )

  const heads = ['cold p50', 'p99', 'warm p50', 'p99', '8 clients p50', 'p99', 'hits']
  print('milliseconds', heads)
  for (const { kind, cold, warm, eight, hits } of await inProcess<Asked[]>('ask', { folder })) {
    print(kind, [...pair(cold), ...pair(warm), ...pair(eight), hits.toFixed(0)])
  }
  await besides(count, folder)
}

async function besides(count: number, folder: string): Promise<void> {
  const asked = values.rivals === undefined ? rivals : values.rivals.split(',')
  const wanted = rivals.filter((rival) => asked.includes(rival))
  if (wanted.length === 0) return
  await using store = await openStore(join(folder, 'broadsheet.db'))
  const all = await questions(store)
  const words = (all['hybrid, 3 words'] ?? []).slice(0, 40).map((query) => query.text)
  const phrases = (all['phrase'] ?? []).slice(0, 40).map((query) => query.text)
  console.log()
  print('beside us', ['built in s', 'memory', 'disk', '3 words p50', 'p99', 'phrase p50', 'p99'])
  for (const rival of wanted) {
    if (count > inMemory.most && inMemory.of.has(rival)) {
      console.log(`${rival}: holds everything in memory, and is not asked for so much`)
      continue
    }
    const outcome = await inProcess<Awaited<ReturnType<typeof against>>>('against', {
      rival,
      count,
      words,
      phrases,
    }).catch(() => undefined)
    if (!outcome) {
      console.log(`${rival}: does not fit in ${number(room)} MB, or is not installed`)
      continue
    }
    const { cost, disk } = outcome
    print(rival, [
      cost.seconds.toFixed(1),
      // A server has its memory for itself.
      rival === 'PostgreSQL' ? '–' : megabytes(cost.peak * 1e6),
      disk === undefined ? '–' : megabytes(disk),
      ...pair(outcome.words),
      ...(outcome.phrase ? pair(outcome.phrase) : ['–', '–']),
    ])
  }
}

/** Runs one of the tasks in a process of its own. */
async function inProcess<T>(name: keyof typeof tasks, given: unknown): Promise<T> {
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      `--max-old-space-size=${room}`,
      fileURLToPath(import.meta.url),
      '--task',
      JSON.stringify({ name, given }),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
  return JSON.parse(output)
}

const printCost = (what: string, { done, seconds, cpu, peak }: Cost) =>
  print(what, [seconds.toFixed(1), cpu.toFixed(1), number(done / seconds), megabytes(peak * 1e6)])

const print = (what: string, cells: readonly string[]) =>
  console.log(what.padEnd(26) + cells.map((cell) => cell.padStart(14)).join(''))

const pair = ({ p50, p99 }: Times) => [p50.toFixed(1), p99.toFixed(1)]

const number = (value: number) => Math.round(value).toLocaleString('en')

const megabytes = (bytes: number) => `${number(bytes / 1e6)} MB`

const share = ({ recall: found, p50 }: { recall: number; p50: number }) =>
  `${found.toFixed(3)} in ${p50.toFixed(1)} ms`

if (values.task) {
  const { name, given } = JSON.parse(values.task)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below
  console.log(JSON.stringify(await tasks[name as keyof typeof tasks](given as never)))
} else {
  const scratch = values.keep ?? mkdtempSync(join(tmpdir(), 'broadsheet-bench-'))
  try {
    const counts = positionals.length > 0 ? positionals.map(Number) : [300_000]
    for (const count of counts) await measure(count, join(scratch, String(count)))
  } finally {
    if (!values.keep) rmSync(scratch, { recursive: true })
  }
}
