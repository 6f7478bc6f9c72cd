import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite, paperOn } from '../../test/site.ts'
import { marked } from './parts/mark.ts'

const bread = paperOn('2026-11-20', '2611.10002', {
  title: 'Baking bread with wild yeast',
  abstract: 'Sourdough loaves rise slowly. We bake thirty of them.',
  categories: ['physics.bio-ph'],
})
const graphs = paperOn('2024-02-05', '2402.00003', {
  title: 'Colouring planar graphs quickly',
  categories: ['math.CO'],
})

test('a search shows what it found, with the words highlighted', async () => {
  await using site = await openSite([bread, graphs])
  await site.search.refresh()

  const page = await site.read('/search?q=sourdough')

  assert.match(page, /<h1 dir="auto">“sourdough”<\/h1><p role="status">1 paper</)
  assert.match(page, /<mark>Sourdough<\/mark> loaves/)
  assert.match(page, /<input type="search" name="q" value="sourdough"/)
  assert.doesNotMatch(page, /2402\.00003/)
})

test('dates and categories narrow a search; fields that make no sense are left out and told', async () => {
  await using site = await openSite([bread, graphs])
  await site.search.refresh()
  const found = async (query: string) =>
    /2611\.10002/.test(await site.read(`/search?q=bread&${query}`))

  assert.equal(await found('from=2026-01-01'), true)
  assert.equal(await found('to=2025-12-31'), false)
  assert.equal(await found('category=physics.bio-ph'), true)
  assert.equal(await found('category=math.CO'), false)
  assert.equal(await found('from=2027-01-01&to=2026-01-01'), true)
  assert.match(
    await site.read('/search?q=bread&from=soon'),
    /“soon” is not a day, so it was left out/,
  )
  assert.match(await site.read('/search?q=bread&category=x%27y'), /not one of arXiv’s/)
})

test('what was found is counted by year, category, source and code, and each narrows it', async () => {
  const rolls = paperOn('2025-03-01', '2503.00009', {
    title: 'Rolls of bread',
    abstract: 'Our code is at https://github.com/bakers/rolls.',
    categories: ['cs.CV', 'physics.bio-ph'],
  })
  await using site = await openSite([bread, graphs, rolls])
  await site.search.refresh()

  const page = await site.read('/search?q=bread')
  const facets = [
    ...page.matchAll(/<li><a href="([^"]+)">([^<]+)<\/a> <span class="number">(\d+)/g),
  ]

  assert.deepEqual(
    facets.map(([, address, name, count]) => [address, name, count]),
    [
      ['/search?q=bread+cat%3Acs.CV', 'Computer Vision and Pattern Recognition', '1'],
      ['/search?q=bread+on%3A2026', '2026', '1'],
      ['/search?q=bread+on%3A2025', '2025', '1'],
      ['/search?q=bread+has%3Acode', 'Code', '1'],
    ],
  )
  for (const [, address = '', , count] of facets) {
    const narrowed = await site.read(address)
    assert.equal(narrowed.match(/class="entry"/g)?.length, Number(count), address)
    assert.match(narrowed, /<h1 dir="auto">“bread”<\/h1>/)
    assert.match(narrowed, /<a href="\/search\?q=bread" aria-label="Search without /)
  }
})

test('fields of a form become part of the query, whose address is one', async () => {
  await using site = await openSite([bread, graphs])
  await site.search.refresh()

  const page = await site.read('/search?q=Bread&from=2026-01-01&to=2026-12-31&category=cs.CV')

  assert.match(page, /name="q" value="bread on:2026 cat:cs.CV"/)
  assert.match(await site.read('/search?q=bread+on:2025&from=2026-01-01'), /value="bread submitted/)
})

test('what is being typed is answered for our script and for browsers', async () => {
  await using site = await openSite([bread, graphs])
  await site.search.refresh()

  const offered = await site.get('/search/suggest?q=baking')
  assert.deepEqual(await offered.json(), {
    groups: [
      {
        heading: 'Papers',
        offers: [{ text: 'Baking bread with wild yeast', href: '/papers/2611.10002' }],
      },
    ],
  })
  const answer = await site.get('/opensearch/suggest?q=lovel')
  assert.match(answer.headers.get('Content-Type') ?? '', /x-suggestions\+json/)
  assert.deepEqual(await answer.json(), [
    'lovel',
    ['Ada Lovelace'],
    ['2 papers'],
    ['http://localhost/authors/ada-lovelace'],
  ])
})

test('a feed of any search has a short address', async () => {
  await using site = await openSite([bread, graphs])
  await site.search.refresh()

  const short = await site.get('/search.atom?q=Bread+AND+yeast')
  const address = short.headers.get('Location') ?? ''
  const feed = await site.get(address)

  assert.equal(address, '/feeds/search.atom?q=bread+yeast')
  assert.match(await feed.text(), /Baking bread/)
})

test('a word mistyped is searched for as it was meant, with the way back', async () => {
  const loaves = Array.from({ length: 5 }, (_, i) =>
    paperOn('2026-11-20', `2611.3000${i}`, { title: `Sourdough loaf ${i}` }),
  )
  await using site = await openSite(loaves)
  await site.search.refresh()

  const page = await site.read('/search?q=suordough')

  assert.match(page, /papers for <strong><a href="\/search\?q=sourdough">sourdough<\/a><\/strong>/)
  assert.match(page, /<a href="\/search\?q=suordough&amp;as=typed">suordough<\/a>/)
  assert.equal(page.match(/class="entry"/g)?.length, 5)
  assert.match(await site.read('/search?q=suordough&as=typed'), /Nothing found for “suordough”/)
})

test('what is but loosely related is shown when asked for, and named so', async () => {
  const oven = paperOn('2025-03-01', '2503.00009', {
    title: 'Ovens of stone for bread and for much else',
    abstract: 'We heat stones.',
  })
  await using site = await openSite([bread, graphs, oven])
  await site.search.refresh()
  const strict = await site.read('/search?q=wild+yeast+bread')
  assert.doesNotMatch(strict, /2503\.00009/)
  const [, way = ''] = strict.match(/<p class="wider"><a href="([^"]+)"/) ?? []

  const wide = await site.read(way.replaceAll('&amp;', '&'))

  assert.match(wide, /loosely related stand here too.*2611\.10002.*2503\.00009/s)
  assert.doesNotMatch(wide, /class="wider"/)
  assert.match(wide, /<a href="\/search\?q=wild\+yeast\+bread">Show the best alone/)
})

