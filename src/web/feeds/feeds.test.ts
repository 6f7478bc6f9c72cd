import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { tellHub, web } from '#web'
import { XMLValidator } from 'fast-xml-parser'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { pick } from '#curation'
import { readPaperId } from '#paper'
import { keepAll, openSite, paperOn } from '../../../test/site.ts'

const bread = paperOn('2026-11-19', '2611.10001', {
  title: 'Bread \\& <b>butter</b> of $O(n^2)$ "quoted" ]]> \u202Eturned\u202C \u0007bell',
  abstract: 'Ampersands & <script>alert(1)</script> and Erd\\H{o}s.',
  authors: ["P\\'al Erd\\H{o}s", 'Ada <Lovelace>'],
  publishedAt: '2026-11-18T17:59:00Z',
  updatedAt: '2026-11-19T09:00:00Z',
})
const butter = paperOn('2026-11-20', '2611.10002', { title: 'On butter', categories: ['cs.CV'] })

test('a feed in three formats says the same, and real readers of feeds read it', async () => {
  await using site = await openSite([bread, butter])

  const atom = parseAtomFeed(await site.read('/feeds/latest.atom'))
  const rss = parseRssFeed(await site.read('/feeds/latest.rss'))
  const json = parseJsonFeed(await site.read('/feeds/latest.json'))

  const title = 'Bread & butter of O(n²) "quoted" ]]> turned bell'
  assert.deepEqual(
    atom.entries?.map((entry) => entry.title?.value),
    ['On butter', title],
  )
  assert.deepEqual(
    rss.items?.map((item) => item.title),
    ['On butter', title],
  )
  assert.deepEqual(
    json.items?.map((item) => item.title),
    ['On butter', title],
  )
  const [, told] = atom.entries ?? []
  assert.equal(told?.published, '2026-11-18T17:59:00.000Z')
  assert.equal(told?.updated, '2026-11-19T09:00:00.000Z')
  assert.deepEqual(
    told?.authors?.map(({ name }) => name),
    ['Pál Erdős', 'Ada <Lovelace>'],
  )
  assert.doesNotMatch(told?.content?.value ?? '', /<script/)
  assert.match(told?.content?.value ?? '', /&lt;script&gt;alert\(1\)&lt;\/script&gt; and Erdős/)
  assert.equal(rss.items?.[1]?.guid?.value, told?.id)
  assert.equal(json.items?.[1]?.id, told?.id)
  assert.match(
    told?.id ?? '',
    /^urn:uuid:[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  )
  for (const format of ['atom', 'rss']) {
    assert.equal(XMLValidator.validate(await site.read(`/feeds/latest.${format}`)), true)
  }
})

test('a paper is the same entry in every feed, on every site', async () => {
  await using site = await openSite([bread, butter])
  const idsAt = async (path: string) =>
    parseAtomFeed(await site.read(path)).entries?.map(({ id }) => id)

  const [, id] = (await idsAt('/feeds/latest.atom')) ?? []

  for (const path of [
    '/feeds/day/2026-11-19.atom',
    '/feeds/categories/cs.LG.atom',
    '/feeds/authors/pal-erdos.atom',
    '/feeds/search.atom?q=bread',
    'http://elsewhere.example/feeds/latest.atom',
  ]) {
    assert.ok((await idsAt(path))?.includes(id), path)
  }
})

test('every page names its feeds, and they are there', async () => {
  await using site = await openSite([bread, butter])
  await site.search.refresh()

  for (const path of [
    '/',
    '/day/2026-11-19',
    '/week/2026-W47',
    '/month/2026-11',
    '/categories/cs.CV',
    '/authors/ada-lovelace',
    '/search?q=butter&category=cs.CV&from=2026-11-01',
  ]) {
    const page = await site.read(path)
    const links = [...page.matchAll(/<link rel="alternate" type="([^"]+)"[^>]*href="([^"]+)"/g)]
    assert.equal(links.length, 3, path)
    for (const [, type, href = ''] of links) {
      const answer = await site.get(href.replaceAll('&amp;', '&'))
      assert.equal(answer.status, 200, href)
      assert.equal(answer.headers.get('Content-Type'), `${type}; charset=utf-8`)
    }
  }
})

test('whoever has a feed already is told so, until it says something else', async () => {
  await using site = await openSite([bread])
  const first = await site.get('/feeds/latest.rss')
  const tag = first.headers.get('ETag') ?? ''
  const since = first.headers.get('Last-Modified') ?? ''

  assert.equal((await site.get('/feeds/latest.rss', { 'If-None-Match': tag })).status, 304)
  assert.equal((await site.get('/feeds/latest.rss', { 'If-Modified-Since': since })).status, 304)

  await keepAll(site.store, [butter])
  assert.equal((await site.get('/feeds/latest.rss', { 'If-None-Match': tag })).status, 200)
  // Within the same second, too.
  assert.equal((await site.get('/feeds/latest.rss', { 'If-Modified-Since': since })).status, 200)
})

test('a long day is all there, page after page', async () => {
  const many = Array.from({ length: 612 }, (_, i) => paperOn('2026-11-20', `2611.${20_000 + i}`))
  await using site = await openSite(many)

  const first = parseAtomFeed(await site.read('/feeds/day/2026-11-20.atom'))
  const next = first.links?.find(({ rel }) => rel === 'next')?.href ?? ''
  const second = parseAtomFeed(await site.read(next))

  const ids = [first, second].flatMap(({ entries }) => entries?.map(({ id }) => id))
  assert.equal(new Set(ids).size, 612)
  assert.equal(
    second.links?.find(({ rel }) => rel === 'next'),
    undefined,
  )
})

test('an unknown format, day or category is refused in a sentence', async () => {
  await using site = await openSite([bread])

  assert.equal((await site.get('/feeds/latest.xml')).status, 404)
  assert.match(await site.read('/feeds/latest.xml'), /ends in \.atom, \.rss or \.json/)
  assert.equal((await site.get('/feeds/day/2026-02-30.atom')).status, 400)
  assert.equal((await site.get('/feeds/categories/xx.YY.atom')).status, 404)
})

test('what was picked and what is trending are feeds of their own', async () => {
  await using site = await openSite([bread, butter])
  const { reader } = await site.as('Ada', 'curator')
  await pick(
    site.store,
    reader,
    { paper: readPaperId('2611.10002'), topic: '' },
    new Date('2026-11-20T12:00:00Z'),
  )
  const titles = async (path: string) =>
    parseAtomFeed(await site.read(path)).entries?.map(({ title }) => title?.value)

  assert.deepEqual(await titles('/feeds/front.atom'), ['On butter'])
  assert.equal((await site.get('/feeds/topics/cs.CV.rss')).status, 200)
  assert.equal((await site.get('/feeds/trending.json')).status, 200)
  assert.equal((await site.get('/feeds/topics/nothing.atom')).status, 404)
})

test('a hub is told once which feeds say something else', async () => {
  await using site = await openSite([bread])
  const told: URLSearchParams[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      told.push(new URLSearchParams(body))
      response.writeHead(told.length === 1 ? 503 : 204).end()
      return undefined
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const hub = { hub: `http://127.0.0.1:${port}/`, site: 'https://papers.example.org' }
  const tell = () => tellHub(site.store, hub, AbortSignal.timeout(10_000))

  await assert.rejects(tell(), /the hub answered 503/)
  assert.equal(await tell(), 1)
  assert.equal(await tell(), 0)

  const served = web({ ...site.site, hub: hub.hub })
  for (const [path, announced] of [
    ['/feeds/latest.atom', true],
    ['/feeds/day/2026-11-19.rss', true],
    ['/feeds/authors/ada-lovelace.atom', false],
  ] as const) {
    const answer = await served.request(path)
    assert.equal(answer.headers.get('Link')?.includes('rel="hub"') ?? false, announced, path)
  }
  server.closeAllConnections()
  server.close()
  assert.equal(told.length, 2)
  assert.equal(told[1]?.get('hub.mode'), 'publish')
  assert.ok(
    told[1]?.getAll('hub.url').includes('https://papers.example.org/feeds/categories/cs.LG.atom'),
  )
})
