import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { XMLValidator } from 'fast-xml-parser'
import { arxivPapers, harvest } from '#harvest'
import type { PaperRecord } from '#paper'
import { openSearch } from '#search'
import { surfaces } from '../../cli/surfaces.ts'
import { fastClock } from '../../../test/arxiv/clock.ts'
import { serving } from '../../../test/serving.ts'
import { keepAll, openSite, paperOn } from '../../../test/site.ts'
import { openPostgres } from '../../../test/testing.ts'

const paper = (id: string, title: string, more: Partial<PaperRecord> = {}) =>
  paperOn('2026-11-20', id, {
    title,
    abstract: 'Nothing else is said.',
    authors: ['Nobody Else'],
    ...more,
  })

/** A shelf on which every field, operator and order tells papers apart. */
const shelf = [
  paper('2601.00001', 'Ferries learn to wait', {
    authors: ['Adrian Del Maestro'],
    categories: ['cs.LG', 'stat.ML'],
    publishedAt: '2026-01-05T10:00:00Z',
    updatedAt: '2026-11-01T10:00:00Z',
    comments: '12 pages, checkerboard',
  }),
  paper('2601.00002', 'Quantum ferries', {
    authors: ['Ada Lovelace'],
    categories: ['quant-ph'],
    publishedAt: '2026-01-05T12:30:00Z',
    updatedAt: '2026-01-05T12:30:00Z',
    journalRef: 'Journal of Ferries 7',
    doi: '10.1000/ferry.2',
  }),
  paper('2602.00003', 'Deep neural waiting', {
    abstract: 'Ferries and neurons wait and learn deep.',
    categories: ['cs.LG'],
    publishedAt: '2026-02-10T00:00:00Z',
    updatedAt: '2026-02-10T00:00:00Z',
  }),
  paper('2602.00004', 'Neurology of bread', {
    categories: ['q-bio.NC'],
    publishedAt: '2026-02-11T23:59:00Z',
    updatedAt: '2026-03-01T00:00:00Z',
  }),
]

async function openShelf() {
  const site = await openSite(shelf)
  await site.search.refresh()
  const ask = async (query: Record<string, string>) => {
    const answer = await site.get(`/api/query?${new URLSearchParams(query).toString()}`)
    const text = await answer.text()
    assert.equal(XMLValidator.validate(text), true)
    return { answer, text }
  }
  /** The ids of the entries, without the month. */
  const idsOf = async (search_query: string, more: Record<string, string> = {}) =>
    [
      ...(await ask({ search_query, ...more })).text.matchAll(
        /<id>http:\/\/arxiv\.org\/abs\/\d+\.0*(\d+)v/g,
      ),
    ].map(([, id]) => Number(id))
  return { ...site, ask, idsOf, [Symbol.asyncDispose]: site[Symbol.asyncDispose] }
}

test('a query means what it means at arXiv', async () => {
  await using site = await openShelf()
  const cases: [string, number[]][] = [
    ['ferries', [1, 2, 3]],
    ['all:ferries', [1, 2, 3]],
    ['ti:ferries', [1, 2]],
    ['ti:ferries AND ti:quantum', [2]],
    ['ti:ferries ANDNOT ti:quantum', [1]],
    ['ti:quantum OR ti:bread', [2, 4]],
    ['ti:quantum bread', [2, 4]],
    ['ti:bread OR ti:ferries AND ti:quantum', [2, 4]],
    ['(ti:bread OR ti:ferries) AND cat:cs.LG', [1]],
    ['ti:(bread quantum)', [2, 4]],
    ['ti:(ferries AND learn)', [1]],
    ['ANDNOT ti:ferries', [3, 4]],
    ['au:del_maestro', [1]],
    ['au:"Del Maestro"', [1]],
    ['au:maestro AND au:adrian', [1]],
    ['ti:"learn to wait"', [1]],
    ['ti:"wait to learn"', []],
    ['abs:"wait and learn"', [3]],
    ['co:checkerboard', [1]],
    ['jr:ferries', [2]],
    ['cat:cs.LG', [1, 3]],
    ['cat:cs.*', [1, 3]],
    ['cat:quant-ph', [2]],
    ['id:2602.00004', [4]],
    ['doi:10.1000/FERRY.2', [2]],
    ['rn:LA-UR-94', []],
    ['ti:neur*', [3, 4]],
    ['submittedDate:[202601051200 TO 202602100000]', [2, 3]],
    ['submittedDate:[20260105 TO 20260105]', [1, 2]],
    ['submittedDate:[2026 TO *] AND ti:ferries', [1, 2]],
    ['submittedDate:[20200101 TO 20251231]', []],
    ['cat:cs.LG OR ti:bread', [1, 3, 4]],
    ['cat:cs.LG ANDNOT all:deep', [1]],
    ['ti:ferries and', [1, 2]],
    ['ti:ferries AND', [1, 2]],
    ['(ti:quantum', [2]],
    ['ti:quantum)', [2]],
    ['"ferries', [1, 2, 3]],
    ['ti:', []],
    ['the', []],
  ]

  for (const [query, ids] of cases) {
    assert.deepEqual(
      (await site.idsOf(query)).toSorted((a, b) => a - b),
      ids,
      query,
    )
  }
})

