import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { dirname, join } from 'node:path'
import { addDays, type Day } from '#paper'
import type { Fault } from '../arxiv/fault.ts'
import type { HeldPaper } from '../arxiv/papers.ts'
import { playArxiv } from '../arxiv/server.ts'
import { pick, seeded } from '../seeded.ts'
import type { Errand } from './harvester.ts'
import { lastOut, lateDays, type LivingPaper, papersAsOf } from './world.ts'

export type Soak = {
  readonly papers: readonly LivingPaper[]
  readonly from: Day
  readonly days: number
  readonly kills: number
  readonly database: string
  readonly seed?: number
  onDay?(day: string, so: Outcome): void
}

export type Outcome = {
  requests: number
  faults: number
  kills: number
  /** What was wrong with the manners, in words. */
  readonly hurried: string[]
}

/** Plays arXiv over days in simulated time, with faults, to a harvester that is killed again and again. */
export async function soak(errand: Soak): Promise<Outcome> {
  const { papers, from, days, database, seed = 1 } = errand
  const random = seeded(seed)
  const so: Outcome = { requests: 0, faults: 0, kills: 0, hurried: [] }
  const late = lateDays(from, days)
  const until = `${addDays(from, days + 4)}T00:00:00.000Z`
  let now = new Date(`${addDays(from, -1)}T12:00:00Z`)
  let [lastAt, notBefore] = [0, 0]
  let [child, left]: [ChildProcess | undefined, number] = [undefined, 0]

  // The server's clock goes wrong by up to two hours, another way each day.
  const skewed = () => new Date(now.getTime() + skewOn(now) * 3_600_000)
  const checked = new Set(
    papers.flatMap(({ id, categories }) =>
      categories.some((one) => /^(cs|eess|stat)\./.test(one)) ? id : [],
    ),
  )
  const nothing = new Map<string, string>()
  const shelves = new Map<string, HeldPaper[]>()
  const shelf = (last: Day) => {
    const kept = shelves.get(last) ?? papersAsOf(papers, last)
    if (shelves.size > 4) shelves.clear()
    shelves.set(last, kept)
    return kept
  }

  await using arxiv = await playArxiv({
    pageSize: 400,
    now: skewed,
    hears,
    has: (road) => shelf(lastOut(skewed(), late, road === 'oai' ? 2.5 : 0)),
    hides: (road, id) => hiddenOn(id, checked) === road,
    shows: ({ road, query }) => {
      if (road === 'catchup') return undefined
      const lag = road === 'rss' ? 4 : 0
      const stuck = road === 'rss' && isStuck(now, query.has('fresh'))
      return lastOut(new Date(skewed().getTime() - (stuck ? 24 * 3_600_000 : 0)), late, lag)
    },
    fault: (query, _count, road) => {
      const asked = `${road} ${query.toString()}`
      const today = now.toISOString().slice(0, 10)
      if (nothing.get(asked) === today) return { kind: 'error', code: 'noRecordsMatch' }
      if (random() >= 0.2) return undefined
      so.faults++
      if (road === 'oai' && !query.has('resumptionToken') && random() < 0.1) {
        nothing.set(asked, today)
        return { kind: 'error', code: 'noRecordsMatch' }
      }
      const fault = faultOn(road, query, random)
      if (fault.kind === 'busy' && fault.retryAfter)
        notBefore = now.getTime() + Number(fault.retryAfter) * 1000
      return fault
    },
  })

  function hears(request: IncomingMessage) {
    const at = Date.parse(String(request.headers['x-simulated-at']))
    now = new Date(at)
    so.requests++
    if (at - lastAt < 3000)
      so.hurried.push(`${at - lastAt} ms after the one before: ${request.url}`)
    if (at < notBefore)
      so.hurried.push(`${notBefore - at} ms before the peace was over: ${request.url}`)
    lastAt = at
    notBefore = 0
    if (--left === 0) {
      const doomed = child
      setTimeout(() => doomed?.kill('SIGKILL'), random() * 40)
    }
  }

  for (;;) {
    const { oai, rss, listing, query, catchup } = arxiv
    const task: Errand = {
      database,
      addresses: { oai, rss, listing, query, catchup },
      from: new Date(Math.max(now.getTime(), lastAt)).toISOString(),
      until,
      seed: seed + so.kills,
    }
    // As many lives as there are kills, and one that comes to the end.
    left = so.kills < errand.kills ? 3 + Math.floor(random() * lifetime(errand, so)) : 0
    child = spawn(process.execPath, ['test/soak/harvester.ts', JSON.stringify(task)], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(database), 'compiled') },
    })
    const [code, signal] = await once(child, 'close')
    errand.onDay?.(now.toISOString().slice(0, 16), so)
    // One that was told of a peace and died need not remember it.
    notBefore = 0
    if (signal === 'SIGKILL') so.kills++
    else if (code === 0) return so
    else throw new Error(`the harvester ended with ${String(code)}`)
  }
}

/** So many requests a harvester lives at most, that all its deaths find room in the days. */
const lifetime = ({ kills, days }: Soak, _so: Outcome) =>
  Math.max(8, Math.floor((days * 36) / Math.max(1, kills)))

const skewOn = (now: Date) => [0, 0, 2, 0, -2, 1][Math.floor(now.getTime() / 86_400_000) % 6] ?? 0

/** On some days the feed has the papers of the day before, and says it was made just now. */
function isStuck(now: Date, inOtherWords: boolean): boolean {
  const day = Math.floor(now.getTime() / 86_400_000)
  return day % 9 === 4 || (day % 9 === 7 && !inOtherWords)
}

/**
 * The road on which a paper never appears, if there is one. One that is in no category that is
 * asked about comes by a single road, and must be there.
 */
function hiddenOn(id: string, checked: ReadonlySet<string>): string | undefined {
  if (!checked.has(id)) return undefined
  const share = Number(id.replace(/\D/g, '').slice(-4)) % 100
  if (share < 5) return 'rss'
  if (share < 8) return 'oai'
  return share < 9 ? 'query' : undefined
}

function faultOn(road: string, query: URLSearchParams, random: () => number): Fault {
  // These take real time to notice, so they are fewer.
  if (random() < 0.02) return random() < 0.7 ? { kind: 'hang' } : { kind: 'drip' }
  if (road === 'oai' && random() < 0.3) {
    const token = query.get('resumptionToken')
    if (token) {
      return random() < 0.5
        ? { kind: 'error', code: 'badResumptionToken' }
        : { kind: 'same token', token }
    }
    return { kind: 'shuffled' }
  }
  return pick(wrong, random)
}

const wrong: readonly [Fault, ...Fault[]] = [
  { kind: 'busy', status: 503 },
  { kind: 'busy', status: 503, retryAfter: '20' },
  { kind: 'busy', status: 429, retryAfter: '60' },
  { kind: 'reset' },
  { kind: 'cut' },
  { kind: 'malformed' },
  { kind: 'latin1' },
  { kind: 'web page' },
  { kind: 'bomb' },
]
