import assert from 'node:assert/strict'
import { dayOf, readPaperId } from '#paper'
import type { Store } from '#store'
import { keepAll } from '../../test/keeping.ts'
import { testOnBoth } from '../../test/testing.ts'
import { type Announced, totalsOf } from './announced.ts'
import { ledgerOf, noteAnnounced, noteRepairs } from './ledger.ts'
import type { Check } from './ledger-state.ts'

const day = dayOf(new Date('2026-11-20'))
const friday = { category: 'cs.LG', day }
const now = new Date('2026-11-20T02:00:00Z')
const at = '2026-11-20T01:30:00.000Z'
const [one, two, changed] = ['2611.10001', '2611.10002', '2501.00001'].map(readPaperId)
assert.ok(one && two && changed)
const announced: Announced[] = [
  { id: one, kind: 'new' },
  { id: two, kind: 'cross' },
  { id: changed, kind: 'replace' },
]

testOnBoth('a paper that two interfaces announce is announced once', async (store) => {
  await note(store, 'rss', announced)
  await note(store, 'listing', announced)
  await keepAll(store, 'arxiv', [{ id: one, title: 'One' }])

  assert.deepEqual(await ledgerOf(store, { from: day, to: day }, now), [
    {
      category: 'cs.LG',
      day,
      state: 'short',
      reason: '1 of 2 announced papers are not held',
      announced: 2,
      held: 1,
      totals: { new: 1, cross: 1, replace: 1 },
      missing: [two],
      checks: [check('listing', announced), check('rss', announced)],
      repairs: [],
      knownAt: at,
    },
  ])
})

testOnBoth('what comes to be held makes the day complete by itself', async (store) => {
  await note(store, 'listing', announced)
  await keepAll(store, 'arxiv', [
    { id: one, title: 'One' },
    { id: two, title: 'Two' },
  ])

  assert.deepEqual(await brief(store), ['complete 2 of 2'])
})

testOnBoth('papers that only the page’s heading counts are missing too', async (store) => {
  const counted = { ...check('listing', announced), totals: { new: 5, cross: 1, replace: 0 } }
  await store.transaction().execute((within) => noteAnnounced(within, friday, counted, announced))
  await keepAll(store, 'arxiv', [
    { id: one, title: 'One' },
    { id: two, title: 'Two' },
  ])

  assert.deepEqual(await brief(store), ['short 2 of 6'])
})

testOnBoth('an answer is not undone by a failure, nor a paper by its absence', async (store) => {
  await note(store, 'listing', announced)
  await note(store, 'listing', [], 'failed')
  const [failed] = await ledgerOf(store, { from: day, to: day }, now)
  assert.deepEqual(failed?.checks, [check('listing', announced)])

  await note(store, 'listing', announced.slice(0, 1))
  assert.deepEqual(await brief(store), ['short 0 of 2'])

  await note(store, 'rss', [], 'failed')
  await note(store, 'rss', announced)
  const [line] = await ledgerOf(store, { from: day, to: day }, now)
  assert.deepEqual(
    line?.checks.map(({ outcome }) => outcome),
    ['answered', 'answered'],
  )
})

testOnBoth('every day of a span has its line, and every repair', async (store) => {
  await note(store, 'listing', announced)
  await store
    .transaction()
    .execute((within) =>
      noteRepairs(within, 'cs.LG', [{ day, paper: two, outcome: 'unknown', at }]),
    )
  await store
    .transaction()
    .execute((within) =>
      noteRepairs(within, 'cs.LG', [{ day, paper: two, outcome: 'fetched', at }]),
    )

  const span = { from: day, to: dayOf(new Date('2026-11-23')) }
  const lines = await ledgerOf(store, { ...span, category: 'cs.LG' }, now)

  assert.deepEqual(
    lines.map((line) => `${line.day} ${line.state}`),
    ['2026-11-23 pending', '2026-11-22 holiday', '2026-11-21 holiday', '2026-11-20 short'],
  )
  assert.deepEqual(lines.at(-1)?.repairs, [{ paper: two, outcome: 'fetched', at }])
  assert.deepEqual(await ledgerOf(store, { ...span, category: 'cs.CL' }, now).then(states), [
    'pending',
    'holiday',
    'holiday',
    'pending',
  ])
})

const states = (lines: readonly { state: string }[]) => lines.map(({ state }) => state)

const check = (source: 'rss' | 'listing', said: readonly Announced[]): Check => ({
  source: `arxiv:${source}`,
  outcome: 'answered',
  totals: totalsOf(said),
  evidence: 'seen',
  checkedAt: at,
})

const note = (
  store: Store,
  source: 'rss' | 'listing',
  said: readonly Announced[],
  outcome: Check['outcome'] = 'answered',
) =>
  store
    .transaction()
    .execute((within) => noteAnnounced(within, friday, { ...check(source, said), outcome }, said))

const brief = async (store: Store) =>
  (await ledgerOf(store, { from: day, to: day }, now)).map(
    ({ state, held, announced: all }) => `${state} ${held} of ${all}`,
  )
