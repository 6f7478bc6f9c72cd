/**
 * The worker's rounds in a process of its own that can be killed, on a clock that only waiting moves:
 * a year passes in minutes. Every request says what time it is here.
 */
import { arxivOai, round } from '#harvest'
import { openStore } from '#store'
import { fastClock } from '../arxiv/clock.ts'
import { seeded } from '../seeded.ts'

export type Errand = {
  readonly database: string
  readonly addresses: { oai: string; rss: string; listing: string; query: string; catchup: string }
  readonly from: string
  readonly until: string
  readonly seed: number
}

/** Hours of a day, in UTC, at which there is something to do: after each news of arXiv's, and once in peace. */
const hours = [4, 7, 14, 20]

const errand: Errand = JSON.parse(process.argv[2] ?? '{}')
let clock = fastClock(errand.from)
const time = {
  now: () => clock.now(),
  sleep: (milliseconds: number, signal: AbortSignal) => clock.sleep(milliseconds, signal),
}
const manners = {
  clock: time,
  random: seeded(errand.seed),
  // Long enough for a busy machine: an answer that was not waited for, with a word about when to ask
  // again, is one that the server takes for heard.
  silence: 2000,
  patience: 4000,
  fetch: (url: string | URL | Request, options: RequestInit = {}) =>
    fetch(url, {
      ...options,
      headers: {
        ...Object.fromEntries(new Headers(options.headers)),
        'x-simulated-at': clock.now().toISOString(),
      },
    }),
}
const { oai, ...addresses } = errand.addresses
const dailies = ['', 'eess', 'stat'].map((set) => ({
  source: arxivOai({ base: oai, ...manners, ...(set && { set }) }),
  category: set || 'cs',
}))

await using store = await openStore(errand.database)
const { signal } = new AbortController()
console.log('open')
for (let failures = 0; clock.now().toISOString() < errand.until;) {
  for (const daily of dailies) {
    try {
      await round(store, daily, signal, { ...manners, ...addresses })
    } catch (error) {
      // As the worker does: it is tried again later.
      if (++failures > 500) throw error
    }
  }
  clock = fastClock(next(clock.now()).toISOString())
}
console.log(`done ${clock.now().toISOString()}`)

/** The next moment at which there is something to do. */
function next(now: Date): Date {
  const midnight = Date.parse(now.toISOString().slice(0, 10))
  const moments = [0, 1].flatMap((day) =>
    hours.map((hour) => midnight + (day * 24 + hour) * 3_600_000),
  )
  return new Date(moments.find((at) => at > now.getTime()) ?? midnight + 86_400_000)
}
