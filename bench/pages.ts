/**
 * How fast pages are: `npm run bench:pages`.
 *
 * A real server process on a library of some 300,000 papers answers eight readers at once. Cold means
 * that no address is asked for twice, so every page is made anew; warm means that the same addresses
 * are asked for again at once, while the server still has their pages. Pages travel packed as
 * the browsers of today ask for them; unpacking is not part of the time.
 *
 * The library is made on the first run, from the JSON lines in BROADSHEET_CORPUS (by default those
 * beside the checkout), into BROADSHEET_BENCH (by default data/bench), and used again afterwards.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { makeLibrary, pathsIn } from './pages-library.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = process.env['BROADSHEET_BENCH'] ?? join(root, 'data/bench')
const corpus = process.env['BROADSHEET_CORPUS'] ?? join(root, '../shared/data/corpus')
const readers = 8
const targets = { day: 40, paper: 40, search: 100 }

const agent = new Agent({ keepAlive: true, maxSockets: readers })

const papers = await makeLibrary(folder, corpus)
const paths = await pathsIn(folder, 1500)
const server = spawn(
  process.execPath,
  ['--import', join(root, 'src/jsx.ts'), join(root, 'src/main.ts'), 'serve', '--no-work'],
  {
    env: { ...process.env, BROADSHEET_DATA: folder, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  },
)
try {
  const address = await Promise.race([addressIn(server.stdout), addressIn(server.stderr)])
  await measure(address)
} finally {
  agent.destroy()
  server.kill('SIGTERM')
  await once(server, 'exit')
}

async function measure(address: string): Promise<void> {
  console.log(
    `${papers.toLocaleString('en')} papers, ${readers} readers at once, ${availableParallelism()} cores (${cpus()[0]?.model}), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
  )
  console.log(
    'page    state  requests      per s      p50      p99      max   cpu ms  median size   target p99',
  )
  for (const kind of ['day', 'paper', 'search'] as const) {
    // The first answers of a process are slower: code is compiled, files are opened.
    await ask(address, paths[kind].slice(0, 100))
    const fresh = paths[kind].slice(100)
    report(kind, 'cold', await ask(address, fresh))
    report(kind, 'warm', await ask(address, fresh.slice(-200)))
  }
}

type Answer = { readonly ms: number; readonly bytes: number }

type Asked = { readonly answers: Answer[]; readonly seconds: number; readonly cpu: number }

/** How long the server has computed so far, on all cores; what else the machine does is not in it. */
function cpuMilliseconds(): number {
  const file = `/proc/${server.pid}/stat`
  if (!existsSync(file)) return NaN
  const [user = 0, system = 0] = readFileSync(file, 'utf8').split(' ').slice(13, 15).map(Number)
  return (user + system) * 10
}

/** Asks for every path once, by all readers together, each asking again when it has its answer. */
async function ask(address: string, all: readonly string[]): Promise<Asked> {
  const answers: Answer[] = []
  const busy = cpuMilliseconds()
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: readers }, async () => {
      for (let path = all[next++]; path !== undefined; path = all[next++]) {
        answers.push(await fetched(address + path))
      }
    }),
  )
  const cpu = (cpuMilliseconds() - busy) / answers.length
  return { answers, cpu, seconds: (performance.now() - began) / 1000 }
}

function fetched(url: string): Promise<Answer> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'Accept-Encoding': 'gzip, deflate, br, zstd' } }, (response) => {
      let bytes = 0
      response.on('data', (part: Buffer) => (bytes += part.length))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ ms: performance.now() - began, bytes })
        else reject(new Error(`${url} was answered with ${response.statusCode}`))
      })
    }).on('error', reject)
  })
}

function report(kind: keyof typeof targets, state: string, { answers, seconds, cpu }: Asked): void {
  const times = answers.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const sizes = answers.map(({ bytes }) => bytes).toSorted((a, b) => a - b)
  const p99 = share(times, 0.99)
  const columns = [
    kind.padEnd(7),
    state.padEnd(5),
    String(answers.length).padStart(9),
    (answers.length / seconds).toFixed(0).padStart(10),
    share(times, 0.5).toFixed(1).padStart(8),
    p99.toFixed(1).padStart(8),
    share(times, 1).toFixed(1).padStart(8),
    cpu.toFixed(1).padStart(8),
    `${(share(sizes, 0.5) / 1000).toFixed(1)} kB`.padStart(12),
    `${targets[kind]} ms ${p99 <= targets[kind] ? 'held' : 'MISSED'}`.padStart(13),
  ]
  console.log(columns.join(' '))
}

function share(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

/** The address that the server tells when it listens. */
async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [found] = line.match(/http:\/\/[\w.]+:\d+/) ?? []
    if (found) return found
    console.error(line)
  }
  throw new Error('the server ended before it listened')
}
