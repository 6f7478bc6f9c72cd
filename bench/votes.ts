/**
 * How many votes a second are acknowledged, and whether they are there afterwards:
 * `npm run bench:votes [-- KILLS [sqlite | postgres]]`.
 *
 * Over sixteen connections readers vote at a real server, cast and take back, one request after the
 * other; on each of them many readers take turns, since one may write 300 times in ten minutes only. Then the server is killed (SIGKILL) at KILLS random moments, a
 * hundred unless told, while they vote; after each kill the store is compared with what readers had
 * been promised. On SQLite, and on the PostgreSQL server at BENCH_POSTGRES, in a database made for
 * it. BENCH_SEED makes the moments others. Beside it the same votes without HTTP: what the database takes by itself.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { takeBack, vote } from '#votes'
import { type Ballot, killing, prepare, voteUntil } from '../test/ballot/ballot.ts'
import { startServer } from '../test/ballot/server.ts'
import { seeded } from '../test/seeded.ts'

const kills = Number(process.argv[2] ?? 100)
const only = process.argv[3] ?? ''
const connections = 16
const papers = 200
const seconds = 10

async function main(): Promise<void> {
  console.log(
    `${connections} connections, ${papers} papers, ${availableParallelism()} cores (${cpus()[0]?.model}), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}\n`,
  )
  console.log(
    'database'.padEnd(12) +
      ['votes a s', 'p50 ms', 'p99 ms', 'without HTTP', 'kills', 'acknowledged', 'lost', 'doubled']
        .map((head) => head.padStart(14))
        .join(''),
  )
  if (only !== 'postgres') await measure('SQLite', undefined)
  if (only === 'sqlite') return
  const server = process.env['BENCH_POSTGRES']
  if (!server) return console.log('PostgreSQL: name a server in BENCH_POSTGRES (postgres://…)')
  const name = `bench_votes_${process.pid}`
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  try {
    await measure('PostgreSQL', url.href)
  } finally {
    await onServer(server, `drop database ${name} with (force)`)
  }
}

async function measure(name: string, database: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'))
  const ballot = await prepare(folder, database, { connections, papers })
  try {
    const random = seeded(Number(process.env['BENCH_SEED'] ?? 6))
    const direct = await withoutHttp(ballot, random)
    const server = await startServer(ballot.environment)
    // The first answers of a process are slower: code is compiled, files are opened.
    await voteUntil(ballot, server.address, random, AbortSignal.timeout(2000))
    const took = await voteUntil(
      ballot,
      server.address,
      random,
      AbortSignal.timeout(seconds * 1000),
    )
    await server.kill()
    const ranked = took.toSorted((a, b) => a - b)
    const at = (share: number) => ranked[Math.floor(ranked.length * share)]?.toFixed(1) ?? ''
    const { lost, doubled, acknowledged } = await killing(ballot, kills, random)
    const cells = [
      Math.round(took.length / seconds),
      at(0.5),
      at(0.99),
      direct,
      kills,
      acknowledged,
      lost,
      doubled,
    ]
    console.log(name.padEnd(12) + cells.map((cell) => String(cell).padStart(14)).join(''))
  } finally {
    await ballot.store.destroy()
    rmSync(folder, { recursive: true })
  }
}

/** How many votes a second the database takes from this very process, sixteen at a time. */
async function withoutHttp({ store, voters, papers: all }: Ballot, random: () => number) {
  const until = Date.now() + 3000
  let cast = 0
  await Promise.all(
    voters.slice(0, connections).map(async ({ reader, promised }) => {
      while (Date.now() < until) {
        const paper = all[Math.floor(random() * all.length)]
        if (paper === undefined) return
        const wanted = !(promised.get(paper) ?? false)
        await (wanted ? vote(store, reader, paper) : takeBack(store, reader, paper))
        promised.set(paper, wanted)
        cast++
      }
    }),
  )
  return Math.round(cast / 3)
}

async function onServer(server: string, command: string): Promise<void> {
  const client = new Client(server)
  await client.connect()
  await client.query(command)
  await client.end()
}

await main()
