/**
 * How fast answers to programs are: `npm run bench:api`.
 *
 * A real server process on the library of `bench:pages` answers sixteen clients at once. Each read
 * endpoint is asked by addresses that are all different, so that every answer is made (full); then the
 * same addresses are asked for again with the tags they were answered with (known), which costs no
 * answer. An answer that is made in less than half a millisecond cannot be ten times cheaper, for HTTP
 * itself costs some: the last column tells how much a conditional request costs of a bare 304, which a
 * process with the same HTTP and nothing behind it answers. Beside requests a second and the time of the slowest hundredth stands what the server
 * computed for one request, which does not depend on what else the machine does.
 *
 * The library is made on the first run, as `bench:pages` tells: BROADSHEET_CORPUS, BROADSHEET_BENCH.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { addressesIn } from './api-addresses.ts'
import { makeLibrary } from './pages-library.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = process.env['BROADSHEET_BENCH'] ?? join(root, 'data/bench')
const corpus = process.env['BROADSHEET_CORPUS'] ?? join(root, '../shared/data/corpus')
const clients = 16
/** Conditional requests are so many times cheaper than full ones, or cost at most so much of a bare 304. */
const target = { cheaper: 10, ofBare: 2.5 }

const agent = new Agent({ keepAlive: true, maxSockets: clients })
const papers = await makeLibrary(folder, corpus)
const endpoints = await addressesIn(folder)
/** Only endpoints with this in their names: `npm run bench:api -- hf`. */
const [only = ''] = process.argv.slice(2)
const bare = started([join(root, 'bench/bare.ts')])
const server = started([
  '--import',
  join(root, 'src/jsx.ts'),
  join(root, 'src/main.ts'),
  'serve',
  '--no-work',
])
try {
  await measure({ site: await addressOf(server), http: await addressOf(bare) })
} finally {
  agent.destroy()
  for (const one of [bare, server]) {
    one.kill('SIGTERM')
    await once(one, 'exit')
  }
}

