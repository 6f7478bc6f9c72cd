import assert from 'node:assert/strict'
import { keep, entriesOf, keepEdition, paperOf, papersBy, papersUnder } from '#catalog'
import { isDay, type PaperId, type PaperRecord, provisionalId, readPaperId } from '#paper'
import type { Store } from '#store'
import { testOnBoth } from '../../test/testing.ts'

const clocks = readPaperId('2405.90001')
const lamps = readPaperId('2406.90002')
const now = new Date('2026-11-20T12:00:00Z')

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

testOnBoth('a paper is kept with all that is told, and where it came from', async (store) => {
  const kept = await keepAll(store, 'arxiv', [record])

  assert.deepEqual(kept, { added: 1, changed: 0, unchanged: 0, papers: [clocks] })
  assert.deepEqual(await paperOf(store, clocks), {
    id: clocks,
    title: 'A Slow Clock for Fast Networks',
    abstract: 'We time networks.',
    summary: '',
    authors: ['Ada Fielding', 'Emmy Ort'],
    categories: ['cs.LG', 'stat.ML'],
    publishedAt: '2024-05-07T10:00:00Z',
    updatedAt: '2024-05-07T10:00:00Z',
    day: '2024-05-08',
    comments: '',
    journalRef: '',
    doi: '',
    license: '',
    venue: '',
    origins: {
      title: 'arxiv',
      abstract: 'arxiv',
      authors: 'arxiv',
      categories: 'arxiv',
      publishedAt: 'arxiv',
      updatedAt: 'arxiv',
    },
  })
})

testOnBoth('keeping the same again changes nothing and makes no news', async (store) => {
  await keepAll(store, 'arxiv', [record])
  const before = await everything(store)

  const kept = await keepAll(store, 'arxiv', [record, record])

  assert.deepEqual(kept, { added: 0, changed: 0, unchanged: 1, papers: [clocks, clocks] })
  assert.deepEqual(await everything(store), before)
})

testOnBoth('nothing to keep is nothing kept', async (store) => {
  assert.deepEqual(await keepAll(store, 'arxiv', []), {
    added: 0,
    changed: 0,
    unchanged: 0,
    papers: [],
  })
})

testOnBoth('of each field the source that is trusted more is believed', async (store) => {
  await keepAll(store, 'arxiv', [{ id: clocks, title: 'By arXiv' }])
  await keepAll(store, 'corpus', [{ ...record, title: 'By a corpus', venue: 'Clocks 2024' }])

  const paper = await paperOf(store, clocks)
  assert.equal(paper?.title, 'By arXiv')
  assert.equal(paper.abstract, 'We time networks.')
  assert.equal(paper.origins.title, 'arxiv')
  assert.equal(paper.origins.abstract, 'corpus')
  assert.equal(paper.origins.venue, 'corpus')
})

testOnBoth('of one source the later account is believed, whichever comes first', async (store) => {
  const second = {
    ...record,
    title: 'A Clock',
    updatedAt: '2024-06-01T00:00:00Z',
    asOf: '2024-06-02',
  }
  const between = { id: clocks, title: record.title, comments: 'accepted', asOf: '2024-05-20' }
  const first = { ...record, comments: 'submitted' }

  await keepAll(store, 'arxiv', [second])
  await keepAll(store, 'arxiv', [first])
  await keepAll(store, 'arxiv', [between])

  const paper = await paperOf(store, clocks)
  assert.equal(paper?.title, 'A Clock')
  assert.equal(paper.comments, 'accepted')
})

testOnBoth('a day is known better than a month, whoever says it', async (store) => {
  await keepAll(store, 'arxiv', [{ id: clocks, title: 'T', publishedAt: '2024-05' }])
  await keepAll(store, 'saved-page', [{ id: clocks, title: 'T', publishedAt: '2024-05-07' }])

  const paper = await paperOf(store, clocks)
  assert.equal(paper?.publishedAt, '2024-05-07')
  assert.equal(paper.origins.publishedAt, 'saved-page')
  assert.equal(paper.day, '2024-05-07')
})

testOnBoth('a source that only confirms what we know is no news', async (store) => {
  await keepAll(store, 'corpus', [record])
  const kept = await keepAll(store, 'arxiv', [record])

  assert.deepEqual(kept, { added: 0, changed: 0, unchanged: 1, papers: [clocks] })
  assert.equal((await paperOf(store, clocks))?.origins.title, 'arxiv')
  assert.deepEqual(await newsOf(store), [[clocks, 'new']])
})

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

testOnBoth('a paper of 3,000 authors in every category twice is kept whole', async (store) => {
  const authors = Array.from({ length: 3000 }, (_, i) => `Author ${i % 2990}`)
  const categories = ['hep-ex', 'hep-ph', 'hep-ex']
  await keepAll(store, 'arxiv', [
    { ...record, authors, categories },
    { ...record, id: lamps },
  ])

  assert.equal((await paperOf(store, clocks))?.authors.length, 3000)
  assert.equal((await papersBy(store, 'author-2989', { skip: 0, count: 9 })).length, 1)
  assert.equal((await papersBy(store, 'author-5', { skip: 0, count: 9 })).length, 1)
  assert.equal((await papersUnder(store, 'hep-ex', { skip: 0, count: 9 })).length, 1)
})

testOnBoth('authors and categories that are gone are gone from the lists', async (store) => {
  await keepAll(store, 'arxiv', [record])
  const changed = {
    ...record,
    authors: ['Ada Fielding'],
    categories: ['cs.CL'],
    asOf: '2025-01-01',
  }
  await keepAll(store, 'arxiv', [changed])

  assert.deepEqual(await papersBy(store, 'emmy-ort', { skip: 0, count: 9 }), [])
  assert.deepEqual(await papersUnder(store, 'stat.ML', { skip: 0, count: 9 }), [])
  assert.equal((await papersUnder(store, 'cs.CL', { skip: 0, count: 9 })).length, 1)
})

const keepAll = (store: Store, origin: string, records: readonly PaperRecord[]) =>
  store.transaction().execute((within) => keep(within, origin, records, now))

async function edition(store: Store, papers: readonly PaperId[]) {
  const day = '2026-11-20'
  if (!isDay(day)) return
  const entries = papers.map((paper) => ({ paper, section: '', shown: {} }))
  await keepEdition(store, { id: 'page', name: 'A page', day, note: '' }, 'saved-page', entries)
}

const listed = async (store: Store) => (await entriesOf(store, 'page')).map(({ paper }) => paper)

async function newsOf(store: Store) {
  const rows = await store
    .selectFrom('changes')
    .select(['paper', 'kind'])
    .orderBy('place')
    .execute()
  return rows.map(({ paper, kind }) => [paper, kind])
}

const everything = async (store: Store) =>
  Promise.all([
    store.selectFrom('papers').selectAll().orderBy('id').execute(),
    store.selectFrom('authorships').selectAll().orderBy('paper').orderBy('position').execute(),
    store.selectFrom('listings').selectAll().orderBy('paper').orderBy('category').execute(),
    store.selectFrom('changes').selectAll().orderBy('place').execute(),
  ])
