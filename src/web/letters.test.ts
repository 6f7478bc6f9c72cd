import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sendDue } from '#digest'
import { pick } from '#curation'
import { readPaperId } from '#paper'
import { follow, keepWatch } from '#watches'
import { simpleParser } from 'mailparser'
import type { Schema } from '#store'
import { openSite, paperOn } from '../../test/site.ts'

const papers = [
  paperOn('2026-11-20', '2611.10003', { title: 'Fast bread' }),
  paperOn('2026-11-20', 'math.GT/0309136', { title: 'Knots of bread' }),
]

/** Everything that following a link of a letter might change. */
const tables = [
  'subscriptions',
  'digests',
  'watches',
  'hooks',
  'askers',
  'addresses',
  'jobs',
  'votes',
  'saved',
  'signals',
  'comments',
  'readers',
] as const satisfies readonly (keyof Schema)[]

test('a scanner that opens every link of a reader’s letter, in every way it has, changes nothing', async () => {
  await using site = await openSite(papers)
  const kay = await site.as('Kay', 'curator')
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
  const at = site.site.now()
  await keepWatch(site.store, ada.reader.id, { query: 'bread' }, at)
  await follow(site.store, ada.reader.id, { about: 'person', key: 'kay' }, at)
  await pick(site.store, kay.reader, { paper: readPaperId('math.GT/0309136'), topic: '' }, at)
  await sendDue(site.press, AbortSignal.timeout(20_000))
  const [name = ''] = readdirSync(site.mail)
  const raw = readFileSync(join(site.mail, name))
  const { text = '', html } = await simpleParser(raw)
  const head = String(raw).split('\r\n\r\n')[0] ?? ''
  const links = `${text} ${String(html)} ${head.replace(/\r\n /g, '')}`.match(
    /https?:\/\/[^\s"<>]+/g,
  )
  const ours = new Set(links?.filter((url) => url.startsWith('http://localhost/')))
  const kinds = [...ours].map((url) => url.replace(/.*\/mail\/[\w.-]+/, ''))
  for (const kind of [/^\/vote\//, /^\/save\//, /^\/leave$/, /^$/, /^\/2026-11-20$/]) {
    assert.ok(
      kinds.some((one) => kind.test(one)),
      String(kind),
    )
  }
  const everything = () =>
    Promise.all(tables.map((table) => site.store.selectFrom(table).selectAll().execute()))
  const before = await everything()

  for (const url of ours) {
    for (const headers of [{}, { 'User-Agent': 'Scanner', Purpose: 'prefetch' }]) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const answer = await site.app.request(url.replaceAll('&amp;', '&'), { method, headers })
        if (method !== 'OPTIONS')
          assert.ok(answer.status < 400, `${method} ${url}: ${answer.status}`)
      }
    }
  }

  assert.deepEqual(await everything(), before)
})

/** What a list of a form stands at. */
const chosen = (page: string, name: string) =>
  page.match(new RegExp(`<select name="${name}">.*?value="(\\d+)" selected`, 's'))?.[1]

test('a page leads to what is trending by mail, and nothing is kept before it is saved', async () => {
  await using site = await openSite(papers)
  assert.match(await site.read('/trending'), /href="\/digest\?front=0&amp;trending=10"/)
  const asked = await site.read('/digest?front=0&trending=10')
  assert.deepEqual([chosen(asked, 'front'), chosen(asked, 'trending')], ['0', '10'])

  const ada = await site.as('Ada')
  await site.store
    .updateTable('readers')
    .set({ email: 'ada@example.com', emailVerified: 1 })
    .where('id', '=', ada.reader.id)
    .execute()
  await ada.post('/digest', { day: '1', hour: '9', zone: 'UTC', front: '5' })
  const there = (await ada.get('/digest?front=0&trending=10')).headers.get('Location') ?? ''
  const mine = await ada.read(there)

  assert.deepEqual([chosen(mine, 'front'), chosen(mine, 'trending')], ['0', '10'])
  assert.match(mine, /Not kept yet.*Mon at 09:00, UTC/s)
  const kept = await site.store.selectFrom('subscriptions').select(['front', 'days']).execute()
  assert.deepEqual(kept, [{ front: 5, days: '1' }])
})
