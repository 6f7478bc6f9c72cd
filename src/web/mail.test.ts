import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseAtomFeed, parseOpml } from 'feedsmith'
import { simpleParser } from 'mailparser'
import { digestHolding, sendDue, turnOn } from '#digest'
import { openEvents } from '#mail'
import { web } from '#web'
import { atomFaults } from '../../test/feeds/atom.ts'
import { jsonFaults } from '../../test/feeds/json.ts'
import { rssFaults } from '../../test/feeds/rss.ts'
import { openSite, paperOn } from '../../test/site.ts'

const friday = paperOn('2026-11-20', '2611.10003', { title: 'Fast bread' })

type SiteOfTest = Awaited<ReturnType<typeof openSite>>

const form = (fields: Record<string, string | string[]>) => {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) body.append(name, one)
  }
  return body
}

const post = (site: SiteOfTest, path: string, fields: Record<string, string | string[]> = {}) =>
  site.app.request(path, { method: 'POST', body: form(fields) })

const ask = (site: SiteOfTest, address: string, more = {}) =>
  post(site, '/digest', {
    address,
    day: ['1', '2', '3', '4', '5'],
    hour: '7',
    zone: 'UTC',
    ...more,
  })

async function letters(site: SiteOfTest) {
  await sendDue(site.press, AbortSignal.timeout(20_000))
  return Promise.all(
    readdirSync(site.mail)
      .toSorted()
      .map((name) => simpleParser(readFileSync(join(site.mail, name)))),
  )
}

const pathIn = (text: string | undefined, end: string) =>
  text?.match(new RegExp(`http://localhost(/mail/[\\w.-]+${end})`))?.[1] ?? 'none'

test('a search leads to the form by which it is had by mail', async () => {
  await using site = await openSite([friday])
  const page = await site.read('/search?q=bread+cat:cs.LG')
  const [, path = ''] = page.match(/href="(\/digest\?watch=[^"]+)"/) ?? []
  assert.match(await site.read(path), /name="watch" value="bread cat:cs\.LG"/)
  assert.match(await site.read('/categories/cs.LG'), /href="\/digest\?watch=cat%3Acs\.LG"/)
})

test('a stranger asks by form, confirms by the link in a letter, and may change everything by it', async () => {
  await using site = await openSite([friday])

  const asked = await ask(site, 'ada@example.com', { watch: 'bread' })
  const [letter] = await letters(site)
  const confirm = pathIn(letter?.text, '/confirm')
  const home = confirm.replace('/confirm', '')

  assert.match(await asked.text(), /A letter is on its way to ada@example\.com/)
  assert.match(await site.read(confirm), /Monday to Friday at 07:00, UTC/)
  assert.match(await site.read(home), /Not confirmed yet/)
  assert.equal((await post(site, confirm)).status, 303)
  assert.match(await site.read(home), /It goes to ada@example\.com/)
  assert.match(await site.read(home), />bread</)

  await post(site, home, { day: ['6'], hour: '20', zone: 'Asia/Tokyo', front: '3' })
  assert.match(await site.read(home), /Sat at 20:00, Asia\/Tokyo/)
  await post(site, `${home}/watch`, { query: 'au:"Kim Lee"', kind: 'pin' })
  assert.match(await site.read(home), /Never miss<\/span> <a [^>]*>au:&quot;kim lee&quot;/i)
})

test('what cannot be is refused in a sentence', async () => {
  await using site = await openSite([friday])

  for (const [fields, said] of [
    [{ address: 'nobody' }, /“nobody” is not an address/],
    [{ address: 'a@b.example', zone: 'Mars/Base' }, /“Mars\/Base” is not a time zone/],
    [{ address: 'a@b.example\r\nBcc: x@example.net' }, /is not an address/],
  ] as const) {
    const answer = await ask(site, fields.address, fields)
    assert.equal(answer.status, 400)
    assert.match(await answer.text(), said)
  }
  assert.equal((await site.get('/mail/abc.aaaaaaaaaaaaaaaaaaaaaaaa')).status, 404)
})