function started(args: readonly string[]) {
  return spawn(process.execPath, args, {
    env: { ...process.env, BROADSHEET_DATA: folder, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function measure({ site, http }: { site: string; http: string }): Promise<void> {
  console.log(
    `${papers.toLocaleString('en')} papers, ${clients} clients at once, ${availableParallelism()} cores (${cpus()[0]?.model}), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
  )
  console.log(
    `${'endpoint'.padEnd(30)} requests   per s     p50     p99  cpu ms  median size | known: per s     p99  cpu ms   cheaper of bare`,
  )
  const missed: string[] = []
  const tags = new Map([['/', '"a"']])
  await ask(bare, http, ['/'], tags)
  const floor = (await ask(bare, http, ['/'], tags)).cpu
  console.log(`a bare 304 costs ${ms(floor).trim()} ms of the processor`)
  for (const { name, paths } of endpoints.filter((one) => one.name.includes(only))) {
    // The first answers of a process are slower: code is compiled, files are opened.
    const first = Math.min(20, Math.floor(paths.length / 5))
    await ask(server, site, paths.slice(0, first))
    const fresh = paths.slice(first)
    const full = await ask(server, site, fresh)
    const known = await ask(server, site, fresh, full.tags)
    const cheaper = full.cpu / known.cpu
    const ofBare = known.cpu / floor
    if (cheaper < target.cheaper && ofBare > target.ofBare) missed.push(name)
    console.log(
      `${name.padEnd(30)} ${figures(full)} ${`${(median(full.sizes) / 1000).toFixed(1)} kB`.padStart(12)} | ${
        full.tags.size === 0 || known.again > known.times.length / 2
          ? 'is made anew each time'
          : `${perSecond(known).padStart(12)} ${ms(share(known.times, 0.99))} ${ms(known.cpu)} ${`${cheaper.toFixed(1)} ×`.padStart(9)} ${`${ofBare.toFixed(1)} ×`.padStart(7)}`
      }`,
    )
  }
  console.log(
    `A conditional request is ${target.cheaper} times cheaper than a full one, or costs no more than ${target.ofBare} bare 304s: ${missed.length === 0 ? 'held' : `MISSED by ${missed.join(', ')}`}`,
  )
}

type Asked = {
  readonly times: number[]
  readonly sizes: number[]
  readonly tags: Map<string, string>
  /** How many conditional requests were answered in full. */
  readonly again: number
  readonly seconds: number
  /** Milliseconds of the server's processor for one request. */
  readonly cpu: number
}

function figures(asked: Asked): string {
  const { times, cpu } = asked
  return `${String(times.length).padStart(8)} ${perSecond(asked).padStart(7)} ${ms(median(times))} ${ms(share(times, 0.99))} ${ms(cpu)}`
}

function perSecond({ times, seconds }: Asked): string {
  return (times.length / seconds).toFixed(0)
}

function ms(value: number): string {
  return value.toFixed(value < 1 ? 2 : 1).padStart(7)
}

function median(values: readonly number[]): number {
  return share(values, 0.5)
}

function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

/** How long a process has computed so far, on all cores, in milliseconds. */
function cpuMilliseconds({ pid }: ChildProcess): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return NaN
  const [user = 0, system = 0] = readFileSync(file, 'utf8').split(' ').slice(13, 15).map(Number)
  return (user + system) * 10
}

/** Asks for every path once, by all clients together; with a tag where there is one, many times over. */
async function ask(
  asked: ChildProcess,
  address: string,
  all: readonly string[],
  tags?: ReadonlyMap<string, string>,
): Promise<Asked> {
  // What costs next to nothing is asked often, or the clock of the processor would not see it.
  const paths = tags
    ? Array.from({ length: Math.max(3000, all.length) }, (_, i) => all[i % all.length]!)
    : all
  let again = 0
  const [times, sizes, found]: [number[], number[], Map<string, string>] = [[], [], new Map()]
  const busy = cpuMilliseconds(asked)
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let path = paths[next++]; path !== undefined; path = paths[next++]) {
        const { took, bytes, tag, isNew } = await fetched(address + path, tags?.get(path))
        if (tags && isNew) again++
        times.push(took)
        sizes.push(bytes)
        if (tag !== undefined) found.set(path, tag)
      }
    }),
  )
  const cpu = (cpuMilliseconds(asked) - busy) / Math.max(1, times.length)
  return { times, sizes, tags: found, cpu, again, seconds: (performance.now() - began) / 1000 }
}

type Fetched = { took: number; bytes: number; tag: string | undefined; isNew: boolean }

/** A connection that rested may be closed just as it is taken up again: then another is. */
async function fetched(url: string, tag: string | undefined): Promise<Fetched> {
  try {
    return await fetchedOnce(url, tag)
  } catch (error) {
    const reset = error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
    if (reset) return fetchedOnce(url, tag)
    throw error
  }
}

function fetchedOnce(url: string, tag: string | undefined): Promise<Fetched> {
  const began = performance.now()
  const headers = { Accept: '*/*', ...(tag !== undefined && { 'If-None-Match': tag }) }
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      let bytes = 0
      response.on('data', (part: Buffer) => (bytes += part.length))
      response.on('error', reject)
      response.on('end', () => {
        const wanted = tag === undefined ? 200 : 304
        if (response.statusCode !== wanted && response.statusCode !== 200) {
          reject(new Error(`${url} was answered with ${response.statusCode}, not ${wanted}`))
        } else
          resolve({
            took: performance.now() - began,
            bytes,
            tag: response.headers.etag,
            isNew: response.statusCode === 200,
          })
      })
    }).on('error', reject)
  })
}

/** The address that a process tells when it listens. */
function addressOf({ stdout, stderr }: ReturnType<typeof started>): Promise<string> {
  return Promise.race([addressIn(stdout), addressIn(stderr)])
}

async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [found] = line.match(/http:\/\/[\w.]+:\d+/) ?? []
    if (found) return found
    console.error(line)
  }
  throw new Error('the server ended before it listened')
}
