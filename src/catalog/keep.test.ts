import assert from 'node:assert/strict'
import { paperOf, papersBy, papersUnder } from '#catalog'
import { type PaperRecord, readPaperId } from '#paper'
import { everything, keepAll, newsOf } from '../../test/keeping.ts'
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
    standing: '',
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

testOnBoth('two who tell of one paper at the same time are both heard', async (store) => {
  await keepAll(store, 'corpus', [record])
  const fields = ['comments', 'doi', 'venue', 'license', 'journalRef', 'summary'] as const

  await Promise.all(
    fields.map((field) => keepAll(store, 'corpus', [{ ...record, [field]: `of ${field}` }])),
  )

  const paper = await paperOf(store, clocks)
  assert.deepEqual(
    fields.map((field) => paper?.[field]),
    fields.map((field) => `of ${field}`),
  )
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
