import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pick } from '#curation'
import { say } from '#discussion'
import { groupFor, makeGroup, nominateTo, roomIn } from '#groups'
import { readPaperId } from '#paper'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { allAttacks } from '../../../test/attacks.ts'
import { atomFaults } from '../../../test/feeds/atom.ts'
import { jsonFaults } from '../../../test/feeds/json.ts'
import { rssFaults } from '../../../test/feeds/rss.ts'
import { openSite, paperOn } from '../../../test/site.ts'

const faultsIn = { atom: atomFaults, rss: rssFaults, json: jsonFaults }

const wild = paperOn('2026-11-20', '2611.10002', {
  title: allAttacks.slice(0, 60).join(' '),
  abstract: allAttacks.join(' '),
  authors: [...allAttacks.slice(40, 60), 'Ada Lovelace'],
})
const old = paperOn('2026-11-19', 'math.GT/0309136', { title: 'An older id' })

/** A site where people did things, and every feed that it has. */
async function busySite() {
  const site = await openSite([wild, old])
  await site.search.refresh()
  const kay = await site.as('Kay', 'curator')
  const at = new Date('2026-11-20T11:00:00Z')
  const paper = readPaperId('2611.10002')
  await pick(site.store, kay.reader, { paper, topic: '' }, at)
  for (const body of [...allAttacks.slice(0, 30), 'See [here](/papers/x) and @kay, $x^2$.']) {
    await say(site.store, kay.reader, { paper, body: body || '.' }, at)
  }
  await say(site.store, kay.reader, { paper: readPaperId('math.GT/0309136'), body: 'Old.' }, at)
  const terms = { name: 'Bakers', about: '', openness: 'public', joining: 'request' } as const
  const group = await makeGroup(site.store, kay.reader, terms, at)
  await nominateTo(site.store, kay.reader, { group, paper, line: 'Wild.' }, at)
  const room = await roomIn(site.store, await groupFor(site.store, group, kay.reader))
  await say(site.store, { ...kay.reader, room }, { paper, body: 'Said among us.' }, at)
  return { site, kay, group }
}

const paths = [
  '/feeds/latest',
  '/feeds/front',
  '/feeds/trending',
  '/feeds/day/2026-11-20',
  '/feeds/week/2026-W47',
  '/feeds/month/2026-11',
  '/feeds/categories/cs.LG',
  '/feeds/topics/cs.LG',
  '/feeds/authors/ada-lovelace',
  '/feeds/people/kay',
  '/feeds/comments/2611.10002',
  '/feeds/comments/math.GT/0309136',
]

test('every feed keeps the rules of its format, whatever its papers and comments say', async () => {
  const { site, group } = await busySite()
  await using _ = site
  for (const path of [...paths, `/feeds/groups/${group}`, '/feeds/search']) {
    for (const format of ['atom', 'rss', 'json'] as const) {
      const address = `${path}.${format}${path.endsWith('search') ? '?q=older+id' : ''}`
      const answer = await site.get(address)
      assert.equal(answer.status, 200, address)
      const text = await answer.text()
      assert.deepEqual(faultsIn[format](text), [], address)
      // Whoever has it is told so, by tag and by date.
      for (const [asks, name] of [
        ['If-None-Match', 'ETag'],
        ['If-Modified-Since', 'Last-Modified'],
      ] as const) {
        const again = await site.get(address, { [asks]: answer.headers.get(name) ?? '' })
        assert.equal(again.status, 304, `${address} ${asks}`)
      }
    }
  }
})

test('the rules of feeds find what is wrong', () => {
  const good =
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:a:b</id><title>t</title><updated>2026-11-20T07:00:00Z</updated><author><name>n</name></author></feed>'
  assert.deepEqual(atomFaults(good), [])
  for (const [from, to, fault] of [
    ['<id>urn:a:b</id>', '', /has no id/],
    ['urn:a:b', 'no address', /says “no address”/],
    ['2026-11-20T07:00:00Z', 'Friday', /says “Friday”/],
    ['<title>t</title>', '<title>t</title><title>u</title>', /2 of title/],
    ['<author><name>n</name></author>', '<author/>', /has no name/],
    ['<title>', '<title kind="x">', /attribute kind/],
    ['</feed>', '<entry/></feed>', /entry has no id/],
    ['</feed>', '<headline/></feed>', /holds .*headline/],
    ['</feed>', '', /not well formed/],
  ] as const) {
    assert.match(atomFaults(good.replace(from, to)).join(), fault)
  }
  const rss =
    '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>t</title><link>https://a.example/</link><description>d</description><a:link rel="self" href="https://a.example/x"/><item><title>t</title><guid isPermaLink="false">g</guid><pubDate>Fri, 20 Nov 2026 07:00:00 GMT</pubDate></item></channel></rss>'
  assert.deepEqual(rssFaults(rss), [])
  for (const [from, to, fault] of [
    ['2.0', '1.0', /version="1\.0"/],
    [' isPermaLink="false"', '', /says so/],
    ['Fri, 20', 'Thu, 20', /another weekday/],
    ['2026 07', '26 07', /says “Fri/],
    ['<title>t</title><guid', '<guid', /neither title nor description/],
    ['<description>d</description>', '', /has no description/],
  ] as const) {
    assert.match(rssFaults(rss.replace(from, to)).join(), fault)
  }
  const json = { version: 'https://jsonfeed.org/version/1.1', title: 't', items: [] }
  assert.deepEqual(jsonFaults(JSON.stringify(json)), [])
  for (const more of [{ version: '1' }, { items: [{ id: '1' }] }, { home: 'x' }, { title: '' }]) {
    assert.notDeepEqual(jsonFaults(JSON.stringify({ ...json, ...more })), [])
  }
})

