import assert from 'node:assert/strict'
import { test } from 'node:test'
import { provisionalId, readPaperId } from '#paper'
import { aDay, keepAll, openSite, paperOn, putTogether } from '../../test/site.ts'

const known = paperOn('2026-11-20', '2611.10002', {
  title: 'Na\\"ive bounds of $O(n^2)$',
  authors: ['Łukasz Kaiser', 'Erdős Pál'],
  categories: ['cs.LG', 'math.CO'],
  abstract: 'We bound. Code is at https://github.com/someone/bounds and nowhere else.',
  comments: '12 pages, 3 figures',
  journalRef: 'J. Bounds 7 (2026)',
  doi: '10.1000/bounds.7',
})

test('the page of a paper tells all that is known of it', async () => {
  await using site = await openSite([known])

  const page = await site.read('/papers/2611.10002')

  for (const told of [
    /<h1 dir="auto">Naïve bounds of <math/,
    /<a href="\/authors\/lukasz-kaiser">/,
    /<a href="\/categories\/math\.CO">Combinatorics \(math\.CO\)<\/a>/,
    /<a href="\/day\/2026-11-20">/,
    /12 pages, 3 figures/,
    /J\. Bounds 7 \(2026\)/,
    /href="https:\/\/doi\.org\/10\.1000\/bounds\.7"/,
    /href="https:\/\/arxiv\.org\/abs\/2611\.10002"/,
    /href="https:\/\/arxiv\.org\/pdf\/2611\.10002"/,
    /href="https:\/\/arxiv\.org\/html\/2611\.10002"/,
    /<section class="code">.*href="https:\/\/github\.com\/someone\/bounds"/s,
    /As given by arXiv\./,
  ]) {
    assert.match(page, told)
  }
})

test('reference managers find what they need', async () => {
  await using site = await openSite([known])

  const page = await site.read('/papers/2611.10002')

  for (const meta of [
    '<meta name="citation_title" content="Naïve bounds of O(n²)"/>',
    '<meta name="citation_author" content="Kaiser, Łukasz"/>',
    '<meta name="citation_date" content="2026/11/20"/>',
    '<meta name="citation_doi" content="10.1000/bounds.7"/>',
    '<meta name="citation_pdf_url" content="https://arxiv.org/pdf/2611.10002"/>',
    '<meta name="citation_arxiv_id" content="2611.10002"/>',
    '<link rel="canonical" href="http://localhost/papers/2611.10002"/>',
  ]) {
    assert.ok(page.includes(meta), meta)
  }
})

const pasted = [
  ['/papers/2611.10002v3', '/papers/2611.10002'],
  ['/papers/arXiv:2611.10002', '/papers/2611.10002'],
  ['/papers/https://arxiv.org/pdf/2611.10002v2.pdf', '/papers/2611.10002'],
  ['/papers/https%3A%2F%2Farxiv.org%2Fabs%2F2611.10002', '/papers/2611.10002'],
  ['/papers/math.gt/0309136', '/papers/math.GT/0309136'],
  ['/papers/https://doi.org/10.1000/182', '/papers/doi:10.1000/182'],
  ['/papers/https://openreview.net/forum?id=a-b_1', '/papers/openreview:a-b_1'],
] as const

test('whatever people paste for a paper leads to its one address', async () => {
  const ids = ['2611.10002', 'math.GT/0309136', 'doi:10.1000/182', 'openreview:a-b_1']
  await using site = await openSite(ids.map((id) => paperOn('2026-11-20', id, { title: id })))

  for (const [path, address] of pasted) {
    assert.equal((await site.get(path)).headers.get('Location'), address, path)
    assert.equal((await site.get(address)).status, 200, address)
  }
})

test('the address of a paper that turned out to be another leads there for good', async () => {
  await using site = await openSite([{ title: 'A title alone' }], { origin: 'saved-page' })
  const provisional = `/papers/${provisionalId('A title alone')}`
  assert.match(await site.read(provisional), /Only the title of this paper is known so far/)

  await keepAll(site.store, [paperOn('2026-11-20', '2611.10004', { title: 'A title alone' })])

  const response = await site.get(provisional)
  assert.equal(response.status, 301)
  assert.equal(response.headers.get('Location'), '/papers/2611.10004')
})

test('where there is no abstract our own summary stands, and the page says so', async () => {
  await using site = await openSite([])
  await putTogether(
    site.store,
    { id: 'starter', name: 'Starter edition', day: aDay('2026-11-01') },
    [{ record: { ...known, abstract: '', summary: 'Bounds things.' } }],
  )

  const page = await site.read('/papers/2611.10002')

  assert.match(page, /<h2 id="abstract">Summary<\/h2>.*Bounds things\..*Our own summary/s)
  assert.match(page, /Listed in<\/h2>.*<a href="\/editions\/starter">Starter edition<\/a>/s)
})

test('similar papers stand under a paper once the index is there', async () => {
  const other = paperOn('2026-11-19', '2611.10003', { title: 'More naive bounds' })
  await using site = await openSite([known, other])
  await site.search.refresh()

  const page = await site.read('/papers/2611.10002')

  assert.match(
    page,
    /Similar papers<\/h2>.*<a href="\/papers\/2611\.10003">More naive bounds<\/a>/s,
  )
})

