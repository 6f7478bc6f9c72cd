import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { pick } from '#curation'
import { readPaperId } from '#paper'
import { vote } from '#votes'
import { aDay, openSite, paperOn, putTogether } from '../../../test/site.ts'

const [one, two, three] = ['2611.10001', '2611.10002', '2611.10003'].map((id) =>
  paperOn('2026-11-20', id),
)

type Item = {
  title: string
  summary: string
  upvotes: number
  numComments: number
  submittedBy: { name: string; user: string }
  publishedAt: string
  paper: { id: string; upvotes: number; submittedOnDailyAt?: string }
}

const itemsIn = async (answer: Response): Promise<Item[]> => JSON.parse(await answer.text())

/** A front page of two papers, of which the second has a vote, and a paper that is only listed. */
async function aFrontPage() {
  const site = await openSite([one!, two!, three!])
  const { reader } = await site.as('Ada', 'curator')
  for (const { id } of [one!, two!]) {
    await pick(site.store, reader, { paper: id!, topic: '' }, site.site.now())
  }
  await vote(site.store, reader.id, two!.id!, {}, site.site.now())
  const items = async (query: string) => await itemsIn(await site.get(`/api/daily_papers${query}`))
  return { ...site, reader, items, [Symbol.asyncDispose]: site[Symbol.asyncDispose] }
}

const idsOf = (items: readonly Item[]) => items.map(({ paper }) => paper.id)

test('the daily papers of a day are those of its front page, the most voted first', async () => {
  await using site = await aFrontPage()

  const items = await site.items('?date=2026-11-20')

  assert.deepEqual(idsOf(items), ['2611.10002', '2611.10001'])
  assert.equal(items[0]?.paper.upvotes, 1)
  assert.match(items[0]?.publishedAt ?? '', /Z$/)
  assert.equal(items[0]?.paper.submittedOnDailyAt, '2026-11-20T12:00:00.000Z')
})

test('a day that nobody picked for has all that is listed under it, and a weekend nothing', async () => {
  await using site = await openSite([one!, two!])
  const ids = async (query: string) =>
    idsOf(await itemsIn(await site.get(`/api/daily_papers?${query}`)))

  assert.deepEqual(await ids('date=2026-11-20'), ['2611.10002', '2611.10001'])
  assert.deepEqual(await ids('date=2026-11-15'), [])
  assert.deepEqual(await ids('p=100'), [])
})

test('an edition is served in its order, and in its week and month too', async () => {
  await using site = await openSite([])
  const entries = ['2511.00003', '2511.00001', '2511.00002'].map((id) => ({
    record: paperOn('2025-11-28', id),
  }))
  const day = aDay('2025-12-02')
  await putTogether(site.store, { id: 'hf-2025-12-02', name: 'Of the day', day }, entries)

  for (const query of ['date=2025-12-02', 'week=2025-W49', 'month=2025-12', 'limit=3', '']) {
    const items = await itemsIn(await site.get(`/api/daily_papers?${query}`))
    assert.deepEqual(idsOf(items), ['2511.00003', '2511.00001', '2511.00002'], query)
  }
})

test('a page leads to the one that follows, and the last to none', async () => {
  await using site = await aFrontPage()

  const first = await site.get('/api/daily_papers?date=2026-11-20&limit=1')
  const next = first.headers.get('Link')?.match(/^<([^>]+)>; rel="next"$/)?.[1] ?? ''
  const second = await site.get(next)

  assert.equal(next, 'http://localhost/api/daily_papers?date=2026-11-20&limit=1&p=1')
  assert.deepEqual(idsOf(await itemsIn(second)), ['2611.10001'])
  assert.equal(second.headers.get('Link'), null)
})

test('a submitter is whoever nominated a paper first', async () => {
  await using site = await aFrontPage()
  const { nominate } = await import('#curation')
  const bob = await site.as('Bob')
  const paper = readPaperId('2611.10003')
  await nominate(site.store, bob.reader, { paper, topic: '' }, { endorsements: 9 }, site.site.now())
  await pick(site.store, site.reader, { paper, topic: '' }, site.site.now())

  const [item, ...others] = await site.items('?submitter=bob')

  assert.equal(item?.paper.id, '2611.10003')
  assert.deepEqual([item?.submittedBy.name, item?.submittedBy.user], ['bob', 'bob'])
  assert.deepEqual(others, [])
  assert.deepEqual(await site.items('?submitter=nobody'), [])
})

