import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ledgerOf } from '#harvest'
import { addDays } from '#paper'
import {
  announced,
  arrived,
  brief,
  friday,
  morning,
  outcomes,
  roads,
  setUp,
  thursday,
} from '../../test/arxiv/checking.ts'
import type { Fault } from '../../test/arxiv/fault.ts'

const never = new AbortController().signal
const [first, second] = announced.flatMap(({ paper, kind }) => (kind === 'new' ? paper.id : []))

test('an empty store is brought to a whole day by one check', async () => {
  await using scene = await setUp()

  const line = await scene.check()

  assert.ok(arrived > 20)
  assert.deepEqual(brief(line), {
    state: 'complete',
    announced: arrived,
    held: arrived,
    missing: 0,
  })
  assert.equal(line.repairs.length, arrived)
  assert.deepEqual(roads(scene.arxiv), ['list', 'rss', 'api'])
  assert.deepEqual(scene.clock.waits, [3000, 3000])
})

test('a second check asks little and changes nothing', async () => {
  await using scene = await setUp()
  const before = await scene.check()

  const after = await scene.check()

  assert.deepEqual(roads(scene.arxiv).slice(3), ['list', 'rss'])
  assert.deepEqual({ ...after, checks: [], knownAt: '' }, { ...before, checks: [], knownAt: '' })
})

test('what the feed leaves out the page has, and the other way round', async () => {
  await using scene = await setUp({
    hides: (road, id) => (road === 'rss' && id === first) || (road === 'listing' && id === second),
  })

  const line = await scene.check()

  assert.deepEqual(brief(line), {
    state: 'complete',
    announced: arrived,
    held: arrived,
    missing: 0,
  })
})

test('a paper that cannot be had leaves the day short, until it can', async () => {
  const hidden = new Set([first])
  await using scene = await setUp({ hides: (road, id) => road === 'query' && hidden.has(id) })
  const before = await scene.check()

  assert.deepEqual(brief(before), {
    state: 'short',
    announced: arrived,
    held: arrived - 1,
    missing: 1,
  })
  assert.deepEqual(outcomes(before), { fetched: arrived - 1, unknown: 1 })

  hidden.clear()
  await scene.clock.sleep(14 * 86_400_000, never)
  await scene.check()

  const [filled] = await scene.ledger(friday)
  assert.equal(filled?.state, 'complete')
  assert.deepEqual(filled && outcomes(filled), { fetched: arrived })
})

test('where the query API is down each missing paper says so, until it is up', async () => {
  let down = true
  await using scene = await setUp({
    fault: (_, __, road) => (down && road === 'query' ? { kind: 'busy', status: 503 } : undefined),
  })

  const before = await scene.check()
  assert.deepEqual([before.state, outcomes(before)], ['short', { failed: arrived }])

  down = false
  const after = await scene.check()
  assert.deepEqual([after.state, outcomes(after)], ['complete', { fetched: arrived }])
})

test('while arXiv is late the day is pending, then stale, and whole when it comes', async () => {
  let late = true
  await using scene = await setUp({ shows: () => (late ? thursday : undefined) })
  scene.at('2026-11-20T01:30:00Z')
  const [evening, noon] = [await scene.check(), await scene.at(morning).check()]
  const night = await scene.at('2026-11-20T20:00:00Z').check()

  assert.deepEqual(
    [evening, noon, night].map(({ day, state }) => [day, state]),
    [
      [friday, 'pending'],
      [friday, 'pending'],
      [friday, 'stale'],
    ],
  )
  assert.match(night.reason, /still (shows|has the papers of) 2026-11-19/)
  assert.equal((await scene.ledger(thursday))[0]?.state, 'complete')

  late = false
  assert.equal((await scene.check()).state, 'complete')
})

test('roads that fail are noted as such, and one alone is no proof', async () => {
  const down = new Set(['listing', 'rss'])
  const fault = (_: URLSearchParams, __: number, road: string): Fault | undefined =>
    down.has(road) ? { kind: 'busy', status: 500 } : undefined
  await using scene = await setUp({ fault })
  scene.at('2026-11-20T20:00:00Z')
  const nothing = await scene.check()
  assert.deepEqual(brief(nothing), { state: 'failed', announced: 0, held: 0, missing: 0 })
  assert.match(nothing.reason, /answered 500/)

  down.delete('rss')
  const half = await scene.check()
  assert.deepEqual(brief(half), { state: 'failed', announced: arrived, held: arrived, missing: 0 })

  down.delete('listing')
  assert.equal((await scene.check()).state, 'complete')
})

test('the peace that one road asks for in vain is kept by the next', async () => {
  const times = new Map<string, number>()
  const scene = await setUp({
    fault: (_, __, road) => {
      times.set(road, scene.clock.now().getTime())
      return road === 'listing' ? { kind: 'busy', status: 429, retryAfter: '60' } : undefined
    },
  })
  await using _ = scene

  await scene.check()

  const [page = 0, feed = 0] = [times.get('listing'), times.get('rss')]
  assert.ok(feed - page >= 60_000, `${feed - page} ms`)
})

test('a page that is cut is not believed', async () => {
  await using scene = await setUp({
    fault: (_, __, road) => (road === 'listing' ? { kind: 'cut' } : undefined),
  })
  const line = await scene.at('2026-11-20T20:00:00Z').check()

  assert.equal(line.state, 'failed')
  assert.match(line.reason, /cannot be read/)
})

test('a check that was stopped goes on when it is asked again', async () => {
  for (let requests = 1; requests <= 3; requests++) {
    const stop = new AbortController()
    await using scene = await setUp({
      fault: (_, count) => {
        if (count === requests) stop.abort()
        return undefined
      },
    })
    await assert.rejects(scene.check(stop.signal), { name: 'AbortError' })

    assert.equal((await scene.check()).state, 'complete', `stopped at request ${requests}`)
  }
})

test('over a weekend the day is still Friday, and Saturday is no failure', async () => {
  await using scene = await setUp()
  const line = await scene.at('2026-11-22T12:00:00Z').check()
  const span = { from: friday, to: addDays(friday, 3), category: 'cs.LG' }

  assert.equal(`${line.day} ${line.state}`, '2026-11-20 complete')
  assert.deepEqual(
    (await ledgerOf(scene.store, span, scene.clock.now())).map(({ state }) => state),
    ['pending', 'holiday', 'holiday', 'complete'],
  )
})
