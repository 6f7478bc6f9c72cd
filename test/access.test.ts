import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeToken, type Scope, scopes } from '#accounts'
import { api } from '#api'
import { web } from '#web'
import { access, type Who } from './access.ts'
import { apiAccess } from './api-access.ts'
import { openSite, paperOn } from './site.ts'

const paper = paperOn('2026-11-20', '2611.10002')

/** What stands before routes, and files that everybody loads. */
const isNoRoute = ({ method, path }: { method: string; path: string }) =>
  method === 'ALL' || path.startsWith('/assets/')

test('every route has a line in the table of who may do what, and every line a route', async () => {
  await using site = await openSite([])
  const tables = [
    { surface: web(site.site), table: access, file: 'test/access.ts' },
    { surface: api(site.site), table: apiAccess, file: 'test/api-access.ts' },
  ]
  for (const { surface, table, file } of tables) {
    const routes = surface.routes
      .filter((route) => !isNoRoute(route))
      .map(({ method, path }) => `${method} ${path}`)

    const missing = routes.filter((route) => !Object.hasOwn(table, route))
    const gone = Object.keys(table).filter((line) => !routes.includes(line))

    assert.deepEqual(missing, [], `routes without a line in ${file}`)
    assert.deepEqual(gone, [], `lines of ${file} without a route`)
  }
})

const ranks: readonly Who[] = ['anybody', 'reader', 'curator', 'keeper']

/** Whether an answer turns somebody away for who they are. */
const isTurnedAway = ({ status, headers }: Response) =>
  status === 401 ||
  status === 403 ||
  (status === 303 && headers.get('Location')?.startsWith('/sign-in?') === true)

test('nobody gets further than the table says, and everybody as far', async () => {
  await using site = await openSite([paper])
  const nobody = {
    get: site.get,
    post: (path: string) =>
      site.app.request(path, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' }),
  }
  // A keeper stays whatever happens, so that no act is refused for want of one.
  await site.as('Kay', 'keeper')
  for (const [line, { who, at, of }] of Object.entries(access)) {
    if (of) continue
    const [method, path = ''] = line.split(' ')
    for (const rank of ranks) {
      const role = rank === 'reader' || rank === 'curator' || rank === 'keeper' ? rank : undefined
      const somebody = role ? await site.as(`A ${role}`, role) : nobody
      const address = at ?? path

      const answer = await (method === 'GET' ? somebody.get(address) : somebody.post(address))

      assert.ok(answer.status < 500, `${line} broke for ${rank}: ${answer.status}`)
      if (who === 'link') {
        assert.equal(answer.status, 404, `${line} for ${rank}`)
        continue
      }
      const may = ranks.indexOf(rank) >= ranks.indexOf(who)
      assert.equal(isTurnedAway(answer), !may, `${line} for ${rank}: ${answer.status}`)
    }
  }
})

for (const [line, { who, of }] of Object.entries(access)) {
  if (!of) continue
  test(`${line} acts on what is one's own alone`, async () => {
    await using site = await openSite([])
    const role = who === 'keeper' ? 'keeper' : 'reader'
    const [ada, eve] = [await site.as('Ada', role), await site.as('Eve')]
    // Whose last way to sign in it is may not remove it; these may.
    await site.store.updateTable('readers').set({ emailVerified: 1 }).execute()
    const address = await of.make(site.store, ada.reader)
    const before = await of.count(site.store, ada.reader)

    await site.app.request(address, { method: 'POST', body: new URLSearchParams() })
    await eve.post(address)
    assert.equal(await of.count(site.store, ada.reader), before, 'another reader got at it')

    await ada.post(address)
    assert.equal(await of.count(site.store, ada.reader), before - 1, 'its owner may')
  })
}

test('no route takes what a page of somebody else made a browser send', async () => {
  await using site = await openSite([paper])
  const kay = await site.as('Kay', 'keeper')
  const [, token = ''] = (await kay.read('/about')).match(/name="token" value="([^"]+)"/) ?? []
  const forged: [string, Record<string, string>, string][] = [
    ['no token', {}, ''],
    ['from another site', { 'Sec-Fetch-Site': 'cross-site' }, token],
    ['from another origin', { Origin: 'https://evil.example' }, token],
  ]

  for (const [line, { at }] of Object.entries(access)) {
    const [method, path = ''] = line.split(' ')
    if (method === 'GET') continue
    for (const [how, headers, sent] of forged) {
      const answer = await site.app.request(at ?? path.replaceAll(/:\w+/g, 'x'), {
        method: method ?? 'POST',
        headers: { Cookie: kay.cookie, ...headers },
        body: new URLSearchParams({ token: sent }),
      })
      assert.equal(answer.status, 403, `${line}, ${how}`)
    }
  }
})

