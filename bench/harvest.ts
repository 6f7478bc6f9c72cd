/**
 * How fast arXiv's OAI-PMH comes in with the pace off: `npm run bench:harvest -- 1000000`. A server
 * in a thread of its own gives pages of 2,500 invented records of arXiv's usual size. Beside the whole
 * way stand its parts: taking the pages, and parsing them with the bare parser, which no harvester
 * that reads XML can be faster than.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { once } from 'node:events'
import { XMLParser } from 'fast-xml-parser'
import { countPapers } from '#catalog'
import { arxivOai, harvest } from '#harvest'
import { openStore } from '#store'

const count = Number(process.argv[2] ?? 100_000)
const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'))
const server = new Worker(new URL('./harvest/server.ts', import.meta.url), { workerData: count })

try {
  const [port] = await once(server, 'message')
  await main(`http://127.0.0.1:${port}/oai`)
} finally {
  await server.terminate()
  rmSync(scratch, { recursive: true })
}

async function main(base: string) {
  console.log(
    `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}; ${count.toLocaleString('en')} records\n`,
  )
  const some = Math.min(count, 25_000)
  const taken = await timed(some, () => pages(base, some, () => {}))
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false })
  const parsed = await timed(some, () => pages(base, some, (xml) => parser.parse(xml)))
  const memory: number[] = []
  await using store = await openStore(join(scratch, 'broadsheet.db'))
  const source = arxivOai({ base, from: '2019-12-01', pace: 0 })
  const kept = await timed(count, async () => {
    await harvest(store, source, new AbortController().signal, {
      onBatch: () => memory.push(process.memoryUsage().rss / 2 ** 20),
    })
  })
  const held = await countPapers(store)
  console.log(
    `${''.padEnd(44)}${'records/s'.padStart(9)}${'seconds'.padStart(10)}${'CPU seconds'.padStart(12)}${'wanted'.padStart(9)}`,
  )
  line('taking the pages', taken)
  line('taking and parsing them, fast-xml-parser', parsed)
  line('harvest into SQLite', kept, '3,000')
  const at = (share: number) => memory[Math.floor((memory.length - 1) * share)]?.toFixed(0) ?? ''
  console.log(
    `\n${held.toLocaleString('en')} papers held. Memory after a tenth, half and all of it: ${at(0.1)}, ${at(0.5)}, ${at(1)} MB.`,
  )
  if (held !== count) process.exitCode = 1
}

function line(name: string, { seconds, cpu, rate }: Timed, wanted = ''): void {
  console.log(
    `${name.padEnd(44)}${rate.padStart(9)}${seconds.padStart(10)}${cpu.padStart(12)}${wanted.padStart(9)}`,
  )
}

async function pages(base: string, until: number, read: (xml: string) => unknown): Promise<void> {
  for (let from = 0; from < until; from += 2500) {
    const answer = await fetch(`${base}?resumptionToken=${from}`)
    read(await answer.text())
  }
}

type Timed = { readonly seconds: string; readonly cpu: string; readonly rate: string }

/** The processor's time is that of the whole process, the server's thread too. */
async function timed(records: number, work: () => Promise<void>): Promise<Timed> {
  const [began, used] = [performance.now(), process.cpuUsage()]
  await work()
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(used)
  return {
    seconds: seconds.toFixed(1),
    cpu: ((user + system) / 1e6).toFixed(1),
    rate: Math.round(records / seconds).toLocaleString('en'),
  }
}
