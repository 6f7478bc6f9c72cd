import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDay, ledgerOf } from '#harvest'
import { addDays, type Day, dayOf, quietDay } from '#paper'
import { openStore } from '#store'
import { announcedOn, dayOfFeed } from '../../test/arxiv/announcements.ts'
import { fastClock } from '../../test/arxiv/clock.ts'
import type { Fault } from '../../test/arxiv/fault.ts'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { playArxiv } from '../../test/arxiv/server.ts'
import { pick, seeded } from '../../test/seeded.ts'

const category = 'cs.LG'
const from = dayOf(new Date('2026-11-02'))
const days = Array.from({ length: 30 }, (_, i) => addDays(from, i))
const papers = inventedPapers(3000, { from: addDays(from, -2), aDay: 85 })

/** Checks are made an hour, ten hours and fifteen hours after each announcement. */
const hours = [2, 11, 16]

test('thirty days of a bad connection, with interruptions, end with a whole ledger', async () => {
  const random = seeded(5)
  let clock = fastClock()
  let stop = new AbortController()
  let [faults, stops, requests, lastAt] = [0, 0, 0, 0]
  const hurried: number[] = []
  const lost = new Set(papers.filter(() => random() < 0.05).map(({ id }) => id))
  await using store = await openStore(':memory:')
  await using arxiv = await playArxiv({
    papers,
    now: () => clock.now(),
    // Some papers are never in the feed, and some feeds are a day old.
    hides: (road, id) => road === 'rss' && lost.has(id),
    shows: ({ road }) =>
      road === 'rss' && random() < 0.1
        ? dayOfFeed(new Date(clock.now().getTime() - 86_400_000))
        : undefined,
    fault: () => {
      requests++
      const at = clock.now().getTime()
      if (at - lastAt < 3000) hurried.push(at - lastAt)
      lastAt = at
      if (random() < 0.2) {
        stops++
        stop.abort()
      }
      if (random() >= 0.2) return undefined
      faults++
      return pick(wrong, random)
    },
  })

  for (const day of days) {
    for (const hour of hours) {
      clock = fastClock(`${day}T${String(hour).padStart(2, '0')}:00:00Z`)
      for (let done = false; !done;) {
        stop = new AbortController()
        lastAt = 0
        done = await checkDay(store, category, stop.signal, { ...addresses(), clock, random }).then(
          () => true,
          (error: unknown) => {
            if (stop.signal.aborted) return false
            throw error
          },
        )
      }
    }
  }

  const to = days.at(-1) ?? from
  const lines = await ledgerOf(store, { from, to, category }, clock.now())
  assert.deepEqual(lines.toReversed().map(brief), days.map(right))
  assert.deepEqual(hurried, [])
  assert.ok(
    faults > 60 && stops > 60,
    `${faults} faults and ${stops} stops in ${requests} requests`,
  )

  function addresses() {
    return { rss: arxiv.rss, listing: arxiv.listing, query: arxiv.query }
  }
})

/** What may be wrong and takes no time to notice. */
const wrong: readonly [Fault, ...Fault[]] = [
  { kind: 'busy', status: 503 },
  { kind: 'busy', status: 429, retryAfter: '60' },
  { kind: 'reset' },
  { kind: 'cut' },
  { kind: 'malformed' },
  { kind: 'web page' },
  { kind: 'bomb' },
]

const brief = ({ day, state, announced, held }: Awaited<ReturnType<typeof ledgerOf>>[number]) =>
  `${day} ${state} ${held} of ${announced}`

/** What the ledger must say in the end. */
function right(day: Day): string {
  if (quietDay(day)) return `${day} holiday 0 of 0`
  const arrived = announcedOn(day, category, papers).filter(
    ({ kind }) => !kind.startsWith('replace'),
  )
  return `${day} complete ${arrived.length} of ${arrived.length}`
}