test('a program that opens every link of a mail changes nothing, and a person leaves by one click', async () => {
  await using site = await openSite([friday])
  await ask(site, 'ada@example.com')
  const row = await site.store.selectFrom('subscriptions').selectAll().executeTakeFirstOrThrow()
  await letters(site)
  await turnOn(site.store, row.id, new Date('2026-11-19T00:00:00Z'))
  const all = await letters(site)
  const digest = all.find(({ subject }) => subject?.includes('1 paper'))
  const before = await everything(site)

  const urls = [
    ...all.flatMap(
      ({ text = '', html }) => `${text} ${String(html)}`.match(/https?:\/\/[^\s"<>]+/g) ?? [],
    ),
    ...(JSON.stringify(digest?.headers.get('list') ?? '').match(/http:\/\/[^"<>]+/g) ?? []),
  ]
  assert.ok(urls.filter((url) => url.startsWith('http://localhost/')).length > 8)
  for (const url of new Set(urls.map((one) => one.replaceAll('&amp;', '&')))) {
    if (!url.startsWith('http://localhost')) continue
    for (const method of ['GET', 'HEAD']) {
      const answer = await site.app.request(url, { method })
      assert.ok(answer.status < 400, `${method} ${url}: ${answer.status}`)
    }
  }
  assert.deepEqual(await everything(site), before)

  const leave = pathIn(digest?.text, '/leave')
  assert.match(await site.read(leave), /<form method="post"/)
  const click = await site.app.request(leave, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  })
  assert.equal(click.status, 200)
  const after = await site.store.selectFrom('subscriptions').selectAll().executeTakeFirst()
  assert.deepEqual([after?.state, after?.endReason], ['ended', 'by one click'])
  assert.match(await site.read(leave), /You have left/)
})

test('a digest stands on the web and in a feed as it stood in the mail', async () => {
  await using site = await openSite([friday])
  await ask(site, 'ada@example.com', { watch: 'bread' })
  const { id } = await site.store.selectFrom('subscriptions').selectAll().executeTakeFirstOrThrow()
  await letters(site)
  await turnOn(site.store, id, new Date('2026-11-19T00:00:00Z'))
  await letters(site)
  const home = new URL(site.press.links.choices(id)).pathname

  assert.match(await site.read(`${home}/2026-11-20`), /Friday, 20 November 2026.*Fast bread/s)
  const feed = parseAtomFeed(await site.read(`${home}/digests.atom`))
  assert.match(feed.entries?.[0]?.content?.value ?? '', /Fast bread/)
  assert.match(await site.read(home), /20 November 2026<\/a>\s*: sent, 1 paper/)
  const opml = parseOpml(await site.read(`${home}/watches.opml`))
  assert.match(opml.body?.outlines?.[1]?.xmlUrl ?? '', /\/feeds\/search\.atom\?q=bread/)
})

test('a preview shows what would come, and keeps nothing', async () => {
  await using site = await openSite([friday])
  const before = await everything(site)

  const page = await site.read('/digest/preview?day=1&hour=7&zone=UTC&front=5&watch=bread')

  assert.match(page, /Fast bread/)
  assert.deepEqual(await everything(site), before)
})

test('a reader with an account chooses without confirming the address again', async () => {
  await using site = await openSite([friday])
  const ada = await site.as('Ada')
  await site.store
    .updateTable('readers')
    .set({ email: 'ada@example.com', emailVerified: 1 })
    .where('id', '=', ada.reader.id)
    .execute()

  assert.doesNotMatch(await ada.read('/digest'), /name="address"/)
  const answer = await ada.post('/digest', { day: '1', hour: '9', zone: 'UTC' })

  assert.equal(answer.status, 303)
  assert.match(await ada.read(answer.headers.get('Location') ?? ''), /It goes to ada@example\.com/)
  assert.equal((await ada.get('/digest')).status, 303)
})

const everything = async ({ store }: SiteOfTest) =>
  Promise.all(
    (['subscriptions', 'digests', 'watches', 'addresses', 'jobs', 'votes'] as const).map((table) =>
      store.selectFrom(table).selectAll().execute(),
    ),
  )

test('a reader who leaves the site takes digests and watches along', async () => {
  await using site = await openSite([friday])
  const ada = await site.as('Ada')
  await site.store
    .updateTable('readers')
    .set({ email: 'ada@example.com', emailVerified: 1 })
    .where('id', '=', ada.reader.id)
    .execute()
  await ada.post('/digest', { day: '1', hour: '9', zone: 'UTC', watch: 'bread' })

  const told = await digestHolding.tell(site.store, ada.reader.id)
  await site.store
    .transaction()
    .execute((within) => digestHolding.erase(within, ada.reader.id, new Date()))

  assert.match(JSON.stringify(told), /"query":"bread"/)
  assert.deepEqual((await everything(site)).flat(), [])
})

test('a test letter comes at once, and the status page counts what was due', async () => {
  await using site = await openSite([friday])
  await ask(site, 'ada@example.com')
  const { id } = await site.store.selectFrom('subscriptions').selectAll().executeTakeFirstOrThrow()
  await turnOn(site.store, id, new Date('2026-11-19T00:00:00Z'))
  const home = new URL(site.press.links.choices(id)).pathname

  assert.equal((await post(site, `${home}/test`)).status, 303)
  assert.equal(readdirSync(site.mail).length, 1)
  await letters(site)

  const page = await site.read('/status')
  assert.match(page, /One person gets the paper/)
  assert.match(page, /Fri 20 Nov<\/th><td class="number">1<\/td><td class="number">1<\/td>/)
  assert.doesNotMatch(page, /ada@example/)
})

test('a reader votes by the link of a digest, which does nothing until its button is pressed', async () => {
  await using site = await openSite([friday])
  const ada = await site.as('Ada')
  await site.store
    .updateTable('readers')
    .set({ email: 'ada@example.com', emailVerified: 1 })
    .where('id', '=', ada.reader.id)
    .execute()
  await ada.post('/digest', { day: '1', hour: '9', zone: 'UTC' })
  await site.store
    .updateTable('subscriptions')
    .set({ dueAt: '2026-11-19T00:00:00Z', days: '1234567' })
    .execute()
  const [letter] = await letters(site)
  const path =
    String(letter?.html).match(/http:\/\/localhost(\/mail\/[^"]+\/vote\/2611\.10003)"/)?.[1] ?? ''
  const votes = () => site.store.selectFrom('votes').select(['paper', 'reader']).execute()

  assert.match(await site.read(path), /Fast bread.*<button class="main">Vote/s)
  assert.deepEqual(await votes(), [])
  assert.equal((await post(site, path)).status, 303)
  await post(site, path)

  assert.deepEqual(await votes(), [{ paper: '2611.10003', reader: ada.reader.id }])

  const saving =
    String(letter?.html).match(/http:\/\/localhost(\/mail\/[^"]+\/save\/2611\.10003)"/)?.[1] ?? ''
  const saved = () => site.store.selectFrom('saved').select(['paper', 'reader']).execute()
  assert.match(await site.read(saving), /Fast bread.*<button class="main">Save/s)
  assert.deepEqual(await saved(), [])
  assert.equal((await post(site, saving)).status, 303)
  await post(site, saving)
  assert.deepEqual(await saved(), [{ paper: '2611.10003', reader: ada.reader.id }])
})

test('a service that carries letters tells what became of them, and nobody in its name', async () => {
  await using site = await openSite([friday])
  await ask(site, 'ada@example.com')
  const { id } = await site.store.selectFrom('subscriptions').selectAll().executeTakeFirstOrThrow()
  await turnOn(site.store, id, new Date('2026-11-19T00:00:00Z'))
  await letters(site)
  const app = web({ ...site.site, reports: new Map([['json', openEvents('json', 'a long key')]]) })
  const tell = async (key: string, kind: string, service = 'json') => {
    const body = JSON.stringify({ events: [{ kind, address: 'ada@example.com' }] })
    const at = Math.floor(site.site.now().getTime() / 1000)
    const mac = createHmac('sha256', key).update(`${at}.${body}`).digest('hex')
    const headers = { 'X-Broadsheet-Signature': `t=${at},v1=${mac}` }
    const how = { method: 'POST', headers, body }
    const answer = await app.request(`/mail/reports/${service}`, how)
    return [answer.status, await answer.text()]
  }

  assert.deepEqual(await tell('a long key', 'bounce'), [200, '{"noted":1}'])
  assert.match(await site.read('/status'), /1<\/td><td class="number">1<\/td><td class="number">1</)
  assert.equal((await tell('guessed', 'complaint'))[0], 403)
  assert.equal((await tell('a long key', 'nonsense'))[0], 400)
  assert.equal((await tell('a long key', 'bounce', 'mailgun'))[0], 404)
})

test('digests are a feed in every format, kept from everybody else', async () => {
  await using site = await openSite([friday])
  await ask(site, 'ada@example.com')
  const { id } = await site.store.selectFrom('subscriptions').selectAll().executeTakeFirstOrThrow()
  await turnOn(site.store, id, new Date('2026-11-19T00:00:00Z'))
  await letters(site)
  const home = new URL(site.press.links.choices(id)).pathname

  for (const [format, faults] of [
    ['atom', atomFaults],
    ['rss', rssFaults],
    ['json', jsonFaults],
  ] as const) {
    const answer = await site.get(`${home}/digests.${format}`)
    assert.match(answer.headers.get('Cache-Control') ?? '', /^private/)
    assert.deepEqual(faults(await answer.text()), [])
    const tag = { 'If-None-Match': answer.headers.get('ETag') ?? '' }
    assert.equal((await site.get(`${home}/digests.${format}`, tag)).status, 304)
  }
})
