import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { noteAct } from '#accounts'
import { keepAll, openSite, paperOn } from '../../test/site.ts'
import { onThisSite } from './reader.ts'

const paper = paperOn('2026-11-20', '2611.10002')
const tokenIn = (page: string) => page.match(/name="token" value="([^"]+)"/)?.[1]

test('pages for everybody are one page, with nothing of anybody on it', async () => {
  await using site = await openSite([paper])
  const ada = await site.as('Ada')

  const before = await site.get('/')
  const hers = await ada.read('/')
  const after = await site.get('/')

  assert.ok(tokenIn(hers))
  assert.equal(tokenIn(await after.text()), undefined)
  assert.equal(after.headers.get('ETag'), before.headers.get('ETag'))
})

test('nobody is ever shown a page that was made for another', async () => {
  await using site = await openSite([paper])
  const readers = await Promise.all(['Ada', 'Emmy', 'Sofia'].map((name) => site.as(name)))

  for (const path of ['/', '/papers/2611.10002', '/about', '/nowhere']) {
    const seen = new Set<string | undefined>()
    for (const round of [1, 2]) {
      for (const reader of readers) seen.add(tokenIn(await reader.read(path)))
      assert.equal(seen.size, 3, `${path}, round ${round}`)
      assert.equal(tokenIn(await site.read(path)), undefined)
    }
  }
})

test('a page is kept for its reader until the reader does something', async () => {
  await using site = await openSite([paper])
  const ada = await site.as('Ada')
  await ada.read('/')
  // What only a page made anew can show, since the log of changes does not tell of it.
  await site.store.updateTable('papers').set({ title: 'Changed underneath' }).execute()

  assert.doesNotMatch(await ada.read('/'), /Changed underneath/)
  await ada.post('/theme', { theme: 'auto' })
  assert.match(await ada.read('/'), /Changed underneath/)

  await site.store.updateTable('papers').set({ title: 'Changed again' }).execute()
  assert.doesNotMatch(await ada.read('/'), /Changed again/)
  await noteAct(site.store, ada.reader.id)
  assert.match(await ada.read('/'), /Changed again/)
})

test('in the house of one reader pages are kept too', async () => {
  await using site = await openSite([paper], { signIn: 'off' })
  assert.ok(tokenIn(await site.read('/')))
  await site.store.updateTable('papers').set({ title: 'Changed underneath' }).execute()

  assert.doesNotMatch(await site.read('/'), /Changed underneath/)
  await keepAll(site.store, [paperOn('2026-11-20', '2611.10003')])

  assert.match(await site.read('/'), /Changed underneath/)
})

const forged: [string, Record<string, string>, string?][] = [
  ['without the token', { 'Sec-Fetch-Site': 'same-origin', Origin: 'http://localhost' }, ''],
  ['with a token of somebody else', { Origin: 'http://localhost' }, 'emmy'],
  ['from another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['from a neighbour of the site', { 'Sec-Fetch-Site': 'same-site' }],
  ['from another origin', { Origin: 'https://evil.example' }],
  ['from the same host and another port', { Origin: 'http://localhost:8080' }],
  ['from a sandbox', { Origin: 'null' }],
]

for (const [how, headers, token] of forged) {
  test(`a form sent ${how} is refused`, async () => {
    await using site = await openSite([paper])
    const [ada, emmy] = [await site.as('Ada'), await site.as('Emmy')]
    const own = tokenIn(await ada.read('/')) ?? ''
    const sent = token === 'emmy' ? tokenIn(await emmy.read('/')) : (token ?? own)

    const answer = await site.app.request('/theme', {
      method: 'POST',
      headers: { Cookie: ada.cookie, ...headers },
      body: new URLSearchParams({ token: sent ?? '', theme: 'dark' }),
    })

    assert.equal(answer.status, 403)
    assert.equal(answer.headers.get('Set-Cookie'), null)
    assert.match(await answer.text(), /load the page again/)
  })
}

test('a page elsewhere can do nothing in the house of one reader', async () => {
  await using site = await openSite([paper], { signIn: 'off' })
  const token = tokenIn(await site.read('/')) ?? ''
  const send = (headers: Record<string, string>, fields: Record<string, string>) =>
    site.app.request('/theme', { method: 'POST', headers, body: new URLSearchParams(fields) })

  assert.equal((await send({ Origin: 'https://evil.example' }, { token })).status, 403)
  assert.equal((await send({ 'Sec-Fetch-Site': 'cross-site' }, { token })).status, 403)
  assert.equal((await send({ Origin: 'http://localhost' }, {})).status, 403)
  assert.equal((await send({ Origin: 'http://localhost' }, { token })).status, 303)
  assert.equal((await send({}, {})).status, 303, 'a program on this machine')
})

test('what is larger than a form is not read', async () => {
  await using site = await openSite([])

  const answer = await site.app.request('/theme', {
    method: 'POST',
    body: new URLSearchParams({ from: '/'.repeat(300_000) }),
  })

  assert.equal(answer.status, 400)
})

test('an address to return to is one of ours', () => {
  for (const [asked, leads] of [
    ['/day/2026-11-20?page=2', '/day/2026-11-20?page=2'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/..//evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['javascript:alert(1)', '/'],
    [undefined, '/'],
  ] as const) {
    assert.equal(onThisSite(asked), leads, asked)
  }
})

test('in the house of one reader there is an account, and nothing to sign in to or out of', async () => {
  await using site = await openSite([paper], { signIn: 'off' })

  const account = await site.read('/account')
  const signIn = await site.get('/sign-in?from=/month')
  const elsewhere = await site.app.request('http://papers.example.org/sign-in')

  assert.match(account, /value="you"/)
  assert.match(account, /Take it with you/)
  assert.doesNotMatch(account, /Sign out|Sessions|Mail address/)
  assert.equal(signIn.headers.get('Location'), '/month')
  assert.match(await elsewhere.text(), /serves the one person who sits at its machine/)
})

test('every form that posts is one that carries what it must', () => {
  for (const file of globSync('src/web/**/*.tsx')) {
    if (file.endsWith('parts/form.tsx')) continue
    assert.doesNotMatch(readFileSync(file, 'utf8'), /<form[^>]*method=["{']+post/i, file)
  }
})
