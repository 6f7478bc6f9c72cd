import assert from 'node:assert/strict'
import { test } from 'node:test'
import { announcedAt, type Day, dayOf, lastListed, readPaperId } from '#paper'
import { announcedOn } from '../../test/arxiv/announcements.ts'
import { fastClock } from '../../test/arxiv/clock.ts'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { type Play, playArxiv } from '../../test/arxiv/server.ts'
import { isSameList, totalsOf } from './announced.ts'
import { arxivListing, readListing } from './arxiv-listing.ts'
import { arxivManners } from './arxiv-manners.ts'
import { arxivFeed, readFeed } from './arxiv-rss.ts'
import { conversation, Garbled, Unchanged } from './ask.ts'

const never = new AbortController().signal
const papers = inventedPapers(3600, { from: dayOf(new Date('2026-11-05')), aDay: 200 })
const friday = dayOf(new Date('2026-11-20'))
const noon = () => new Date('2026-11-20T12:00:00Z')

test('the day of the last list changes at eight in the evening in Ithaca', () => {
  const cases: [now: string, day: string][] = [
    ['2026-11-20T00:59:59Z', '2026-11-19'],
    ['2026-11-20T01:00:00Z', '2026-11-20'], // 20:00 in winter
    ['2026-07-10T00:00:00Z', '2026-07-10'], // 20:00 in summer
    ['2026-11-22T12:00:00Z', '2026-11-20'], // a Sunday
    ['2026-11-27T12:00:00Z', '2026-11-26'], // nothing was announced on Thanksgiving
  ]
  for (const [now, day] of cases) assert.equal(lastListed(new Date(now)), day, now)
  assert.equal(announcedAt(friday)?.toISOString(), '2026-11-20T01:00:00.000Z')
})

test('feed and page say the same of a day', async () => {
  await using arxiv = await playArxiv({ papers, now: noon })
  const ask = asking()

  const feed = await arxivFeed(ask, arxiv.rss, 'cs.LG', never)
  const listing = await arxivListing(ask, arxiv.listing, 'cs.LG', never)

  const announced = announcedOn(friday, 'cs.LG', papers)
  assert.ok(announced.length > 20)
  assert.equal(listing.day, friday)
  assert.equal(feed.announced.length, announced.length)
  assert.deepEqual(totalsOf(feed.announced), listing.totals)
  assert.deepEqual(totalsOf(listing.announced), listing.totals)
  assert.ok(listing.totals.new > 0 && listing.totals.cross > 0 && listing.totals.replace > 0)
  assert.ok(isSameList(feed.announced, listing.announced))
})

test('a feed that did not change is not sent again', async () => {
  await using arxiv = await playArxiv({ papers, now: noon })
  const ask = asking()
  const { marks } = await arxivFeed(ask, arxiv.rss, 'cs.LG', never)

  await assert.rejects(arxivFeed(ask, arxiv.rss, 'cs.LG', never, { since: marks }), Unchanged)
  await assert.rejects(arxivFeed(ask, arxiv.rss, 'cs.LG', never, { since: marks }), Unchanged)
})

test('lists of different days are different, and one with gaps is the same', async () => {
  const [thursday, ofFriday] = await Promise.all([
    feedOf(dayOf(new Date('2026-11-19'))),
    feedOf(friday),
  ])

  assert.equal(isSameList(thursday, ofFriday), false)
  assert.equal(isSameList(ofFriday.slice(3), ofFriday.slice(0, -3)), true)
  assert.equal(isSameList([], ofFriday), false)
})

test('a feed is read by its words, whatever else it has', () => {
  const feed = readFeed(
    `<rss xmlns:arxiv="x"><channel><lastBuildDate>Fri, 20 Nov 2026 05:00:00 +0000</lastBuildDate>${item('oai:arXiv.org:math/0601001v2', 'replace-cross')}${item('nonsense', 'new')}${item('oai:arXiv.org:2609.00001v1', 'bogus')}</channel></rss>`,
  )

  assert.deepEqual(feed, {
    announced: [
      { id: readPaperId('math/0601001'), kind: 'replace' },
      { id: readPaperId('2609.09159'), kind: 'new' },
    ],
    unread: 1,
    builtAt: 'Fri, 20 Nov 2026 05:00:00 +0000',
  })
  assert.deepEqual(readFeed('<rss><channel><title>x</title></channel></rss>').announced, [])
  assert.throws(() => readFeed('<html></html>'), Garbled)
})

test('a page must prove that it was understood', () => {
  const date = '<h3>Showing new listings for Friday, 20 November 2026</h3>'
  const link = '<a href ="/abs/2611.10001" title="Abstract" id="2611.10001">'
  const one = '<h3>New submissions (showing 1 of 1 entries)</h3>'
  const cases: [page: string, understood: string | undefined][] = [
    [`${date}${one}${link}`, '1 0 0'],
    [
      `${date}<h3>New submissions (continued, showing last 1 of 369 entries)</h3>${link}`,
      '369 0 0',
    ],
    [`${date}<h3>Cross submissions (showing first 1 of 2 entries)</h3>${link}`, '0 2 0'],
    [`${date}<p>No updates today.</p>`, '0 0 0'],
    [`${date}<p>Under repair.</p>`, undefined],
    [`${date}${one}`, undefined],
    [`${one}${link}`, undefined],
    ['<h3>Showing new listings for Friday, 31 November 2026</h3>', undefined],
    [`<h3>${' '.repeat(1_000_000)}`, undefined],
  ]
  for (const [content, understood] of cases) {
    const page = `${content}</html>`
    if (understood === undefined) {
      assert.throws(() => readListing(page), Garbled, page.slice(0, 200))
      continue
    }
    const { totals } = readListing(page)
    assert.equal(`${totals.new} ${totals.cross} ${totals.replace}`, understood)
    assert.throws(() => readListing(content), Garbled, 'without its end')
  }
})

const item = (guid: string, type: string) =>
  `<item><guid isPermaLink="false">${guid}</guid><link>https://arxiv.org/abs/2609.09159</link><arxiv:announce_type>${type}</arxiv:announce_type></item>`

const asking = () => conversation({ ...arxivManners, clock: fastClock(), random: () => 0.5 })

async function feedOf(day: Day) {
  const play: Play = { papers, now: noon, shows: () => day }
  await using arxiv = await playArxiv(play)
  return (await arxivFeed(asking(), arxiv.rss, 'cs.LG', never)).announced
}