test('what is no day, no number or no order is refused as the service there refuses it', async () => {
  await using site = await openSite([])
  const wrong = [
    'date=yesterday',
    'date=2026-02-30',
    'date=2026-11-21',
    'week=2026-47',
    'month=2026-13',
    'limit=101',
    'limit=0',
    'limit=ten',
    'p=-1',
    'p=99999999999999',
    'sort=upvotes',
  ]

  for (const query of wrong) {
    const answer = await site.get(`/api/daily_papers?${query}`)
    assert.equal(answer.status, 400, query)
    assert.deepEqual(Object.keys(JSON.parse(await answer.text())), ['error'], query)
    assert.ok(answer.headers.get('X-Error-Message'), query)
  }
})

test('whoever has an answer already is told so without its being made again', async () => {
  await using site = await aFrontPage()
  const path = '/api/daily_papers?date=2026-11-20'
  const etag = (await site.get(path)).headers.get('ETag') ?? ''

  const again = await site.get(path, { 'If-None-Match': etag })
  await vote(site.store, (await site.as('Eve')).reader.id, one!.id!, {}, site.site.now())
  // What is written elsewhere is seen a fifth of a second later.
  await setTimeout(250)
  const changed = await site.get(path, { 'If-None-Match': etag })

  assert.deepEqual([again.status, await again.text()], [304, ''])
  assert.equal(changed.status, 200)
})

test('every door answers HEAD and OPTIONS, and refuses other methods', async () => {
  await using site = await aFrontPage()
  const path = '/api/daily_papers'
  const ask = (method: string) =>
    site.app.request(path, { method, headers: { Origin: 'https://a.example' } })

  const head = await ask('HEAD')
  const options = await ask('OPTIONS')
  const put = await site.app.request(path, { method: 'PUT' })
  const unknown = await site.get('/api/agent-harnesses')

  assert.deepEqual([head.status, await head.text()], [200, ''])
  assert.equal(options.status, 204)
  assert.equal(options.headers.get('Allow'), 'GET, HEAD, OPTIONS')
  assert.equal(options.headers.get('Access-Control-Allow-Origin'), 'https://a.example')
  assert.equal(put.status, 405)
  assert.deepEqual(
    [unknown.status, await unknown.json()],
    [404, { error: 'There is nothing here.' }],
  )
})

test('a house for one tells the pages of others nothing', async () => {
  await using site = await openSite([one!], { signIn: 'off' })

  const answer = await site.get('/api/daily_papers', { Origin: 'https://a.example' })

  assert.equal(answer.headers.get('Access-Control-Allow-Origin'), null)
})

test('how many requests are left is told, and beyond them there is nothing for a while', async () => {
  await using site = await openSite([])
  const from = { incoming: { socket: { remoteAddress: '203.0.113.7' } } }
  const ask = () => site.app.request('/api/papers/none', {}, from)

  const first = await ask()
  for (let i = 0; i < 999; i++) await ask()
  const last = await ask()

  assert.equal(first.headers.get('RateLimit'), '"api";r=999;t=300')
  assert.equal(first.headers.get('RateLimit-Policy'), '"fixed window";"api";q=1000;w=300')
  assert.deepEqual([last.status, last.headers.get('Retry-After')], [429, '300'])
})

test('a tag of another state holds as long as the answer says the same, and tells the new one', async () => {
  await using site = await aFrontPage()
  const path = '/api/daily_papers?date=2026-11-20'
  const etag = (await site.get(path)).headers.get('ETag') ?? ''

  const elsewhere = await site.get('/api/daily_papers?date=2026-11-19', { 'If-None-Match': etag })
  await vote(site.store, (await site.as('Eve')).reader.id, three!.id!, {}, site.site.now())
  await setTimeout(250)
  const same = await site.get(path, { 'If-None-Match': etag })
  const next = same.headers.get('ETag') ?? ''
  const again = await site.get(path, { 'If-None-Match': next })

  assert.equal(elsewhere.status, 200)
  assert.deepEqual([same.status, again.status], [304, 304])
  assert.notEqual(next, etag)
  assert.equal(next.split('.')[0], etag.split('.')[0])
})
