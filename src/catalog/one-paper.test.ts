import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeOne, merges, otherIds, paperOf, takeApart, uniteTwins } from '#catalog'
import { type PaperRecord, readPaperId } from '#paper'
import { openStore, type Store } from '#store'
import { edition, everything, keepAll, listed, newsOf } from '../../test/keeping.ts'
import { testOnBoth } from '../../test/testing.ts'

const preprint: PaperRecord = {
  id: readPaperId('2405.00001'),
  title: 'A Slow Clock for Fast Networks',
  abstract: 'We time networks.',
  authors: ['Ada Fielding', 'Emmy Ort'],
  categories: ['cs.LG'],
  publishedAt: '2024-05-07T10:00:00Z',
  asOf: '2024-05-08',
}
const article: PaperRecord = {
  id: readPaperId('acl:2024.acl-long.7'),
  title: 'A slow clock for fast networks',
  authors: ['A. Fielding', 'E. Ort'],
  venue: 'ACL 2024',
  doi: '10.18653/v1/2024.acl-long.7',
  publishedAt: '2024-08',
  asOf: '2024-08-11',
}
const here = readPaperId('2405.00001')
const there = readPaperId('acl:2024.acl-long.7')
const signal = new AbortController().signal
const now = new Date('2026-11-20T12:00:00Z')
const reason = 'a person says so'

testOnBoth('two papers made one have the fields of both, and both addresses', async (store) => {
  await keepBoth(store)

  await makeOne(store, { paper: there, into: here, reason }, now)

  const one = await paperOf(store, there)
  assert.equal(one?.id, here)
  assert.equal(one?.abstract, 'We time networks.')
  assert.equal(one?.venue, 'ACL 2024')
  assert.deepEqual(await otherIds(store, here), [there])
  assert.deepEqual((await newsOf(store)).slice(-2), [
    [there, 'merged'],
    [here, 'changed'],
  ])
  assert.deepEqual(
    (await merges(store, { paper: here })).map((made) => [made.paper, made.into, made.reason]),
    [[there, here, reason]],
  )
})

testOnBoth('taken apart, everything is as it was', async (store) => {
  await keepBoth(store)
  await edition(store, [there, here])
  const before = await state(store)
  await makeOne(store, { paper: there, into: here, reason }, now)
  assert.deepEqual(await listed(store), [here, here])

  const from = await takeApart(store, there, now)

  assert.equal(from, here)
  assert.deepEqual(await state(store), before)
  assert.deepEqual(await listed(store), [there, here])
  assert.notEqual((await merges(store))[0]?.undoneAt, null)
})

testOnBoth('what came in between is where it belongs after they are taken apart', async (store) => {
  const later = { ...article, venue: 'ACL 2024 (long papers)', asOf: '2024-09-01' }
  const revised = { ...preprint, abstract: 'We time networks again.', asOf: '2024-09-02' }
  await keepBoth(store)
  await makeOne(store, { paper: there, into: here, reason }, now)
  await keepAll(store, 'acl', [later])
  await keepAll(store, 'arxiv', [revised])
  const whole = await paperOf(store, here)

  await takeApart(store, there, now)

  assert.equal(whole?.venue, 'ACL 2024 (long papers)')
  assert.equal(whole?.abstract, 'We time networks again.')
  const [one, other] = [await paperOf(store, here), await paperOf(store, there)]
  assert.deepEqual([one?.venue, one?.abstract], ['', 'We time networks again.'])
  assert.deepEqual([other?.venue, other?.abstract], ['ACL 2024 (long papers)', ''])
})

testOnBoth('a third paper stays where it is when the second is taken apart', async (store) => {
  const third = readPaperId('doi:10.1000/7')
  await keepBoth(store)
  await keepAll(store, 'crossref', [{ id: third, title: 'Slow clocks', journalRef: 'J. Clocks 7' }])
  await edition(store, [third, there])
  await makeOne(store, { paper: third, into: there, reason }, now)
  await makeOne(store, { paper: there, into: here, reason }, now)
  assert.deepEqual(await otherIds(store, here), [there, third])

  await takeApart(store, there, now)

  assert.equal((await paperOf(store, third))?.id, here)
  assert.equal((await paperOf(store, here))?.journalRef, 'J. Clocks 7')
  assert.equal((await paperOf(store, there))?.journalRef, '')
  assert.deepEqual(await listed(store), [here, there])
})

testOnBoth('the same paper from two places is found by its title and authors', async (store) => {
  await keepBoth(store)

  assert.equal(await uniteTwins(store, signal, now), 1)

  assert.equal((await paperOf(store, there))?.id, here)
  assert.equal((await merges(store))[0]?.reason, 'the same title and authors')
  assert.equal(await uniteTwins(store, signal, now), 0)
})

testOnBoth('two that a person took apart stay apart', async (store) => {
  await keepBoth(store)
  await uniteTwins(store, signal, now)
  await takeApart(store, there, now)

  await keepAll(store, 'acl', [{ ...article, venue: 'ACL', asOf: '2025-01-01' }])

  assert.equal(await uniteTwins(store, signal, now), 0)
  assert.equal((await paperOf(store, there))?.id, there)
})

const cases: [
  what: string,
  one: Partial<PaperRecord>,
  other: Partial<PaperRecord>,
  same: boolean,
][] = [
  [
    'a DOI that both have',
    { doi: '10.1000/ABC' },
    { title: 'Slow clocks in networks', doi: '10.1000/abc' },
    true,
  ],
  [
    'a DOI that is the other’s id',
    { doi: '10.1000/7' },
    { id: readPaperId('doi:10.1000/7') },
    true,
  ],
  [
    'a DOI, and nothing else in common',
    { doi: '10.1000/7' },
    { title: 'On Ladders', authors: ['Wen Li'], doi: '10.1000/7' },
    false,
  ],
  ['a title, by other people', {}, { authors: ['Wen Li', 'Sofia Reed'] }, false],
  [
    'a title of long ago, by the same three',
    { authors: ['A. Fielding', 'E. Ort', 'Wen Li'] },
    { authors: ['Ada Fielding', 'Emmy Ort', 'W. Li'], publishedAt: '2009' },
    true,
  ],
  ['a title of long ago', {}, { publishedAt: '2009' }, false],
  ['two of arXiv’s own', {}, { id: readPaperId('2407.00009') }, false],
  ['a title that is none', { title: 'Preface' }, { title: 'Preface' }, false],
]

for (const [what, one, other, same] of cases) {
  test(`${what}: ${same ? 'one paper' : 'two papers'}`, async () => {
    await using store = await openStore(':memory:')
    await keepAll(store, 'arxiv', [{ ...preprint, ...one }])
    await keepAll(store, 'acl', [{ ...article, ...other }])

    assert.equal(await uniteTwins(store, signal, now), same ? 1 : 0)
  })
}

async function keepBoth(store: Store) {
  await keepAll(store, 'arxiv', [preprint])
  await keepAll(store, 'acl', [article])
}

/** All that is kept of papers, but for the news. */
const state = async (store: Store) => (await everything(store)).slice(0, 3)
