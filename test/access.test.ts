import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeToken, type Role, type Scope, scopes } from '#accounts'
import { api } from '#api'
import { web } from '#web'
import { apiAccess } from './api-access.ts'
import { access, type Who } from './access.ts'
import { aGroup } from './group.ts'
import { openSite, paperOn } from './site.ts'

const paper = paperOn('2026-11-20', '2611.10002')
const more = ['2611.10003', '2611.10004', '2611.10005'].map((id) => paperOn('2026-11-20', id))

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

const postAsNobody =
  (app: { request: (path: string, init: RequestInit) => Response | Promise<Response> }) =>
  async (path: string, fields: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

const ranks: readonly Who[] = ['anybody', 'reader', 'curator', 'keeper']

/** Whether an answer turns somebody away for who they are. */
const isTurnedAway = ({ status, headers }: Response) =>
  status === 401 ||
  status === 403 ||
  (status === 303 && headers.get('Location')?.startsWith('/sign-in?') === true)

test('nobody gets further than the table says, and everybody as far', async () => {
  await using site = await openSite([paper])
  const nobody = { get: site.get, post: postAsNobody(site.app) }
  // A keeper stays whatever happens, so that no act is refused for want of one.
  await site.as('Kay', 'keeper')
  for (const [line, { who, at, of }] of Object.entries(access)) {
    if (of || who === 'group') continue
    const [method, path = ''] = line.split(' ')
    for (const rank of ranks) {
      const role: Role | undefined =
        rank === 'reader' || rank === 'curator' || rank === 'keeper' ? rank : undefined
      const somebody = role ? await site.as(`A ${role}`, role) : nobody
      const address = at ?? path

      const answer = await (method === 'GET' ? somebody.get(address) : somebody.post(address))

      assert.ok(answer.status < 500, `${line} broke for ${rank}: ${answer.status}`)
      if (who === 'link' || who === 'signed') {
        assert.equal(answer.status, 404, `${line} for ${rank}`)
        continue
      }
      const may: boolean = ranks.indexOf(rank) >= ranks.indexOf(who)
      assert.equal(isTurnedAway(answer), !may, `${line} for ${rank}: ${answer.status}`)
    }
  }
})

for (const [line, { who, of, fields }] of Object.entries(access)) {
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
    await eve.post(address, fields)
    assert.equal(await of.count(site.store, ada.reader), before, 'another reader got at it')

    await ada.post(address, fields)
    assert.equal(await of.count(site.store, ada.reader), before - 1, 'its owner may')
  })
}

test('what is in a private group is for its members, and some of it for its owners', async () => {
  await using site = await openSite([paper, ...more])
  const [owner, member] = [await site.as('Olga'), await site.as('Max')]
  const outside = [await site.as('Outsider'), await site.as('Kay', 'keeper')]
  const nobody = { post: postAsNobody(site.app), get: site.get }
  for (const [line, { tries = [] }] of Object.entries(access)) {
    const [method, path = ''] = line.split(' ')
    for (const { as, at = path, fields = {} } of tries) {
      const { fill, state } = await aGroup(site.store, owner.reader, member.reader)
      const sent = Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, fill(v)]))
      const what = `${line} ${JSON.stringify(fields)}`
      const go = (who: typeof nobody) =>
        method === 'GET' ? who.get(fill(at)) : who.post(fill(at), sent)
      const before = await state()

      for (const who of outside) assert.equal((await go(who)).status, 404, what)
      const answer = await go(nobody)
      assert.ok(answer.status === 404 || isTurnedAway(answer), `${what} for nobody`)
      if (as === 'owner') assert.equal((await go(member)).status, 403, what)
      assert.equal(await state(), before, `${what} did something`)

      const done = await go(as === 'owner' ? owner : member)
      assert.ok(done.status < 400, `${what} for those who may: ${done.status}`)
      if (method === 'POST') assert.notEqual(await state(), before, `${what} did nothing`)
    }
  }
})

test('a comment in a private group is for its members, whatever is done to it', async () => {
  await using site = await openSite([paper, ...more])
  const [owner, member] = [await site.as('Olga'), await site.as('Max')]
  const outside = [await site.as('Outsider'), await site.as('Kay', 'keeper')]
  const { fill, state } = await aGroup(site.store, owner.reader, member.reader)
  const before = await state()

  for (const who of [...outside, { post: postAsNobody(site.app), get: site.get }]) {
    for (const act of 'edit delete react report appeal hide show lock unlock keep'.split(' ')) {
      const fields = { body: 'Mine', reason: 'So', kind: 'agree' }
      const answer = await who.post(fill(`/comments/:comment/${act}`), fields)
      assert.ok(answer.status === 404 || isTurnedAway(answer), `${act}: ${answer.status}`)
    }
    for (const field of [{ group: ':group' }, { parent: ':comment' }]) {
      const sent = { paper: ':paper', body: 'I am in', ...field }
      const filled = Object.fromEntries(Object.entries(sent).map(([k, v]) => [k, fill(v)]))
      assert.ok((await who.post('/comments', filled)).status >= 303)
    }
    for (const path of ['/comments/:comment', '/comments/:comment/history']) {
      assert.equal((await who.get(fill(path))).status, 404, path)
    }
    for (const path of [
      '/papers/:paper',
      '/moderation/log',
      '/groups',
      '/log',
      '/',
      '/search?q=crust',
    ]) {
      assert.doesNotMatch(await (await who.get(fill(path))).text(), /secret crust|bread club/, path)
    }
  }
  assert.equal(await state(), before)
  assert.match(await member.read(fill('/groups/:group/papers/:paper')), /secret crust/)
})

test('no route takes what a page of somebody else made a browser send', async () => {
  await using site = await openSite([paper])
  const kay = await site.as('Kay', 'keeper')
  const [, token = ''] = (await kay.read('/about')).match(/name="token" value="([^"]+)"/) ?? []
  const forged: [string, Record<string, string>, string][] = [
    ['no token', {}, ''],
    ['from another site', { 'Sec-Fetch-Site': 'cross-site' }, token],
    ['from another origin', { Origin: 'https://evil.example' }, token],
  ]

  for (const [line, { at, who }] of Object.entries(access)) {
    const [method, path = ''] = line.split(' ')
    if (method === 'GET' || who === 'signed') continue
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

  for (const [line, { at, who }] of Object.entries(access)) {
    const [method, path = ''] = line.split(' ')
    if (method === 'GET' || who === 'signed') continue
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
  const tokens = new Map<string, string>()
  const tokenOf = async (who: keyof typeof people, granted: readonly Scope[]) => {
    const name = `${who} ${granted.join(' ')}`
    const known = tokens.get(name)
    if (known !== undefined) return known
    const asked = { name, scopes: granted }
    const { secret } = await makeToken(site.store, people[who].id, asked, site.site.now())
    tokens.set(name, secret)
    return secret
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