test('no route reads more than a form holds', async () => {
  await using site = await openSite([paper])
  const kay = await site.as('Kay', 'keeper')

  for (const [line, { at }] of Object.entries(access)) {
    const [method, path = ''] = line.split(' ')
    if (method === 'GET') continue
    const address = at ?? path.replaceAll(/:\w+/g, 'x')
    const { status } = await kay.post(address, { name: 'x'.repeat(300_000) })
    assert.equal(status, 400, line)
  }
})

test('a program gets as far as its token and its reader may, and no further', async () => {
  await using site = await openSite([paper])
  const people = {
    reader: (await site.as('A reader')).reader,
    curator: (await site.as('A curator', 'curator')).reader,
    keeper: (await site.as('A keeper', 'keeper')).reader,
  }
  const tokenOf = async (who: keyof typeof people, granted: readonly Scope[]) => {
    const asked = { name: granted.join(' '), scopes: granted }
    return (await makeToken(site.store, people[who].id, asked, site.site.now())).secret
  }
  for (const [line, { who, scope, at, body }] of Object.entries(apiAccess)) {
    const [method = 'GET', path = ''] = line.split(' ')
    const ask = (token: string | undefined) =>
      site.app.request(at ?? path, {
        method,
        headers: {
          'Content-Type': 'application/json',
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        },
        ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
      })
    const { status: forNobody } = await ask(undefined)
    assert.ok(forNobody < 500, `${line} broke for nobody: ${forNobody}`)
    assert.equal([401, 403].includes(forNobody), who !== 'anybody', `${line}: ${forNobody}`)
    if (method !== 'GET' || who !== 'anybody') {
      assert.equal((await ask('bs_of-nobody')).status, 401, `${line} with a made-up token`)
    }
    if (scope === undefined) continue
    for (const role of ['reader', 'curator', 'keeper'] as const) {
      const others: Scope[] = scopes.filter((one) => one !== scope)
      assert.equal((await ask(await tokenOf(role, others))).status, 403, `${line} beyond its token`)
      const { status } = await ask(await tokenOf(role, [scope]))
      const may = ranks.indexOf(role) >= ranks.indexOf(who)
      assert.equal([401, 403].includes(status), !may, `${line} for ${role}: ${status}`)
    }
  }
})

test('no door for programs takes what a page of somebody else made a browser send', async () => {
  await using site = await openSite([paper])
  const kay = await site.as('Kay', 'keeper')
  const from: Record<string, string>[] = [
    {},
    { 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'https://evil.example' },
  ]

  for (const [line, { at, scope }] of Object.entries(apiAccess)) {
    const [method = '', path = ''] = line.split(' ')
    if (method === 'GET' || scope === undefined) continue
    for (const headers of from) {
      const { status } = await site.app.request(at ?? path, {
        method,
        headers: { Cookie: kay.cookie, 'Content-Type': 'application/json', ...headers },
        body: '{}',
      })
      assert.equal(status, 403, `${line}, ${JSON.stringify(headers)}`)
    }
  }
})

test('no door for programs reads more than a megabyte', async () => {
  await using site = await openSite([paper])

  for (const [line, { at }] of Object.entries(apiAccess)) {
    const [method = '', path = ''] = line.split(' ')
    if (method === 'GET') continue
    const { status } = await site.app.request(at ?? path, {
      method,
      headers: { 'Content-Type': 'application/json', 'Content-Length': '1100000' },
      body: JSON.stringify('x'.repeat(1_100_000)),
    })
    assert.ok([400, 401, 413].includes(status), `${line}: ${status}`)
  }
})
