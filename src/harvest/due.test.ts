import assert from 'node:assert/strict'
import { harvest, isDue, type Source } from '#harvest'
import type { Store } from '#store'
import { testOnBoth } from '../../test/testing.ts'

const readTo = (place: object): Source => ({
  name: 'arxiv:cs',
  origin: 'arxiv',
  async *batches() {
    yield { records: [], place: JSON.stringify(place) }
  },
})
const source = readTo({ from: '2026-11-13', day: '2026-11-19', done: true })

testOnBoth('a source that was never harvested is due', async (store) => {
  assert.equal(await isDue(store, source), true)
})

testOnBoth('after an announcement a source is due three times, and not again', async (store) => {
  // Thursday 19 November 2026, 22:30 in Ithaca, is 03:30 UTC.
  await harvestAt(store, '2026-11-19T20:00:00Z')
  assert.equal(await isDue(store, source, new Date('2026-11-20T03:29:59Z')), false)

  for (const moment of ['2026-11-20T03:30:00Z', '2026-11-20T06:30:00Z', '2026-11-20T12:30:00Z']) {
    assert.equal(await isDue(store, source, new Date(moment)), true, moment)
    await harvestAt(store, moment)
    assert.equal(await isDue(store, source, new Date(moment)), false, moment)
  }
})

testOnBoth('nothing is due on quiet evenings', async (store) => {
  await harvestAt(store, '2026-11-20T12:30:00Z')

  for (const quiet of ['2026-11-21T12:00:00Z', '2026-11-22T12:00:00Z', '2026-11-23T03:00:00Z']) {
    assert.equal(await isDue(store, source, new Date(quiet)), false, quiet)
  }
  assert.equal(await isDue(store, source, new Date('2026-11-23T03:30:00Z')), true)
})

testOnBoth('a source that rested for a week is due at once, also on a Saturday', async (store) => {
  await harvestAt(store, '2026-11-13T12:30:00Z')

  assert.equal(await isDue(store, source, new Date('2026-11-21T18:00:00Z')), true)
})

testOnBoth('a harvest that was stopped midway is due at once', async (store) => {
  const midway = readTo({ from: '2026-11-13', day: '2026-11-14', token: 'more' })
  await harvestAt(store, '2026-11-20T03:31:00Z', midway)

  assert.equal(await isDue(store, source, new Date('2026-11-20T03:32:00Z')), true)
})

const harvestAt = (store: Store, now: string, from = source) =>
  harvest(store, from, new AbortController().signal, { now: new Date(now) })
