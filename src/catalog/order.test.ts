import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keep } from '#catalog'
import { dayOf, type PaperRecord, readPaperId } from '#paper'
import { openStore } from '#store'
import { seeded, shuffled } from '../../test/seeded.ts'

const day = (text: string) => dayOf(new Date(text))

/** What sources say of three papers, some of it without an id, some of it contradictory. */
const accounts: readonly (readonly [origin: string, record: PaperRecord])[] = [
  ['saved-page', { title: 'A Slow Clock', publishedAt: '2024-05-09', comments: 'on a page' }],
  ['saved-page', { title: 'a slow clock!' }],
  ['saved-page', { title: 'Clocks, Revised' }],
  ['saved-page', { title: 'Lamps', publishedAt: '2024-06' }],
  ['saved-page', { title: 'Nobody Knows This One' }],
  ['starter', { id: readPaperId('2405.90001'), title: 'A Slow Clock', summary: 'On clocks.' }],
  [
    'arxiv',
    {
      id: readPaperId('2405.90001'),
      title: 'A Slow Clock',
      authors: ['Ada Fielding'],
      categories: ['cs.LG'],
      publishedAt: '2024-05-07T10:00:00Z',
      updatedAt: '2024-05-07T10:00:00Z',
      asOf: '2024-05-08',
    },
  ],
  [
    'arxiv',
    {
      id: readPaperId('2405.90001'),
      title: 'Clocks, Revised',
      authors: ['Ada Fielding', 'Emmy Ort'],
      categories: ['cs.LG', 'cs.DC'],
      publishedAt: '2024-05-07T10:00:00Z',
      updatedAt: '2024-06-07T10:00:00Z',
      asOf: '2024-06-08',
    },
  ],
  [
    'arxiv',
    { id: readPaperId('2405.90001'), title: 'A Slow Clock', doi: '10.5555/1', asOf: '2024-05-20' },
  ],
  [
    'arxiv',
    { id: readPaperId('2405.90001'), title: 'A Slow Clock', doi: '10.5555/2', asOf: '2024-05-20' },
  ],
  [
    'corpus',
    { id: readPaperId('2405.90001'), title: 'A Slow  Clock', venue: 'V', asOf: '2025-01-01' },
  ],
  ['corpus', { id: readPaperId('2406.90002'), title: 'Lamps', day: day('2024-06-12') }],
  [
    'corpus',
    { id: readPaperId('2406.90002'), title: 'Lamps', day: day('2024-06-10'), asOf: '2025' },
  ],
  ['elsewhere', { id: readPaperId('2406.90002'), title: 'Lamps', license: 'a', authors: ['X'] }],
  ['nowhere', { id: readPaperId('2406.90002'), title: 'Lamps', license: 'a', authors: ['Y'] }],
  ['snapshot', { id: readPaperId('acl:Q24-9003'), title: 'Candles', publishedAt: '2024' }],
  ['snapshot', { id: readPaperId('acl:Q24-9003'), title: 'Candles', publishedAt: '2024-01' }],
]

test('whatever the order in which records come, the papers are the same', async () => {
  const random = seeded(20261120)
  const wanted = await papersAfter(accounts.map((account) => [account]))

  for (let round = 0; round < 40; round++) {
    const batches = cut(shuffled([...accounts, ...accounts.slice(0, 5)], random), random)
    assert.deepEqual(await papersAfter(batches), wanted, JSON.stringify(batches))
  }
})

/** All that stands in the catalogue after these batches, and where every title leads. */
async function papersAfter(batches: readonly (readonly (readonly [string, PaperRecord])[])[]) {
  await using store = await openStore(':memory:')
  for (const batch of batches) {
    for (const [origin, told] of Map.groupBy(batch, ([name]) => name)) {
      const records = told.map(([, record]) => record)
      await store.transaction().execute((within) => keep(within, origin, records))
    }
  }
  const papers = await store
    .selectFrom('papers')
    .selectAll()
    .where('mergedInto', 'is', null)
    .orderBy('id')
    .execute()
  const titles = accounts.map(([, { title }]) => ({ title }))
  const { papers: ids } = await keep(store, 'saved-page', titles)
  return {
    papers: papers.map(({ keptAt: _kept, origins, ...paper }) => [
      paper,
      JSON.parse(origins).toSorted(),
    ]),
    ids,
    authorships: await store
      .selectFrom('authorships')
      .selectAll()
      .orderBy('paper')
      .orderBy('position')
      .execute(),
    listings: await store
      .selectFrom('listings')
      .selectAll()
      .orderBy('paper')
      .orderBy('category')
      .execute(),
  }
}

function cut<T>(all: readonly T[], random: () => number): T[][] {
  const batches: T[][] = [[]]
  for (const one of all) {
    if (random() < 0.4) batches.push([])
    batches.at(-1)?.push(one)
  }
  return batches
}
