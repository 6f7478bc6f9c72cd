import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite, paperOn } from '../../../test/site.ts'

const paper = paperOn('2026-11-20', '2611.10002', { title: 'On waiting' })
const other = paperOn('2026-11-20', 'math.GT/0309136', { title: 'On knots' })

const typeOf = (answer: Response) => answer.headers.get('Content-Type')?.split(';')[0]

test('BibTeX is had at arXiv’s own address for it, and what is not there is said as arXiv says it', async () => {
  await using site = await openSite([paper, other])

  const answer = await site.get('/bibtex/2611.10002v3')
  const old = await site.get('/bibtex/math.GT/0309136')
  const none = await site.get('/bibtex/0000.0000')

  assert.equal(typeOf(answer), 'text/plain')
  assert.match(await answer.text(), /^@misc\{lovelace2026waiting,/)
  assert.match(await old.text(), /^@misc\{lovelace2026knots,/)
  assert.deepEqual([none.status, await none.json()], [404, { reason: 'not_found' }])
})

test('a paper is cited by an ending, by a media type at its own address, and several at once', async () => {
  await using site = await openSite([paper, other])
  const types = {
    bib: 'application/x-bibtex',
    ris: 'application/x-research-info-systems',
    json: 'application/vnd.citationstyles.csl+json',
    jsonld: 'application/ld+json',
  }

  for (const [ending, type] of Object.entries(types)) {
    const byEnding = await site.get(`/cite/2611.10002.${ending}`)
    const byType = await site.get('/papers/2611.10002', { Accept: type })
    assert.deepEqual([typeOf(byEnding), typeOf(byType)], [type, type])
    assert.equal(await byEnding.text(), await byType.text())
  }
  const both = await (await site.get('/cite?ids=2611.10002,math.GT/0309136&format=bibtex')).text()
  assert.equal(both.match(/@misc/g)?.length, 2)
  assert.match(
    await (await site.get('/cite/2611.10002?style=apa')).text(),
    /^Lovelace, A\., & Noether, E\. \(2026\)/,
  )
})

test('what cannot be cited is refused in a sentence', async () => {
  await using site = await openSite([paper])
  const wrong: [string, number][] = [
    ['/cite', 400],
    ['/cite?ids=,', 400],
    ['/cite?ids=none', 404],
    ['/cite?ids=2611.10002&format=docx', 400],
    ['/cite/2611.10002?style=none', 404],
    ['/cite/0000.0000.bib', 404],
    [`/cite?ids=${Array.from({ length: 201 }, (_, i) => `2611.${10000 + i}`).join(',')}`, 400],
  ]
  for (const [path, status] of wrong) assert.equal((await site.get(path)).status, status, path)

  const brought = await site.app.request('/cite', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ids: ['2611.10002'], csl: '<html/>' }),
  })
  assert.equal(brought.status, 400)
})

test('unAPI tells its formats, those of a paper, and the paper', async () => {
  await using site = await openSite([paper])

  const all = await site.get('/unapi')
  const ofPaper = await site.get('/unapi?id=2611.10002')
  const asRis = await site.get('/unapi?id=2611.10002&format=ris')

  assert.deepEqual([all.status, ofPaper.status, asRis.status], [200, 300, 200])
  assert.match(
    await ofPaper.text(),
    /<formats id="2611.10002"><format name="bibtex" type="application\/x-bibtex"/,
  )
  assert.match(await asRis.text(), /TI {2}- On waiting\r\n/)
  const wrong: [string, number][] = [
    ['/unapi?format=ris', 400],
    ['/unapi?id=0000.0000', 404],
    ['/unapi?id=2611.10002&format=marc', 406],
  ]
  for (const [path, status] of wrong) assert.equal((await site.get(path)).status, status, path)
})

test('the page of a paper says where its citation, its text and its description are', async () => {
  await using site = await openSite([
    {
      ...paper,
      title: 'On </script><b>waiting',
      license: 'http://creativecommons.org/licenses/by/4.0/',
    },
  ])

  const page = await site.get('/papers/2611.10002')
  const again = await site.get('/papers/2611.10002')
  const html = await page.text()

  for (const answer of [page, again]) {
    const link = answer.headers.get('Link') ?? ''
    assert.match(link, /<https:\/\/doi\.org\/10\.48550\/arXiv\.2611\.10002>; rel="cite-as"/)
    assert.match(
      link,
      /<\/cite\/2611\.10002\.bib>; rel="describedby"; type="application\/x-bibtex"/,
    )
    assert.match(link, /<http:\/\/creativecommons\.org\/licenses\/by\/4\.0\/>; rel="license"/)
  }
  const [, data = ''] = html.match(/<script type="application\/ld\+json">(.*?)<\/script>/s) ?? []
  assert.equal(JSON.parse(data).name, 'On </script><b>waiting')
  assert.match(
    html,
    /<link rel="unapi-server" type="application\/xml" title="unAPI" href="\/unapi"\/?>/,
  )
  assert.match(
    await site.read('/day/2026-11-20'),
    /<abbr class="unapi-id" title="2611.10002" hidden/,
  )
})
