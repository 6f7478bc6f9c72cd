import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { entriesOf, paperOf, papersOf } from '#catalog'
import { say } from '#discussion'
import { harvest, hfDaily } from '#harvest'
import { makeToken } from '#accounts'
import { readPaperId } from '#paper'
import { fastClock } from '../../../test/arxiv/clock.ts'
import { play } from '../../../test/json-server.ts'
import { serving } from '../../../test/serving.ts'
import { openSite, paperOn, putTogether, aDay } from '../../../test/site.ts'
import { openPostgres, sharedFile } from '../../../test/testing.ts'

const paper = paperOn('2026-11-20', '2611.10002', {
  title: 'Ferries that learn to wait',
  abstract: 'We let ferries wait. Code: https://github.com/ferry/wait',
})
const wanted = readPaperId('2611.10002')

const read = async (answer: Response | Promise<Response>) => JSON.parse(await (await answer).text())

test('a paper by its id is flat, knows its code, and has its comments only where they are asked for', async () => {
  await using site = await openSite([paper])
  const { reader } = await site.as('Ada')
  await say(site.store, reader, { paper: wanted, body: 'Do they?' }, site.site.now())

  const flat = await read(site.get('/api/papers/2611.10002'))
  const { comments } = await read(site.get('/api/papers/arXiv:2611.10002v1?field=comments'))

  assert.equal(flat.title, 'Ferries that learn to wait')
  assert.equal(flat.githubRepo, 'https://github.com/ferry/wait')
  assert.deepEqual([flat.linkedModels, flat.numTotalModels, flat.comments], [[], 0, undefined])
  assert.match(flat.discussionId, /^[0-9a-f]{24}$/)
  assert.deepEqual(
    flat.authors.map(({ name, hidden }: { name: string; hidden: boolean }) => [name, hidden]),
    [
      ['Ada Lovelace', false],
      ['Emmy Noether', false],
    ],
  )
  assert.equal(comments.length, 1)
  assert.equal(comments[0].data.latest.raw, 'Do they?')
})

test('a paper that is not there is told so in the words that clients know', async () => {
  await using site = await openSite([paper])

  for (const path of ['/api/papers/0000.0000', '/api/papers/none', '/papers/0000.0000.md']) {
    const answer = await site.get(path)
    assert.deepEqual([answer.status, await read(answer)], [404, { error: 'Paper not found' }], path)
  }
})

test('a paper reads as Markdown by its address or by what is accepted, and else as a page', async () => {
  await using site = await openSite([paper])
  const page = '/papers/2611.10002'

  const byName = await site.get(`${page}.md`)
  const byType = await site.get(page, { Accept: 'text/markdown' })
  const inBrowser = await site.get(page, { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })

  const text = await byName.text()
  assert.match(byName.headers.get('Content-Type') ?? '', /^text\/markdown/)
  assert.match(text, /^# Ferries that learn to wait\n/)
  assert.equal(await byType.text(), text)
  assert.match(inBrowser.headers.get('Content-Type') ?? '', /^text\/html/)
})

test('a search marks what it found', async () => {
  await using site = await openSite([paper])
  await site.search.refresh()

  const [item] = await read(site.get('/api/papers/search?q=ferries'))

  assert.deepEqual(item.highlightedTitle, [
    { type: 'highlight', text: 'Ferries' },
    { type: 'text', text: ' that learn to wait' },
  ])
  for (const query of ['', 'q=', `q=${'x'.repeat(251)}`, 'q=a&limit=121']) {
    assert.equal((await site.get(`/api/papers/search?${query}`)).status, 400, query)
  }
})

test('all papers are had page by page, each once, on PostgreSQL too', async () => {
  await using site = await openSite([])
  const papers = Array.from({ length: 25 }, (_, i) =>
    paperOn(`2026-11-${10 + (i % 5)}`, `2611.${10000 + i}`),
  )
  await using postgres = await openPostgres()
  const { keepAll } = await import('../../../test/site.ts')
  const { surfaces } = await import('../../cli/surfaces.ts')

  for (const store of [site.store, postgres]) {
    await keepAll(store, papers)
    const app = surfaces({ ...site.site, store })
    const seen: string[] = []
    let next: string | undefined = '/api/papers?limit=10'
    while (next) {
      const answer: Response = await app.request(next)
      for (const { id } of await read(answer)) seen.push(id)
      next = answer.headers.get('Link')?.match(/<([^>]+)>; rel="next"/)?.[1]
    }
    assert.equal(seen.length, 25)
    assert.deepEqual(new Set(seen), new Set(papers.map(({ id }) => String(id))))
  }
  assert.equal((await site.get('/api/papers?cursor=made-up')).status, 400)
})

test('what arXiv’s own pages and the repository lists ask for is answered, if only with nothing', async () => {
  await using site = await openSite([paper])

  assert.deepEqual(await read(site.get('/api/arxiv/2611.10002/repos')), {
    models: [],
    datasets: [],
    spaces: [],
  })
  assert.deepEqual(await read(site.get('/api/models?filter=arxiv:2611.10002')), [])
  const picture = await site.get('/api/thumbnails/2611.10002.svg')
  assert.equal(picture.headers.get('Content-Type'), 'image/svg+xml')
  assert.match(await picture.text(), /Ferries that learn to wait/)
})

test('a token of ours brings in a paper, and one of another service is nobody’s', async () => {
  await using arxiv = await play(() => ({ status: 500, json: {} }))
  await using site = await openSite([paper], { arxivQuery: arxiv.base })
  const { reader } = await site.as('Ada')
  const { secret } = await makeToken(site.store, reader.id, { name: 'hf', scopes: ['write'] })
  const index = async (arxivId: string, token: string) =>
    site.app.request('/api/papers/index', {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ arxivId }),
    })

  const known = await index('2611.10002', secret)
  const wrong = await index('title', secret)
  const foreign = await index('2611.10002', 'hf_abc')
  const reading = await site.get('/api/daily_papers', { Authorization: 'Bearer hf_abc' })

  assert.deepEqual([known.status, await read(known)], [200, {}])
  assert.deepEqual([wrong.status, foreign.status, reading.status], [400, 401, 200])
})

