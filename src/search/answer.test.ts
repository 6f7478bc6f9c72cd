import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type PaperId, readPaperId } from '#paper'
import { openSearch, type Query } from '#search'
import { openStore } from '#store'
import { aDay } from '../../test/site.ts'
import { aPaper, ids, keepAll, searchOver, shelf } from '../../test/shelf.ts'

const asPapers = (text: string, more: Partial<Query> = {}): Query => ({
  text,
  as: 'papers',
  ...more,
})

test('a paper that is there twice is shown once, with its other id', async (context) => {
  const long =
    'Tomatoes taste of the sun that they grew in, of the soil, and of the hand that picked them.'
  const { search } = await searchOver(context, [
    aPaper('2405.00001', 'On the taste of tomatoes', long, { authors: ['Ada Müller'] }),
    aPaper('acl:2024.food-1.1', 'On the Taste of Tomatoes.', '', { authors: ['A. Muller'] }),
    aPaper('2405.00002', 'On the taste of tomatoes', 'By someone else.', { authors: ['Kim Lee'] }),
    aPaper('2405.00003', 'The taste of tomatoes, revisited', `${long} Again.`, {
      authors: ['Ada Müller'],
    }),
  ])
  await search.refresh()

  const { hits, total } = await search.find(asPapers('taste of tomatoes'))

  const shown = hits.map(({ id, others = [] }) => [id, ...others].toSorted())
  assert.deepEqual(
    new Set(shown.map((same) => same.join(' '))),
    new Set(['2405.00001 2405.00003 acl:2024.food-1.1', '2405.00002']),
  )
  assert.equal(total, 2)
})

test('whoever turns the page goes on in the same list, whatever came in meanwhile', async (context) => {
  const { store, search } = await searchOver(
    context,
    Array.from({ length: 6 }, (_, i) => aPaper(`2405.0000${i}`, `Tomato ${i}`, 'Red and round.')),
  )
  await search.refresh()
  const first = await search.find({ text: 'tomato', count: 3 })

  await keepAll(store, [aPaper('2406.00001', 'Tomato tomato tomato', 'Tomato.')])
  await search.refresh()
  const next = await search.find({ text: 'tomato', count: 3, skip: 3, list: first.list })

  const seen = [...first.hits, ...next.hits].map(({ id }) => id)
  assert.equal(new Set(seen).size, 6)
  assert.ok(!seen.includes(readPaperId('2406.00001')))
  assert.equal((await search.find({ text: 'tomato', list: 'unknown' })).total, 7)
})

test('of papers that answer as well, the newer and the picked stand first, and say so', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  context.after(() => rmSync(folder, { recursive: true }))
  await using store = await openStore(':memory:')
  const days = ['2020-01-01', '2026-11-01', '2024-01-01']
  await keepAll(
    store,
    days.map((day, i) => aPaper(`2405.0000${i}`, 'Tomato', 'Red.', { publishedAt: day })),
  )
  await store
    .insertInto('picks')
    .values({
      paper: readPaperId('2405.00000'),
      topic: '',
      day: aDay('2020-01-01'),
      position: 0,
      line: '',
      lineBy: '',
      pickedAt: '2020-01-01T00:00:00Z',
    })
    .execute()
  const heat = new Map<PaperId, number>([[readPaperId('2405.00002'), 3]])
  await using search = await openSearch(store, {
    folder,
    standings: {
      heat: () => Promise.resolve(heat),
    },
    now: () => new Date('2026-11-20T12:00:00Z'),
  })
  await search.refresh()

  const { hits, sorts } = await search.find({ text: 'red' })

  assert.deepEqual(
    hits.map(({ id }) => id),
    ['2405.00000', '2405.00001', '2405.00002'],
  )
  assert.deepEqual(
    hits.map(({ why }) => [why?.picks, why?.freshness.toFixed(4)]),
    [
      [0.06, '0.0005'],
      [0, '0.0579'],
      [0, '0.0081'],
    ],
  )
  assert.deepEqual(sorts, ['relevance', 'date', 'trending'])
  assert.equal((await ids(search, { text: 'red', sort: 'trending' }))[0], '2405.00002')
  assert.deepEqual(await ids(search, 'is:picked'), ['2405.00000'])
  assert.deepEqual(await ids(search, 'red -is:picked on:2026'), ['2405.00001'])
})

test('facets count each kind once a paper, and leave out what all share', async (context) => {
  const { search } = await searchOver(context, [
    ...shelf,
    aPaper('acl:2024.food-1.1', 'Language models of bread', '', { categories: ['cs.CL'] }),
  ])
  await search.refresh()

  const { facets } = await search.find(asPapers('"language models"'))

  assert.deepEqual(facets, {
    of: 3,
    years: [{ value: '2024', demand: 'on:2024', count: 2 }],
    categories: [
      { value: 'cs.CL', demand: 'cat:cs.CL', count: 2 },
      { value: 'cs.LG', demand: 'cat:cs.LG', count: 2 },
    ],
    sources: [
      { value: 'arxiv', demand: 'source:arxiv', count: 2 },
      { value: 'acl', demand: 'source:acl', count: 1 },
    ],
    code: [],
  })
  assert.deepEqual(await ids(search, '"language models" source:acl'), ['acl:2024.food-1.1'])
  assert.equal((await ids(search, 'source:arxiv')).length, 4)
  assert.equal((await ids(search, '-source:arxiv "models"')).length, 1)
})

test('an author within a year is that author’s papers of the year', async (context) => {
  const { search } = await searchOver(context, shelf)
  await search.refresh()

  assert.deepEqual(await ids(search, 'Ada Müller on:2024-02'), ['2402.00003'])
  assert.deepEqual(await ids(search, 'Ada Müller cat:physics.bio-ph'), ['2401.00001'])
})