test('what a person puts forward, and what is said under a paper, are feeds of their own', async () => {
  const { site, kay, group } = await busySite()
  await using _ = site

  const person = parseAtomFeed(await site.read('/feeds/people/kay.atom'))
  const comments = parseRssFeed(await site.read('/feeds/comments/math.GT/0309136.rss'))
  const latest = parseJsonFeed(await site.read('/feeds/latest.json'))

  assert.equal(comments.title, 'Comments on “An older id” — Broadsheet')
  const said = comments.items?.[0]
  assert.equal(said?.title, 'Kay on “An older id”')
  assert.match(said?.link ?? '', /\/papers\/math\.GT\/0309136#comment-[0-9a-f]{20}$/)
  const ids = person.entries?.map(({ id }) => id) ?? []
  assert.ok(ids.includes(said?.guid?.value ?? ''), 'a comment is one entry wherever it stands')
  assert.ok(
    latest.items?.some(({ id }) => ids.includes(id)),
    'and so is a paper',
  )
  assert.match(
    await site.read('/people/kay'),
    /type="application\/atom\+xml"[^>]*people\/kay\.atom/,
  )
  assert.match(
    await site.read('/papers/math.GT/0309136'),
    /title="Comments on “An older id” \(Atom\)" href="\/feeds\/comments\/math\.GT\/0309136\.atom"/,
  )
  const linked = person.entries?.map(({ content }) => content?.value ?? '').join('')
  assert.match(linked ?? '', /href="http:\/\/localhost\/people\/kay"|@kay/)
  assert.equal((await site.get('/feeds/people/nobody.atom')).status, 404)
  assert.equal((await site.get('/feeds/comments/2611.99999.atom')).status, 404)
  const bakers = parseAtomFeed(await site.read(`/feeds/groups/${group}.atom`))
  assert.deepEqual(
    bakers.entries?.map(({ links }) => links?.[0]?.href?.replace(/[0-9a-f]{20}$/, '…')).toSorted(),
    [
      `http://localhost/groups/${group}/papers/2611.10002#comment-…`,
      'http://localhost/papers/2611.10002',
    ],
  )
  await site.store.updateTable('groups').set({ openness: 'private' }).execute()
  assert.equal((await site.get(`/feeds/groups/${group}.rss`)).status, 404)
  const mark = site.press.links.feedMark(kay.reader.id)
  assert.equal((await site.get(`/feeds/groups/${group}.rss?for=${mark}`)).status, 200)
})

test('a feed that is asked for by the mark of a reader leaves out what they never want to see', async () => {
  const { site } = await busySite()
  await using _ = site
  const ada = await site.as('Ada')
  await ada.post('/account/following/watch', { kind: 'mute', query: 'ti:older' })
  await ada.post('/account/following/watch', { query: 'older id' })
  const opml = await ada.read('/account/following/feeds.opml')
  const [, mark = ''] = opml.match(/for=([\w.-]+)/) ?? []
  const titles = async (path: string) =>
    parseAtomFeed(await site.read(path)).entries?.map(({ title }) => title?.value)

  assert.ok((await titles('/feeds/latest.atom'))?.includes('An older id'))
  const answer = await site.get(`/feeds/latest.atom?for=${mark}`)
  assert.match(answer.headers.get('Cache-Control') ?? '', /private/)
  assert.doesNotMatch(await answer.text(), /An older id/)
  assert.equal((await site.get('/feeds/latest.atom?for=ada.made-up')).status, 404)
  // It opens the feeds and nothing else.
  assert.equal((await site.get(`/mail/${mark}`)).status, 404)
})