test('whoever wrote a paper says so with a token, and nobody for another', async () => {
  await using site = await openSite([paper])
  const { reader } = await site.as('Ada Lovelace')
  const { secret } = await makeToken(site.store, reader.id, { name: 'hf', scopes: ['write'] })
  const claimed = (body: object) =>
    site.app.request('/api/settings/papers/claim', {
      method: 'POST',
      headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })

  const own = await claimed({ paperId: '2611.10002', targetUserId: reader.handle })
  const another = await claimed({ paperId: '2611.10002', targetUserId: 'bob' })

  assert.deepEqual([own.status, await read(own)], [200, { status: 'extracted_pending' }])
  assert.equal(another.status, 403)
})

test('a recorded day goes through us into another house as the same edition', async (context) => {
  const file = sharedFile(context, 'data/protocols/hf-daily-papers/2025-12-02.json')
  if (!file) return
  const recorded: unknown = JSON.parse(readFileSync(file, 'utf8'))
  await using there = await play(({ query }) => ({
    json: query.get('date') === '2025-12-02' && query.get('p') === '0' ? recorded : [],
  }))
  await using site = await openSite([], { today: '2025-12-03T12:00:00Z' })
  await using other = await openSite([])
  await using server = await serving(site.app)
  const clock = fastClock('2025-12-03T12:00:00Z')
  const bringIn = (store: typeof site.store, base: string) =>
    harvest(store, hfDaily({ base, from: '2025-12-02', clock }), AbortSignal.timeout(20_000))

  await bringIn(site.store, there.base)
  await bringIn(other.store, server.url)

  const edition = await entriesOf(site.store, 'hf-2025-12-02')
  const ids = edition.map(({ paper: id }) => id)
  assert.equal(ids.length, 28)
  assert.deepEqual(
    (await entriesOf(other.store, 'hf-2025-12-02')).map(({ paper: id }) => id),
    ids,
  )
  assert.deepEqual(await papersOf(other.store, ids), await papersOf(site.store, ids))
})

test('an edition’s papers say when they came on the list', async () => {
  await using site = await openSite([])
  const day = aDay('2026-11-19')
  await putTogether(site.store, { id: 'x', name: 'X', day }, [{ record: paper }])

  const [item] = await read(site.get('/api/daily_papers?date=2026-11-19'))

  assert.equal(item.paper.submittedOnDailyAt, '2026-11-19T00:00:00.000Z')
  assert.equal((await paperOf(site.store, wanted))?.title, item.title)
})
