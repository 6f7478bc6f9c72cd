import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite, paperOn } from '../../../test/site.ts'
import { sharedFile } from '../../../test/testing.ts'
import { readFileSync } from 'node:fs'

const ferries = paperOn('2026-11-20', '2611.10001', {
  title: 'Ferries learn to wait',
  abstract: 'Ferries wait for trains at the harbour.',
  doi: '10.1000/Ferry.1',
  categories: ['cs.LG'],
})
const harbours = paperOn('2026-11-19', '2611.10002', {
  title: 'Harbours and ferries',
  abstract: 'Trains meet ferries at the harbour.',
})
const bread = paperOn('2025-11-19', '2511.10003', {
  title: 'Bread',
  abstract: 'Yeast and flour and salt and time.',
})

const read = async (answer: Response | Promise<Response>) => JSON.parse(await (await answer).text())

async function openShelf() {
  const site = await openSite([ferries, harbours, bread])
  await site.search.refresh()
  const post = (path: string, body: unknown) =>
    site.app.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return {
    ...site,
    ask: (path: string) => read(site.get(path)),
    read,
    post,
    [Symbol.asyncDispose]: site[Symbol.asyncDispose],
  }
}

test('a paper is had by any of its names, with the fields asked for', async () => {
  await using site = await openShelf()

  for (const name of [
    '2611.10001',
    'ARXIV:2611.10001',
    'arXiv:2611.10001v2',
    'DOI:10.1000/ferry.1',
    '10.1000/ferry.1',
    'URL:https://arxiv.org/abs/2611.10001',
  ]) {
    assert.deepEqual(
      await site.ask(`/graph/v1/paper/${name}?fields=title`),
      {
        paperId: '2611.10001',
        title: 'Ferries learn to wait',
      },
      name,
    )
  }
  const all = await site.ask(
    '/graph/v1/paper/2611.10001?fields=externalIds,year,publicationDate,authors.name,openAccessPdf,citationStyles,citationCount',
  )
  assert.deepEqual(all.externalIds, { ArXiv: '2611.10001', DOI: '10.1000/Ferry.1' })
  assert.deepEqual([all.year, all.publicationDate, all.citationCount], [2026, '2026-11-20', null])
  assert.deepEqual(all.authors[0], { authorId: null, name: 'Ada Lovelace' })
  assert.match(all.citationStyles.bibtex, /^@misc/)
})

test('a batch answers in the order of its ids, with null for what is not there', async () => {
  await using site = await openShelf()

  const answer = await site.post('/graph/v1/paper/batch?fields=title', {
    ids: ['2511.10003', 'ARXIV:0000.0000', 'nonsense', '2611.10001'],
  })

  assert.deepEqual(await site.read(answer), [
    { paperId: '2511.10003', title: 'Bread' },
    null,
    null,
    { paperId: '2611.10001', title: 'Ferries learn to wait' },
  ])
})

test('a search has a total, an offset, and where to go on', async () => {
  await using site = await openShelf()

  const first = await site.ask('/graph/v1/paper/search?query=ferries&limit=1')
  const second = await site.ask('/graph/v1/paper/search?query=ferries&limit=1&offset=1')
  const old = await site.ask('/graph/v1/paper/search?query=bread&year=2016-2025')
  const none = await site.ask(
    '/graph/v1/paper/search?query=bread&publicationDateOrYear=2026-01-01:',
  )

  assert.deepEqual([first.total, first.offset, first.next, first.data.length], [2, 0, 1, 1])
  assert.deepEqual(
    [second.total, second.offset, second.next, second.data.length],
    [2, 1, undefined, 1],
  )
  assert.deepEqual([old.total, none.total], [1, 0])
  assert.equal(
    (await site.ask('/graph/v1/paper/search/match?query=Harbours%20and%20ferries')).data[0].paperId,
    '2611.10002',
  )
})

test('papers are recommended from lists of liked and disliked ones', async () => {
  await using site = await openShelf()

  const from = await site.post('/recommendations/v1/papers/?fields=title&limit=5', {
    positivePaperIds: ['ArXiv:2611.10001'],
    negativePaperIds: ['2511.10003'],
  })
  const near = await site.ask('/recommendations/v1/papers/forpaper/2611.10001?from=all-cs&limit=1')

  const { recommendedPapers } = await site.read(from)
  assert.deepEqual(recommendedPapers[0], { paperId: '2611.10002', title: 'Harbours and ferries' })
  assert.ok(
    !recommendedPapers.some(({ paperId }: { paperId: string }) =>
      ['2611.10001', '2511.10003'].includes(paperId),
    ),
  )
  assert.equal(near.recommendedPapers[0].paperId, '2611.10002')
})

test('mistakes are told as they are told there', async () => {
  await using site = await openShelf()
  const wrong: [string, number, RegExp][] = [
    ['/graph/v1/paper/search', 400, /Missing required parameter: query/],
    ['/graph/v1/paper/search?query=a&limit=101', 400, /limit/],
    ['/graph/v1/paper/search?query=a&offset=-1', 400, /offset/],
    ['/graph/v1/paper/search?query=a&year=then', 400, /year/],
    [
      '/graph/v1/paper/2611.10001?fields=title,nothing',
      400,
      /Unrecognized or unsupported fields: \[nothing\]/,
    ],
    ['/graph/v1/paper/ARXIV:0000.0000', 404, /Paper with id ARXIV:0000\.0000 not found/],
    ['/recommendations/v1/papers/forpaper/2611.10001?from=moon', 400, /from/],
    ['/graph/v2/nothing', 404, /nothing/],
  ]
  for (const [path, status, message] of wrong) {
    const answer = await site.get(path)
    assert.equal(answer.status, status, path)
    assert.match(JSON.parse(await answer.text()).error, message, path)
  }
  for (const body of [
    '{',
    {},
    { ids: [] },
    { ids: 'x' },
    { ids: Array.from({ length: 501 }, () => 'x') },
  ]) {
    assert.equal((await site.post('/graph/v1/paper/batch', body)).status, 400)
  }
  const unknown = await site.post('/recommendations/v1/papers/', {
    positivePaperIds: ['0000.0000'],
  })
  assert.equal(unknown.status, 404)
})

test('requests that their Python client was recorded to send are answered in its shapes', async (context) => {
  const file = sharedFile(
    context,
    'data/protocols/semantic-scholar/test_get_recommended_papers_from_lists.yaml',
  )
  if (!file) return
  await using site = await openShelf()
  const [, path = ''] =
    readFileSync(file, 'utf8').match(/uri: https:\/\/api\.semanticscholar\.org(\S+)/) ?? []

  const answer = await site.post(path, {
    positivePaperIds: ['DOI:10.1000/ferry.1'],
    negativePaperIds: [],
  })

  assert.equal(path, '/recommendations/v1/papers/?fields=title&limit=100')
  assert.deepEqual(Object.keys(await site.read(answer)), ['recommendedPapers'])
})
