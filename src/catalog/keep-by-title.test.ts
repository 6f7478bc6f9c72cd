import assert from 'node:assert/strict'
import { paperOf, papersBy } from '#catalog'
import { type PaperRecord, provisionalId, readPaperId } from '#paper'
import { edition, keepAll, listed, newsOf } from '../../test/keeping.ts'
import { testOnBoth } from '../../test/testing.ts'

const clocks = readPaperId('2405.90001')
const lamps = readPaperId('2406.90002')

const record: PaperRecord = {
  id: clocks,
  title: 'A Slow Clock for Fast Networks',
  abstract: 'We time networks.',
  authors: ['Ada Fielding', 'Emmy Ort'],
  categories: ['cs.LG', 'stat.ML'],
  publishedAt: '2024-05-07T10:00:00Z',
  updatedAt: '2024-05-07T10:00:00Z',
  asOf: '2024-05-08',
}
const titleOnly: PaperRecord = { title: 'A slow clock for fast networks' }
const standIn = provisionalId(titleOnly.title)

testOnBoth('a title alone waits under a provisional id', async (store) => {
  const kept = await keepAll(store, 'saved-page', [titleOnly])

  assert.deepEqual(kept.papers, [standIn])
  assert.equal((await paperOf(store, standIn))?.title, titleOnly.title)
})

testOnBoth(
  'a title that waited becomes the paper that has it, with its editions',
  async (store) => {
    await keepAll(store, 'saved-page', [{ ...titleOnly, comments: 'seen on a page' }])
    await edition(store, [standIn])

    const kept = await keepAll(store, 'arxiv', [record])

    assert.deepEqual(kept, { added: 1, changed: 0, unchanged: 0, papers: [clocks] })
    assert.equal((await paperOf(store, standIn))?.id, clocks)
    assert.equal((await paperOf(store, clocks))?.comments, 'seen on a page')
    assert.deepEqual(await listed(store), [clocks])
    assert.deepEqual(await newsOf(store), [
      [standIn, 'new'],
      [clocks, 'new'],
      [standIn, 'merged'],
    ])
  },
)

testOnBoth('a title finds the paper that is there', async (store) => {
  await keepAll(store, 'arxiv', [record])
  const kept = await keepAll(store, 'saved-page', [titleOnly])

  assert.deepEqual(kept, { added: 0, changed: 0, unchanged: 1, papers: [clocks] })
})

testOnBoth('a title finds its paper again after the paper took another', async (store) => {
  await keepAll(store, 'saved-page', [titleOnly])
  await keepAll(store, 'arxiv', [record])
  const renamed = { ...record, title: 'Clocks, Revised', asOf: '2024-07-01' }
  await keepAll(store, 'arxiv', [renamed])

  assert.deepEqual((await keepAll(store, 'saved-page', [titleOnly])).papers, [clocks])
  assert.equal((await paperOf(store, clocks))?.title, 'Clocks, Revised')
})

testOnBoth('an old title that nobody asked for yet finds its paper too', async (store) => {
  await keepAll(store, 'arxiv', [
    record,
    { ...record, title: 'Clocks, Revised', asOf: '2024-07-01' },
  ])
  await keepAll(store, 'arxiv', [{ ...record, title: 'Clocks, Once More', asOf: '2024-08-01' }])

  const { papers } = await keepAll(store, 'saved-page', [titleOnly, { title: 'Clocks Revised' }])

  assert.deepEqual(papers, [clocks, clocks])
})

testOnBoth(
  'within one batch it does not matter whether title or paper comes first',
  async (store) => {
    const { papers, ...counts } = await keepAll(store, 'corpus', [titleOnly, record, titleOnly])

    assert.deepEqual(papers, [clocks, clocks, clocks])
    assert.deepEqual(counts, { added: 1, changed: 0, unchanged: 0 })
    assert.deepEqual(await newsOf(store), [[clocks, 'new']])
  },
)

testOnBoth(
  'a title that two papers share waits, unless the day tells them apart',
  async (store) => {
    const twin = { ...record, id: lamps, publishedAt: '2024-06-09T10:00:00Z' }
    await keepAll(store, 'arxiv', [record, twin])

    assert.deepEqual((await keepAll(store, 'saved-page', [titleOnly])).papers, [standIn])
    await edition(store, [standIn])
    await keepAll(store, 'arxiv', [{ ...record, comments: 'seen again', asOf: '2025-01-01' }])
    assert.deepEqual(await listed(store), [standIn], 'neither of them takes it')

    const dated = { ...titleOnly, publishedAt: '2024-06-09' }
    assert.deepEqual((await keepAll(store, 'saved-page', [dated])).papers, [lamps])
    assert.deepEqual(await listed(store), [lamps])
  },
)

testOnBoth(
  'of twins in arXiv and in proceedings, a title means the one in arXiv',
  async (store) => {
    const twin = { ...record, id: readPaperId('acl:Q24-9001'), publishedAt: '2024' }
    await keepAll(store, 'corpus', [twin])
    await keepAll(store, 'arxiv', [record])

    assert.deepEqual((await keepAll(store, 'saved-page', [titleOnly])).papers, [clocks])
  },
)

testOnBoth('what became another paper is that paper, also for later records', async (store) => {
  await keepAll(store, 'saved-page', [titleOnly])
  await keepAll(store, 'arxiv', [record])

  const { papers } = await keepAll(store, 'corpus', [
    { ...titleOnly, venue: 'Clocks 2024' },
    { id: standIn, title: titleOnly.title },
  ])

  assert.deepEqual(papers, [clocks, clocks])
  assert.equal((await paperOf(store, clocks))?.venue, 'Clocks 2024')
  assert.deepEqual(await papersBy(store, 'ada-fielding', { skip: 0, count: 9 }), [
    await paperOf(store, clocks),
  ])
})
