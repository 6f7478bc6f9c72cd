import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addReader, openSession, setProfile, setSignUpRule } from '#accounts'
import { noLog } from '#log'
import { web } from '#web'
import { allAttacks, assertHarmless } from '../../test/attacks.ts'
import { openSite, paperOn } from '../../test/site.ts'

const paper = paperOn('2026-11-20', '2611.10002')

test('a page that would do harm is found out', () => {
  for (const harm of [
    '<script>alert(1)</script>',
    '<script src="//evil.example/x.js"></script>',
    '<img src=x onerror=alert(1)>',
    '<a href="java&#115;cript:alert(1)">x</a>',
    '<a href=" \tjavascript:alert(1)">x</a>',
    '<p style="background:url(//evil.example)">',
    '<form action="//evil.example">',
    '<iframe src="/">',
  ]) {
    assert.throws(() => assertHarmless(harm), harm)
  }
  assertHarmless('<a href="/x?javascript:alert(1)">&lt;script&gt;</a>')
})

test('whatever a reader calls themselves, pages stay pages', async () => {
  await using site = await openSite([paper])
  const kay = await site.as('Kay', 'keeper')
  const eve = await site.as('Eve')

  for (const attack of allAttacks) {
    await setProfile(site.store, eve.reader.id, {
      name: `x${attack}`,
      handle: 'eve',
      about: attack,
    })
    for (const page of [
      await site.read('/people/eve'),
      await eve.read('/account'),
      await kay.read('/keeper'),
      await kay.read(`/keeper?find=${encodeURIComponent(attack.toWellFormed())}`),
    ]) {
      assertHarmless(page, attack.slice(0, 60))
    }
  }
})

test('whatever a paper says, pages stay pages', async () => {
  const papers = allAttacks.map((attack, i) =>
    paperOn('2026-11-20', `2611.3${String(i).padStart(4, '0')}`, {
      title: `Loaves ${attack.slice(0, 500)}`,
      abstract: attack,
      authors: [attack.slice(0, 200), 'Ada Lovelace'],
      comments: attack,
      journalRef: attack,
    }),
  )
  await using site = await openSite(papers)

  const paths = ['/', '/?page=2', '/day/2026-11-20?page=3', '/search?q=loaves', '/week']
  for (const path of [...paths, ...papers.map(({ id }) => `/papers/${id}`)]) {
    assertHarmless(await site.read(path), path)
  }
})

test('whatever is asked for, pages stay pages', async () => {
  await using site = await openSite([paper])
  for (const attack of allAttacks) {
    const text = encodeURIComponent(attack.toWellFormed())
    for (const path of [
      `/search?q=${text}`,
      `/people/${text}`,
      `/sign-in?from=${text}`,
      `/${text}`,
    ]) {
      const answer = await site.get(path)
      assert.ok(answer.status < 500, path)
      assertHarmless(await answer.text(), path)
    }
  }
})

test('no page runs what stands in it, whoever looks', async () => {
  await using site = await openSite([paper])
  const kay = await site.as('Kay', 'keeper')

  for (const path of ['/', '/sign-in', '/account', '/keeper', '/account/tokens', '/nowhere']) {
    const answer = await kay.get(path)
    const policy = answer.headers.get('Content-Security-Policy') ?? ''
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /form-action 'self'/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.doesNotMatch(policy, /unsafe|\*|https?:|data:/)
    assertHarmless(await answer.text(), path)
  }
})

test('signing in leads to a page of this site, and to no other', async () => {
  await using site = await openSite([paper])
  await setSignUpRule(site.store, 'open')

  for (const from of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
  ]) {
    const page = await site.read(`/sign-in?from=${encodeURIComponent(from)}`)
    assert.match(page, /name="from" value="\/"/, from)
    const link = await site.read(`/sign-in/link?token=x&from=${encodeURIComponent(from)}`)
    assert.doesNotMatch(link, /href="[^"]*evil/)
    const ada = await site.as('Ada')
    const back = await ada.get(`/sign-in?from=${encodeURIComponent(from)}`)
    assert.equal(back.headers.get('Location'), '/')
  }
})

test('a made-up host is in no page, link or letter', async () => {
  await using site = await openSite([paper])
  const asked = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' }

  const page = await (await site.app.request('http://evil.example/', { headers: asked })).text()
  await site.app.request('http://evil.example/sign-in', {
    method: 'POST',
    headers: { ...asked, Origin: 'http://localhost' },
    body: new URLSearchParams({ email: 'ada@example.org' }),
  })
  await letterIn(site.letters)

  assert.doesNotMatch(page, /evil/)
  assert.doesNotMatch(JSON.stringify(site.letters), /evil/)
})

test('an address that is known here is answered as one that is not', async () => {
  await using site = await openSite([paper])
  await site.as('Kay', 'keeper')
  await addReader(site.store, { name: 'Ada', email: 'ada@example.org', emailVerified: true })
  const ask = async (email: string) => {
    const answer = await site.app.request('/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ email }),
    })
    return [answer.status, (await answer.text()).replaceAll(email, '')]
  }

  assert.deepEqual(await ask('ada@example.org'), await ask('eve@example.org'))
  await letterIn(site.letters)
})