test('a paper that is not here, and what is no id, are refused with a way on', async () => {
  await using site = await openSite([known])

  const missing = await site.get('/papers/2611.99999')
  const nonsense = await site.get('/papers/attention-is-all-you-need')

  assert.equal(missing.status, 404)
  assert.match(await missing.text(), /Broadsheet does not hold 2611\.99999/)
  assert.equal(nonsense.status, 400)
  assert.match(await nonsense.text(), /href="\/search\?q=attention\+is\+all\+you\+need"/)
})

test('three thousand authors are all there, most of them folded', async () => {
  const authors = Array.from({ length: 3000 }, (_, i) => `Author Number${i}`)
  await using site = await openSite([{ ...known, authors }])

  const page = await site.read('/papers/2611.10002')
  const list = await site.read('/day/2026-11-20')

  assert.match(page, /<summary>All 3,000 authors<\/summary>/)
  assert.equal(page.match(/href="\/authors\/author-number/g)?.length, 3000)
  assert.match(list, /Author Number2<\/bdi> and\s2,997\sothers/)
})

test('nothing that a paper says becomes markup', async () => {
  const script = '<script>alert(1)</script>'
  const hostile = {
    ...known,
    title: `On ${script} & "quotes"`,
    abstract: `${script} <img src=x onerror=alert(1)> \\href{javascript:alert(1)}{here}`,
    authors: [script, '" onmouseover="alert(1)'],
    categories: ['cs.LG'],
    comments: script,
    journalRef: '</dd><script>',
    doi: 'javascript:alert(1)',
    venue: script,
  }
  await using site = await openSite([hostile])
  await putTogether(site.store, { id: 'e', name: script, day: aDay('2026-11-01'), note: script }, [
    { record: hostile, section: script },
  ])
  await site.search.refresh()

  for (const path of [
    '/day/2026-11-20',
    '/papers/2611.10002',
    '/search?q=script',
    `/search?q=${encodeURIComponent(`"><script>`)}`,
    '/editions',
    '/editions/e',
    '/authors/script-alert-1-script',
    `/nothing/${encodeURIComponent(script)}`,
    `/day/${encodeURIComponent(script)}`,
  ]) {
    const page = await site.read(path)
    const ours = / type="(?:module" src="\/assets\/\w+\.js|application\/ld\+json)">/
    assert.doesNotMatch(page, new RegExp(`<script(?!${ours.source})`), path)
    assert.doesNotMatch(page, /<img|href="javascript/i, path)
    assert.doesNotMatch(page.replaceAll(/"[^"]*"/g, '""'), /<[^>]*\son\w+=/i, path)
  }
})

test('text from right to left is set so, and an empty abstract is said to be missing', async () => {
  await using site = await openSite([
    { ...known, title: 'על המספרים', authors: ['עדה לאבלייס'], abstract: '' },
  ])

  const page = await site.read('/day/2026-11-20')

  assert.match(page, /<h3 dir="auto"><a[^>]*>על המספרים<\/a>/)
  assert.match(page, /<bdi>עדה לאבלייס<\/bdi>/)
  assert.match(page, /No abstract is known yet/)
})

test('an author has a page, under any spelling of the name', async () => {
  await using site = await openSite([known])

  assert.match(
    await site.read('/authors/lukasz-kaiser'),
    /<h1 dir="auto">Łukasz Kaiser<\/h1>.*1 paper/s,
  )
  assert.equal(
    (await site.get(`/authors/${encodeURIComponent('Łukasz Kaiser')}`)).headers.get('Location'),
    '/authors/lukasz-kaiser',
  )
  assert.equal(
    (await site.get('/authors?name=Lukasz+Kaiser')).headers.get('Location'),
    '/authors/lukasz-kaiser',
  )
  assert.equal((await site.get('/authors/nobody')).status, 404)
})

test('a category has a page, and all of them one together', async () => {
  await using site = await openSite([known])

  assert.match(await site.read('/categories'), /Mathematics<\/h2>.*Combinatorics<\/a>.*1</s)
  assert.match(await site.read('/categories/math.CO'), /<h1>Combinatorics<\/h1>.*2611\.10002/s)
  assert.equal((await site.get('/categories/econ.EM')).status, 200)
  assert.equal((await site.get('/categories/cs.NONE')).status, 404)
})

test('an edition stands as its page stood, with what the page said', async () => {
  await using site = await openSite([])
  const second = paperOn('2026-11-19', '2611.10003', { title: 'Second' })
  const shown = { authors: 5, day: aDay('2021-05-26'), comments: 2 }
  await putTogether(
    site.store,
    { id: 'jan-5', name: 'Daily', day: aDay('2026-01-05'), note: 'The year is assumed.' },
    [
      { record: second, shown },
      { record: known, shown: { authors: 1, comments: 1 } },
    ],
  )

  const page = await site.read('/editions/jan-5')

  assert.match(page, /Second.*Naïve/s)
  assert.match(
    page,
    /5 authors<\/p><p class="slugline"><time datetime="2021-05-26">May 26, 2021<\/time><span>2 comments/,
  )
  assert.match(page, /1 author<.*1 comment</s)
  assert.match(page, /The year is assumed/)
  assert.match(await site.read('/editions'), /<a href="\/editions\/jan-5">Daily<\/a>/)
  assert.equal((await site.get('/editions/none')).status, 404)
  assert.equal(readPaperId('2611.10003'), second.id)
})
