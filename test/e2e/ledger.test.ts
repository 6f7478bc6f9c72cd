import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before as first, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { checkDay } from '#harvest'
import { addDays, announcedAt, type Day, lastListed, quietDay } from '#paper'
import { openSearch } from '#search'
import { openStore } from '#store'
import { fastClock } from '../arxiv/clock.ts'
import { inventedPapers } from '../arxiv/papers.ts'
import { type Play, playArxiv } from '../arxiv/server.ts'
import { keepAll, paperOn } from '../site.ts'
import { findBrowser, openBrowser, openHouse } from './house.ts'

const found = findBrowser()
const options = 'skip' in found ? { skip: found.skip } : {}

/** A day that arXiv has announced for sure, and the quiet one nearest before it. */
const whole = lastListed(new Date(Date.now() - 4 * 86_400_000))
const quiet = quietBefore(whole)
const papers = inventedPapers(1600, { from: addDays(whole, -6), aDay: 200 })

let browser: Browser
let house: Awaited<ReturnType<typeof openHouse>>

first(async () => {
  if ('skip' in found) return
  house = await openHouse({}, furnish)
  browser = await openBrowser(found.path)
})

after(async () => {
  await browser?.close()
  await house?.[Symbol.asyncDispose]()
})

for (const [name, how] of [
  ['on a desk', { viewport: { width: 1280, height: 900 } }],
  ['on a phone, by night', { viewport: { width: 360, height: 760 }, colorScheme: 'dark' }],
  ['without JavaScript', { javaScriptEnabled: false }],
] satisfies [string, BrowserContextOptions][]) {
  test(
    `the ledger shows a complete day, a short one, a stale one and a quiet one, ${name}`,
    options,
    async () => {
      await using reader = await open(`/ledger?to=${whole}`, how)
      const { page } = reader
      const rows = page
        .locator('section', { has: page.locator(`time[datetime="${whole}"]`) })
        .locator('tbody tr')

      const told = await rows.allTextContents()

      assert.match(told[0] ?? '', /^cs\.CL\s*Short\d+ of \d+/)
      assert.match(told[1] ?? '', /^cs\.LG\s*Complete(\d+) of \1/)
      assert.match(told[2] ?? '', /^hep-th\s*Stale–/)
      const still = page.locator('section', { has: page.locator(`time[datetime="${quiet}"]`) })
      assert.match(
        (await still.textContent()) ?? '',
        /arXiv announces nothing for this day: a (weekend|holiday)/,
      )
      await rows.first().locator('summary').click()
      assert.ok(await rows.first().locator('a[href^="https://arxiv.org/abs/"]').first().isVisible())
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      assert.ok(Number(wide) <= 0, `it is ${String(wide)} pixels too wide`)
      if (how.javaScriptEnabled !== false) await assertAccessible(page)
      assert.deepEqual(reader.complaints, [])
    },
  )
}

test('at the foot of a day stands how much of it is here', options, async () => {
  await using reader = await open(`/day/${whole}`)
  const foot = reader.page.locator('.ledger-foot')

  const lines = await foot.locator('li').allTextContents()

  assert.match(lines[0] ?? '', /^cs\.CL: \d+ of \d+ announced, short \d\d:\d\d UTC$/)
  assert.match(lines[1] ?? '', /^cs\.LG: (\d+) of \1 announced, complete \d\d:\d\d UTC$/)
  assert.match(lines[2] ?? '', /^hep-th: stale \d\d:\d\d UTC: arXiv’s page still shows/)
  await foot.locator('a').click()
  assert.match(reader.page.url(), /\/ledger\?to=/)
})

test('a day that arXiv keeps quiet leads to the one before it, and says why', options, async () => {
  await using reader = await open(`/day/${quiet}`)

  assert.match((await reader.page.locator('.notice').textContent()) ?? '', /a (weekend|holiday)/)
})

test('a paper tells what changed, word by word, also without JavaScript', options, async () => {
  await using reader = await open('/papers/2605.00001', { javaScriptEnabled: false })
  const { page } = reader

  await page.locator('.versions summary').click()

  assert.equal(await page.locator('.versions del').first().textContent(), 'gone: slowly.')
  assert.equal(await page.locator('.versions ins').first().textContent(), 'new: slowly, and well.')
})

/** A page of a browser of its own, with everything it complained about. */
async function open(path: string, how: BrowserContextOptions = {}) {
  const context = await browser.newContext({ baseURL: house.address, ...how })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(path)
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
}

async function assertAccessible(page: Awaited<ReturnType<typeof open>>['page']) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    [],
  )
}

/** A store that has asked an arXiv that plays: of one category all is there, of the others not. */
async function furnish(folder: string): Promise<void> {
  await using store = await openStore(join(folder, 'broadsheet.db'))
  const before = lastListed(new Date((announcedAt(whole)?.getTime() ?? 0) - 3_600_000))
  const plays: [category: string, play: Play][] = [
    ['cs.LG', {}],
    ['cs.CL', { hides: (road, id) => road === 'query' && id.endsWith('7') }],
    ['hep-th', { shows: () => before }],
  ]
  for (const [category, play] of plays) {
    const clock = fastClock(
      new Date((announcedAt(whole)?.getTime() ?? 0) + 16 * 3_600_000).toISOString(),
    )
    await using arxiv = await playArxiv({ papers, now: () => clock.now(), ...play })
    const { rss, listing, query } = arxiv
    await checkDay(store, category, new AbortController().signal, { rss, listing, query, clock })
  }
  const [may, june] = ['2026-05-07T10:00:00Z', '2026-06-07T10:00:00Z']
  const living = paperOn('2026-05-08', '2605.00001', {
    title: 'On clocks',
    abstract: 'We time networks slowly.',
    publishedAt: may,
    updatedAt: may,
    versions: [{ number: 1, at: may }],
    asOf: may,
  })
  await keepAll(store, [living])
  await keepAll(store, [
    {
      ...living,
      abstract: 'We time networks slowly, and well.',
      updatedAt: june,
      versions: [
        { number: 1, at: may },
        { number: 2, at: june },
      ],
      asOf: june,
    },
  ])
  await using search = await openSearch(store, { folder: join(folder, 'index') })
  await search.refresh()
}

function quietBefore(day: Day): Day {
  let so = addDays(day, -1)
  while (!quietDay(so)) so = addDays(so, -1)
  return so
}