test('a form gives what it asks for, and nothing beside', async () => {
  await using site = await openSite([paper])
  await site.as('Kay', 'keeper')
  const eve = await site.as('Eve')
  const more = { role: 'keeper', email: 'eve@evil.example', emailVerified: '1', id: 'x', acts: '9' }

  await eve.post('/account', { name: 'Eve', handle: 'eve', about: '', ...more, bannedAt: '' })
  await eve.post('/account/tokens', { name: 'x', scope: 'keep', days: '90', ...more })

  const row = await site.store
    .selectFrom('readers')
    .select(['id', 'role', 'email', 'emailVerified'])
    .where('handle', '=', 'eve')
    .executeTakeFirstOrThrow()
  assert.equal(row.id, eve.reader.id)
  assert.equal(row.role, 'reader')
  assert.deepEqual([row.email.includes('evil'), row.emailVerified], [false, 0])
  assert.equal((await site.store.selectFrom('tokens').select('id').execute()).length, 0)
})

test('what is no form and no JSON is refused, and breaks nothing', async () => {
  await using site = await openSite([paper])
  const ada = await site.as('Ada')
  const [, token = ''] = (await ada.read('/account')).match(/name="token" value="([^"]+)"/) ?? []
  const send = (path: string, type: string, body: string) =>
    site.app.request(path, {
      method: 'POST',
      headers: { Cookie: ada.cookie, 'Content-Type': type, 'X-Form-Token': token },
      body,
    })
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`

  for (const body of ['{', deep, '"x"', 'null', '{"response":{"__proto__":{"role":"keeper"}}}']) {
    for (const path of ['/account/passkeys', '/sign-in/passkey']) {
      const { status } = await send(path, 'application/json', body)
      assert.ok(status >= 400 && status < 500, `${path} with ${body.slice(0, 30)}: ${status}`)
    }
  }
  const parts = 'multipart/form-data; boundary=x'
  for (const body of ['', '--x', '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n']) {
    const { status } = await send('/account', parts, body)
    assert.ok(status >= 400 && status < 500, `a form of ${JSON.stringify(body)}: ${status}`)
  }
  const many = new URLSearchParams(
    Array.from({ length: 5000 }, (_, i): [string, string] => [`a.b.${i}`, 'x']),
  )
  const { status } = await send('/account', 'application/x-www-form-urlencoded', many.toString())
  assert.equal(status, 400)
})

test('nobody writes all day', async () => {
  await using site = await openSite([paper])
  const [ada, eve] = [await site.as('Ada'), await site.as('Eve')]
  const answers = new Map<number, number>()
  for (let i = 0; i < 310; i++) {
    const { status } = await eve.post('/theme', { theme: 'dark' })
    answers.set(status, (answers.get(status) ?? 0) + 1)
  }

  assert.deepEqual(
    [...answers],
    [
      [303, 300],
      [429, 10],
    ],
  )
  assert.equal((await ada.post('/theme', { theme: 'dark' })).status, 303)
})

test('the cookie of a session is kept from scripts, other sites and plain connections', async () => {
  await using site = await openSite([paper])
  const secure = web({
    ...site.site,
    accounts: await site.openAccounts({ url: 'https://papers.example.org' }),
  })
  await secure.request('https://papers.example.org/sign-in', {
    method: 'POST',
    headers: { Origin: 'https://papers.example.org' },
    body: new URLSearchParams({ email: 'ada@example.org' }),
  })
  await letterIn(site.letters)
  const [, link = ''] = site.letters[0]?.text.match(/token=(\w+)/) ?? []

  const answer = await secure.request('https://papers.example.org/sign-in/link', {
    method: 'POST',
    headers: { Origin: 'https://papers.example.org' },
    body: new URLSearchParams({ link, from: '/' }),
  })

  const set =
    answer.headers.getSetCookie().find((line) => line.startsWith('__Host-broadsheet=')) ?? ''
  assert.match(set, /; Secure$/)
  assert.match(set, /; Path=\/; HttpOnly; SameSite=Lax;/)
  assert.doesNotMatch(set, /Domain/)
  const headers = { Cookie: set.split(';')[0] ?? '' }
  const account = await secure.request('https://papers.example.org/account', { headers })
  assert.equal(account.status, 200)
  assert.match(account.headers.get('Strict-Transport-Security') ?? '', /max-age=\d{7,}/)
  assert.equal(account.headers.get('Cache-Control'), 'no-store')
})

test('what opens a door stands in no log', async () => {
  await using site = await openSite([paper])
  const noted: string[] = []
  const note = (...what: unknown[]) => void noted.push(JSON.stringify(what))
  const broken = web({
    ...site.site,
    log: { ...noLog, info: note, warn: note, error: note },
    holdings: [
      {
        name: 'broken',
        kept: '',
        tell: () => Promise.reject(new Error('the disk is full')),
        erase: () => Promise.reject(new Error('the disk is full')),
      },
    ],
  })
  const ada = await addReader(site.store, { name: 'Ada' })
  const { token } = await openSession(site.store, ada.id, { method: 'link' }, new Date())
  const headers = { Cookie: `broadsheet=${token}`, Authorization: 'Basic c2VjcmV0' }

  const answer = await broken.request('/account/export?token=secret-of-a-link', { headers })

  assert.equal(answer.status, 500)
  assert.equal(noted.length, 1)
  assert.doesNotMatch(noted.join(), /secret-of-a-link|c2VjcmV0/)
  assert.ok(!noted.join().includes(token))
})

/** The link goes its own way: what is answered waits for no letter. */
async function letterIn(letters: readonly unknown[]): Promise<void> {
  for (let i = 0; i < 200 && letters.length === 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.equal(letters.length, 1)
}
