import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDay } from '#harvest'
import type { Store } from '#store'
import { fastClock } from '../../test/arxiv/clock.ts'
import { inventedPapers } from '../../test/arxiv/papers.ts'
import { type Play, playArxiv } from '../../test/arxiv/server.ts'
import { aDay, openSite, paperOn } from '../../test/site.ts'

const papers = inventedPapers(3600, { from: aDay('2026-11-05'), aDay: 200 })
const saturday = '2026-11-21T12:00:00Z'

/** Asks an arXiv that plays about a category, at a time. */
async function ask(store: Store, category: string, now: string, play: Play = {}) {
  const clock = fastClock(now)
  await using arxiv = await playArxiv({ papers, now: () => clock.now(), ...play })
  const { rss, listing, query } = arxiv
  const options = { rss, listing, query, clock, random: () => 0.5 }
  return await checkDay(store, category, new AbortController().signal, options)
}

/** The query API lacks some papers. */
const unhad: Play = { hides: (road, id) => road === 'query' && id.endsWith('7') }

test('the ledger shows a complete day, a short one, a stale one and a quiet one', async () => {
  await using site = await openSite([], { today: saturday })
  const whole = await ask(site.store, 'cs.LG', saturday)
  await ask(site.store, 'cs.CL', saturday, unhad)
  await ask(site.store, 'hep-th', saturday, { shows: () => aDay('2026-11-19') })

  const page = await site.read('/ledger?to=2026-11-22')
  const rows = rowsOf(page.slice(page.indexOf('20 November')))

  assert.match(page, /arXiv announces nothing for this day: a weekend/)
  assert.match(rows[0] ?? '', /^cs.CL Short \d+ of \d+ /)
  assert.match(rows[1] ?? '', new RegExp(`^cs.LG Complete ${whole.held} of ${whole.announced} `))
  assert.match(rows[2] ?? '', /^hep-th Stale – – – – .*still shows 2026-11-19/)
})

test('a paper that cannot be had is named', async () => {
  await using site = await openSite([], { today: saturday })
  const { day, missing } = await ask(site.store, 'cs.LG', saturday, unhad)

  const page = await site.read(`/ledger?category=cs.LG`)

  assert.ok(missing.length > 0)
  assert.match(page, new RegExp(`<a href="https://arxiv.org/abs/${missing[0]}">`))
  assert.match(rowsOf(page)[0] ?? '', /^cs.LG Short .* announced papers are not held/)
  assert.match(await site.read(`/day/${day}`), /cs.LG: \d+ of \d+ announced, short 12:00 UTC/)
})

test('a day says at its foot whether all of it is there', async () => {
  await using site = await openSite([], { today: saturday })
  const { day, held } = await ask(site.store, 'cs.LG', saturday)

  const page = await site.read(`/day/${day}`)

  assert.match(page, new RegExp(`cs.LG: ${held} of ${held} announced, complete 12:00 UTC`))
  assert.match(page, /href="\/ledger\?to=2026-11-20"/)
})

test('a day without papers says at its foot why', async () => {
  await using site = await openSite([], { today: saturday })
  await ask(site.store, 'cs.LG', saturday, { shows: () => aDay('2026-11-19') })

  const page = await site.read('/day/2026-11-20')

  assert.match(page, /cs\.LG: stale 12:00 UTC: arXiv’s page still shows 2026-11-19/)
})

test('the ledger is never older than the last check', async () => {
  await using site = await openSite([], { today: saturday })
  await ask(site.store, 'cs.LG', saturday, {
    fault: (_, __, road) => (road === 'listing' ? { kind: 'cut' } : undefined),
  })
  const before = await site.read('/ledger?category=cs.LG')
  await ask(site.store, 'cs.LG', saturday)

  assert.doesNotMatch(before, /Complete/)
  assert.match(before, /Failed/)
  assert.match(await site.read('/ledger?category=cs.LG'), /Complete/)
})

test('a day that nobody asked about claims nothing', async () => {
  await using site = await openSite([paperOn('2026-11-20', '2611.10002')])

  assert.doesNotMatch(await site.read('/day/2026-11-20'), /announced,/)
  assert.match(await site.read('/ledger'), /\.\/broadsheet check cs\.LG/)
  assert.equal((await site.get('/ledger?to=yesterday')).status, 400)
})

/** The rows of the tables, as somebody reads them. */
const rowsOf = (page: string) =>
  [...page.matchAll(/<tbody>.*?<\/tbody>/gs)]
    .flatMap(([body]) => body.split('</tr>').slice(0, -1))
    .map((row) =>
      row
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )

test('programs read the ledger as JSON', async () => {
  await using site = await openSite([], { today: saturday })
  const whole = await ask(site.store, 'cs.LG', saturday)

  const { days } = JSON.parse(await site.read('/ledger.json?to=2026-11-20&category=cs.LG'))

  assert.deepEqual(days[0], JSON.parse(JSON.stringify(whole)))
  assert.equal((await site.get('/ledger.json?to=yesterday')).status, 400)
})

test('the foot of a day follows a check at once', async () => {
  await using site = await openSite([paperOn('2026-11-20', '2611.90001')], { today: saturday })
  const before = await site.read('/day/2026-11-20')
  await ask(site.store, 'cs.LG', saturday)

  const after = await site.read('/day/2026-11-20')

  assert.doesNotMatch(before, /ledger-foot/)
  assert.match(after, /cs\.LG: \d+ of \d+ announced, complete/)
})