test('papers stand by relevance or the newest first', async () => {
  const old = paperOn('2020-01-03', '2001.00001', { title: 'Bread, bread, and more bread' })
  await using site = await openSite([bread, old])
  await site.search.refresh()
  const order = async (address: string) =>
    [...(await site.read(address)).matchAll(/<h2 dir="auto"><a href="\/papers\/([^"]+)"/g)].map(
      ([, id]) => id,
    )

  assert.deepEqual(await order('/search?q=bread'), ['2001.00001', '2611.10002'])
  assert.deepEqual(await order('/search?q=bread&sort=newest'), ['2611.10002', '2001.00001'])
})

test('an id or a link leads straight to its paper; one we do not hold is told', async () => {
  await using site = await openSite([bread])

  const known = await site.get('/search?q=https://arxiv.org/abs/2611.10002v2')

  assert.equal(known.headers.get('Location'), '/papers/2611.10002')
  assert.match(
    await site.read('/search?q=2611.99999'),
    /href="https:\/\/arxiv\.org\/abs\/2611\.99999"/,
  )
})

test('a search that finds nothing helps', async () => {
  await using site = await openSite([bread])
  await site.search.refresh()

  const page = await site.read('/search?q=bread&to=2000-01-01')

  assert.match(page, /Nothing found for “bread”\./)
  assert.match(page, /<a href="\/search\?q=bread">Search all days and categories<\/a>/)
})

test('what a search finds has pages of thirty', async () => {
  const loaves = Array.from({ length: 33 }, (_, i) =>
    paperOn('2026-11-20', `2611.3${String(i).padStart(4, '0')}`, { title: `Sourdough loaf ${i}` }),
  )
  await using site = await openSite(loaves)
  await site.search.refresh()
  const entries = async (page: number) =>
    (await site.read(`/search?q=sourdough&page=${page}`)).match(/class="entry"/g)?.length

  assert.equal(await entries(1), 30)
  assert.equal(await entries(2), 3)
  assert.match(await site.read('/search?q=sourdough&page=2'), /Page 2 of 2/)
})

test('while the index is being built, the page says so and is not kept', async () => {
  await using site = await openSite([bread])

  const response = await site.get('/search?q=bread')

  assert.equal(response.headers.get('Cache-Control'), 'no-store')
  assert.match(await response.text(), /index is (still )?being/)
})

const senseless = [
  '',
  '   ',
  '%00%01',
  '%F0%9F',
  '%ff%fe',
  '"',
  "'; drop table papers --",
  '((((',
  'AND OR NOT',
  'a:b:c^~*?',
  '%',
  '🦑',
  'x'.repeat(5000),
  'the of and',
  '\\frac{a}{',
]

test('a query that makes no sense gets a page, never a fault', async () => {
  await using site = await openSite([bread])
  await site.search.refresh()

  for (const text of senseless) {
    const query = /^(%[\da-f]{2})+$/i.test(text) ? text : encodeURIComponent(text)
    const response = await site.get(`/search?q=${query}&page=-3&sort=best`)
    assert.equal(response.status, 200, text.slice(0, 40))
  }
})

const highlights = [
  ['plain words', 'attention sinks', ['sink'], 'attention <mark>sinks</mark>'],
  ['an accent', 'naïve Bayes', ['naiv'], '<mark>naïve</mark> Bayes'],
  ['through a tag', '<em>na</em>ive', ['naiv'], '<em><mark>na</mark></em><mark>ive</mark>'],
  ['not inside tags', '<a href="/sink">it</a>', ['sink'], '<a href="/sink">it</a>'],
  ['not inside entities', 'a &amp; b', ['amp'], 'a &amp; b'],
  [
    'not inside formulas',
    '<math><mi>sink</mi></math> sink',
    ['sink'],
    '<math><mi>sink</mi></math> <mark>sink</mark>',
  ],
  ['a phrase as one', 'the kv cache', ['kv', 'cach'], 'the <mark>kv cache</mark>'],
  ['nothing', 'text', [], 'text'],
] as const

for (const [what, html, marks, result] of highlights) {
  test(`highlights ${what}`, () => assert.equal(marked(html, marks), result))
}
