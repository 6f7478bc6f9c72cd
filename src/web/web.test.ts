import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { noLog } from '#log'
import { web } from '#web'
import { keepAll, openSite, paperOn } from '../../test/site.ts'

const paper = paperOn('2026-11-20', '2611.10002')

test('pages load nothing from elsewhere and run no script of others', async () => {
  await using site = await openSite([paper])

  const { headers } = await site.get('/')

  assert.match(
    headers.get('Content-Security-Policy') ?? '',
    /^default-src 'none'; style-src 'self'; script-src 'self'/,
  )
  assert.equal(headers.get('X-Content-Type-Options'), 'nosniff')
  assert.equal(headers.get('Referrer-Policy'), 'strict-origin-when-cross-origin')
})

test('what pages load is there, under an address that names its content, forever', async () => {
  await using site = await openSite([paper])
  const page = await site.read('/')

  const addresses = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
    ([, path]) => path ?? '',
  )

  assert.equal(addresses.length, 4)
  for (const address of addresses) {
    const response = await site.get(address)
    assert.equal(response.status, 200)
    assert.match(response.headers.get('Cache-Control') ?? '', /immutable/)
  }
  const script = await (await site.get(addresses.find((path) => path.endsWith('.js')) ?? '')).text()
  assert.doesNotMatch(script, /: void|readonly/)
})

test('a page is packed as the browser likes it', async () => {
  await using site = await openSite([paper])
  const plain = await site.read('/')
  const packedFor = async (encodings: string) => {
    const response = await site.get('/', { 'Accept-Encoding': encodings })
    return [
      response.headers.get('Content-Encoding'),
      Buffer.from(await response.arrayBuffer()),
    ] as const
  }

  const [zstandard, quick] = await packedFor('gzip, deflate, br, zstd')
  const [brotli, small] = await packedFor('gzip, deflate, br')
  const [gzip, larger] = await packedFor('gzip;q=0.5, br;q=0')

  assert.equal(zstandard, 'zstd')
  assert.equal(zstdDecompressSync(quick).toString(), plain)
  assert.equal(brotli, 'br')
  assert.equal(brotliDecompressSync(small).toString(), plain)
  assert.equal(gzip, 'gzip')
  assert.equal(gunzipSync(larger).toString(), plain)
})

test('a reader who has a page already is told so, until something changes', async () => {
  await using site = await openSite([paper])
  const etag = (await site.get('/')).headers.get('ETag') ?? ''

  const again = await site.get('/', { 'If-None-Match': etag })
  await keepAll(site.store, [paperOn('2026-11-20', '2611.10003')])
  const changed = await site.get('/', { 'If-None-Match': etag })

  assert.equal(again.status, 304)
  assert.equal(await again.text(), '')
  assert.equal(changed.status, 200)
  assert.match(await changed.text(), /2611\.10003/)
})

test('light and dark are chosen with a form, remembered, and lead back', async () => {
  await using site = await openSite([paper])

  const chosen = await site.app.request('/theme', {
    method: 'POST',
    body: new URLSearchParams({ theme: 'dark', from: '/day/2026-11-20?page=2' }),
  })

  assert.equal(chosen.status, 303)
  assert.equal(chosen.headers.get('Location'), '/day/2026-11-20?page=2')
  const cookie = chosen.headers.get('Set-Cookie') ?? ''
  assert.match(cookie, /^theme=dark;/)
  const page = await (await site.get('/', { Cookie: 'theme=dark' })).text()
  assert.match(page, /<html lang="en" data-theme="dark">/)
})

for (const elsewhere of [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
]) {
  test(`choosing colours never leads to ${elsewhere}`, async () => {
    await using site = await openSite([])

    const chosen = await site.app.request('/theme', {
      method: 'POST',
      body: new URLSearchParams({ theme: 'dark', from: elsewhere }),
    })

    assert.equal(chosen.headers.get('Location'), '/')
  })
}

test('an unknown page suggests a search for the words of its address', async () => {
  await using site = await openSite([])

  const response = await site.get('/blog/attention_sinks.html')

  assert.equal(response.status, 404)
  assert.match(await response.text(), /href="\/search\?q=blog\+attention\+sinks\.html"/)
})

test('a fault apologises with a number and tells nothing of itself', async () => {
  await using site = await openSite([paper])
  const noted: unknown[] = []
  const note = (what: unknown) => void noted.push(what)
  const broken = web({
    store: site.store,
    accounts: site.accounts,
    press: site.press,
    holdings: [],
    proxies: 0,
    search: {
      ...site.search,
      find: () => Promise.reject(new Error('the secret disk is on fire')),
      suggest: () => Promise.reject(new Error('the index burns')),
      near: () => Promise.resolve([]),
    },
    log: { ...noLog, error: note },
    now: () => new Date('2026-11-20T12:00:00Z'),
  })

  const response = await broken.request('/search?q=fire')
  const page = await response.text()

  assert.equal(response.status, 500)
  assert.doesNotMatch(page, /secret disk/)
  const [, number] = page.match(/<code>(\w{8})<\/code>/) ?? []
  assert.ok(number && JSON.stringify(noted).includes(number))
})

test('a browser can take Broadsheet among its search engines', async () => {
  await using site = await openSite([])

  assert.match(
    await site.read('/opensearch.xml'),
    /template="http:\/\/localhost\/search\?q=\{searchTerms\}"/,
  )
})