test('papers come in the order asked for, from where and as many as asked for', async () => {
  await using site = await openShelf()
  const all = 'ferries OR ti:bread'

  assert.deepEqual(await site.idsOf(all, { sortBy: 'submittedDate' }), [4, 3, 2, 1])
  assert.deepEqual(
    await site.idsOf(all, { sortBy: 'submittedDate', sortOrder: 'ascending' }),
    [1, 2, 3, 4],
  )
  assert.deepEqual(await site.idsOf(all, { sortBy: 'lastUpdatedDate' }), [1, 4, 3, 2])
  assert.deepEqual(
    await site.idsOf(all, { sortBy: 'submittedDate', start: '1', max_results: '2' }),
    [3, 2],
  )
  assert.deepEqual(await site.idsOf(all, { start: '100' }), [])
  const { text } = await site.ask({ search_query: all, start: '1', max_results: '2' })
  assert.match(text, /<opensearch:totalResults>4<.*<opensearch:startIndex>1</s)
  assert.match(
    text,
    /<title>arXiv Query: search_query=all:ferries OR ti:bread&amp;id_list=&amp;start=1&amp;max_results=2<\/title>/,
  )
})

test('a list of ids is answered in its order, and narrowed by a query beside it', async () => {
  await using site = await openShelf()
  const ids = 'cs/0000000,2602.00003v1,2601.00001,2601.00002v9'

  const { text } = await site.ask({ id_list: ids })

  assert.deepEqual(
    [...text.matchAll(/<id>http:\/\/arxiv\.org\/abs\/(\S+)<\/id>/g)].map(([, id]) => id),
    ['2602.00003v1', '2601.00001v1'],
  )
  assert.match(text, /<opensearch:totalResults>2</)
  assert.deepEqual(await site.idsOf('ti:ferries', { id_list: ids }), [1])
})

test('what is wrong is said in a feed with one entry, as arXiv says it', async () => {
  await using site = await openShelf()
  const cases: [Record<string, string>, string][] = [
    [{}, 'either a search_query or id_list must be specified for the classic API'],
    [{ search_query: 'a', start: 'x' }, 'start must be an integer'],
    [{ search_query: 'a', start: '-1' }, 'start must be non-negative'],
    [{ search_query: 'a', max_results: '1.5' }, 'max_results must be an integer'],
    [{ search_query: 'a', max_results: '-10' }, 'max_results must be non-negative'],
    [{ search_query: 'a', max_results: '30001' }, 'start and max_results must not go beyond 30000'],
    [
      { search_query: 'a', sortBy: 'votes' },
      'sortBy must be in: relevance, lastUpdatedDate, submittedDate',
    ],
    [{ search_query: 'a', sortOrder: 'up' }, 'sortOrder must be in: descending, ascending'],
    [{ id_list: '1234.12345,nonsense' }, 'incorrect id format for nonsense'],
    [{ search_query: '(ti:a', raw: '1' }, 'unbalanced parentheses in the query'],
  ]

  for (const [query, message] of cases) {
    const { answer, text } = await site.ask(query)
    assert.equal(answer.status, 400, message)
    assert.match(answer.headers.get('Content-Type') ?? '', /^application\/atom\+xml/)
    assert.equal(text.match(/<summary>(.*?)<\/summary>/)?.[1], message)
    assert.match(text, /<title>Error<\/title>/)
    assert.ok(
      text.includes(`<id>https://arxiv.org/api/errors#${message.replace(/\s+/g, '_')}</id>`),
    )
  }
})

test('a query may be sent as a form', async () => {
  await using site = await openShelf()

  const answer = await site.app.request('/api/query', {
    method: 'POST',
    body: new URLSearchParams({ search_query: 'ti:bread' }),
  })

  assert.match(await answer.text(), /<title>Neurology of bread<\/title>/)
})

test('no text is too odd to be a query', async () => {
  await using site = await openShelf()
  const odd = [
    '(((((',
    ')))',
    'AND OR ANDNOT',
    'ti:(',
    '"',
    'submittedDate:[',
    'submittedDate:[99999999 TO 1]',
    'au:_',
    '*',
    'ti:*',
    "cat:'; drop table papers",
    '\u0000',
    '('.repeat(5000),
    'a OR '.repeat(900),
  ]

  for (const query of odd) {
    const { answer } = await site.ask({ search_query: query })
    assert.ok([200, 400].includes(answer.status), `${query.slice(0, 40)}: ${answer.status}`)
  }
})

test('our own harvester reads us as it reads arXiv', async () => {
  await using site = await openShelf()
  await using other = await openSite([])
  await using server = await serving(site.app)
  const ids = shelf.map(({ id }) => id!)

  const source = arxivPapers(ids, { base: `${server.url}/api/query`, clock: fastClock() })
  const done = await harvest(other.store, source, AbortSignal.timeout(20_000))

  assert.deepEqual([done.added, done.aside], [4, 0])
})

test('orders hold on PostgreSQL too', async () => {
  await using site = await openShelf()
  await using store = await openPostgres()
  await keepAll(store, shelf)
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  await using search = await openSearch(store, { folder })
  await search.refresh()
  const app = surfaces({ ...site.site, store, search })

  const text = await (
    await app.request('/api/query?search_query=ferries&sortBy=lastUpdatedDate')
  ).text()

  assert.deepEqual(
    [...text.matchAll(/abs\/\d+\.0*(\d+)v1<\/id>/g)].map(([, id]) => Number(id)),
    [1, 3, 2],
  )
})
