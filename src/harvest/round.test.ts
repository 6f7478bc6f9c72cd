import assert from 'node:assert/strict'
import { test } from 'node:test'
import { versionsOf } from '#catalog'
import { addDays, readPaperId } from '#paper'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { fastClock } from '../../test/arxiv/clock.ts'
import { type Play } from '../../test/arxiv/server.ts'
import { setUp } from '../../test/arxiv/scene.ts'
import { aDay } from '../../test/site.ts'
import { asides, checkDay, ledgerOf, round } from './harvest.ts'

const category = 'cs.LG'
const begin = aDay('2026-10-05') // a Monday
const papers = inventedPapers(1500, { from: addDays(begin, -3), aDay: 50 })

test('a gap that is found weeks later is filled, the latest days first', async () => {
  await using scene = await openScene('2026-10-05T14:00:00Z')
  await checkDay(scene.store, category, scene.signal, scene.addresses)
  scene.goTo('2026-10-26T14:00:00Z')

  const states: string[][] = []
  for (let i = 0; i < 5; i++) {
    await round(scene.store, { source: scene.source, category }, scene.signal, scene.addresses)
    states.push(await scene.states(begin, aDay('2026-10-26')))
  }

  const open = states.map(
    (days) => days.filter((one) => /pending|failed|stale|short/.test(one)).length,
  )
  assert.deepEqual(open, [9, 4, 0, 0, 0])
  assert.equal(states[0]?.[0], '2026-10-26 complete')
})

test('a day of which arXiv tells no longer is not asked for, and is not pending', async () => {
  await using scene = await openScene('2026-10-05T14:00:00Z')
  await checkDay(scene.store, category, scene.signal, scene.addresses)
  scene.goTo('2027-03-01T14:00:00Z')

  const [line] = await ledgerOf(
    scene.store,
    { from: aDay('2026-10-13'), to: aDay('2026-10-13'), category },
    scene.now(),
  )

  assert.equal(line?.state, 'failed')
  assert.match(line.reason, /90 days/)
})

test('what a paper said before it changed is fetched where it was never seen', async () => {
  const first = papers.find(
    ({ categories, versions, changedOn }) =>
      categories.includes(category) && versions.length > 1 && changedOn > addDays(begin, 3),
  )
  assert.ok(first)
  const [one, ...others] = first.versions
  const changed = {
    ...first,
    versions: [{ ...one, at: one?.at ?? new Date(), title: 'As It Was' }, ...others],
  }
  const second = others[0]?.at ?? new Date()
  await using scene = await openScene(new Date(second.getTime() + 36 * 3_600_000).toISOString(), {
    papers: [changed],
  })

  await round(scene.store, { source: scene.source, category }, scene.signal, scene.addresses)

  const versions = await versionsOf(scene.store, readPaperId(first.id))
  assert.equal(versions[0]?.title, 'As It Was')
})

test('a record that is kept later is no longer among those set aside', async () => {
  let broken = true
  await using scene = await openScene('2026-10-20T14:00:00Z', {
    recorded: () => (broken ? withoutTitle : undefined),
    papers: recent,
  })
  await round(scene.store, { source: scene.source }, scene.signal, scene.addresses)
  assert.equal((await asides(scene.store, 10)).length, 1)
  broken = false
  scene.goTo('2026-10-21T14:00:00Z')

  await round(scene.store, { source: scene.source }, scene.signal, scene.addresses)

  assert.deepEqual(await asides(scene.store, 10), [])
})

const recent = papers.filter(({ changedOn }) => changedOn === '2026-10-19').slice(0, 1)

const withoutTitle = `<?xml version="1.0"?><OAI-PMH><ListRecords><record><header><identifier>oai:arXiv.org:${recent[0]?.id}</identifier><datestamp>${recent[0]?.changedOn}</datestamp></header><metadata><arXivRaw><id>${recent[0]?.id}</id></arXivRaw></metadata></record></ListRecords></OAI-PMH>`

/** An arXiv that plays, a store, and a time that can be moved on. */
async function openScene(start: string, play: Play = {}) {
  let clock = fastClock(start)
  const time = {
    now: () => clock.now(),
    sleep: (milliseconds: number, signal: AbortSignal) => clock.sleep(milliseconds, signal),
  }
  const scene = await setUp({ papers, now: time.now, ...play })
  const { rss, listing, query, catchup } = scene.arxiv
  const { signal } = new AbortController()
  return {
    store: scene.store,
    signal,
    now: time.now,
    source: scene.source({ from: begin, clock: time }),
    addresses: { rss, listing, query, catchup, clock: time, random: () => 0.5 },
    goTo(at: string) {
      clock = fastClock(at)
    },
    async states(from: typeof begin, to: typeof begin) {
      const lines = await ledgerOf(scene.store, { from, to, category }, time.now())
      return lines.map(({ day, state }) => `${day} ${state}`)
    },
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  }
}
