import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before as first, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { addReader, openSession, type Role } from '#accounts'
import { pick } from '#curation'
import { readPaperId } from '#paper'
import { openStore, type Store } from '#store'
import { refreshScores } from '#trending'
import { vote } from '#votes'
import { findBrowser, openBrowser, openHouse, today } from './house.ts'

const found = findBrowser()
const options = 'skip' in found ? { skip: found.skip } : {}

let browser: Browser
let house: Awaited<ReturnType<typeof openHouse>>
let store: Store

first(async () => {
  if ('skip' in found) return
  house = await openHouse({ BROADSHEET_SIGNIN: 'on' })
  store = await openStore(join(house.folder, 'broadsheet.db'))
  browser = await openBrowser(found.path)
})

after(async () => {
  await browser?.close()
  await store?.destroy()
  await house?.[Symbol.asyncDispose]()
})

const long = new Date(Date.now() - 40 * 86_400_000)

/** The browser of a reader who has long been here, signed in, with everything it complained about. */
async function openAs(name: string, how: BrowserContextOptions & { role?: Role } = {}) {
  const { role = 'reader', ...rest } = how
  const context = await browser.newContext({ baseURL: house.address, ...rest })
  const reader = await addReader(store, { name, role }, long)
  const { id } = reader
  const { token } = await openSession(store, id, { method: 'link' })
  await context.addCookies([{ name: 'broadsheet', value: token, url: house.address }])
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { reader, page, complaints, [Symbol.asyncDispose]: () => context.close() }
}

const paperOf = (n: number) => `2611.2${String(n).padStart(4, '0')}`
const voteOf = (page: Page, paper: string) => page.locator(`.entry button.vote[value="${paper}"]`)
/** On the front page. */
const onFront = (n: number) => ({ paper: readPaperId(paperOf(n)), topic: '' })

const inFront = (page: Page) => page.locator('.picks .entry h3').allTextContents()

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? '' : ', without JavaScript'
  const offset = javaScriptEnabled ? 10 : 30

  test(`vote for a paper in a list, and take the vote back${how}`, options, async () => {
    await using reader = await openAs('Vera', { javaScriptEnabled })
    const { page } = reader
    const paper = paperOf(offset)
    await page.goto('/')
    const button = voteOf(page, paper)
    assert.equal(await button.textContent(), 'Vote')

    await button.click()
    await voteOf(page, paper).and(page.locator('[aria-pressed=true]')).waitFor()
    assert.equal(await voteOf(page, paper).textContent(), '1')
    assert.equal(new URL(page.url()).hash, javaScriptEnabled ? '' : `#papers/${paper}`)
    await page.goto(`/papers/${paper}`)
    assert.equal(await page.locator('.readers .vote').getAttribute('aria-pressed'), 'true')
    await page.goto('/')
    await voteOf(page, paper).click()
    await voteOf(page, paper).and(page.locator('[aria-pressed=false]')).waitFor()

    assert.equal(await voteOf(page, paper).textContent(), 'Vote')
    assert.deepEqual(reader.complaints, [])
  })

  test(`nominate a paper, endorse it, and see it on the front page${how}`, options, async () => {
    const paper = paperOf(offset + 1)
    const title = `Loaf number ${offset + 1}`
    await using ada = await openAs('Ada', { javaScriptEnabled })
    await using emmy = await openAs('Emmy', { javaScriptEnabled })
    await using sofia = await openAs('Sofia', { javaScriptEnabled })

    await ada.page.goto('/nominations')
    await ada.page.getByLabel('An id, a link').fill(`https://arxiv.org/abs/${paper}v1`)
    await ada.page.getByRole('button', { name: 'Look it up' }).click()
    await ada.page.getByRole('button', { name: 'Nominate for the front page' }).click()
    await emmy.page.goto('/nominations')
    await emmy.page
      .locator('.entry', { hasText: title })
      .getByRole('button', { name: 'Endorse' })
      .click()
    await sofia.page.goto(`/papers/${paper}`)
    await sofia.page.getByRole('button', { name: 'Endorse' }).click()
    await sofia.page.getByRole('link', { name: /^On the front page of/ }).click()

    assert.equal(new URL(sofia.page.url()).pathname, `/day/${today}`)
    assert.ok((await inFront(sofia.page)).includes(title))
    await sofia.page.goto('/log')
    const log = (await sofia.page.locator('.log').textContent()) ?? ''
    assert.match(log, /The house picked for the front page of.*after 3 endorsements/)
    for (const { complaints } of [ada, emmy, sofia]) assert.deepEqual(complaints, [])
  })

  test(`pick papers, order them, write a line, and take an act back${how}`, options, async () => {
    await using curator = await openAs('Grace', { javaScriptEnabled, role: 'curator' })
    const { page } = curator
    const [one, other] = [offset + 2, offset + 3].map((n) => `Loaf number ${n}`)
    for (const n of [offset + 2, offset + 3]) {
      await page.goto(`/papers/${paperOf(n)}`)
      await page.getByRole('button', { name: 'Nominate for the front page' }).click()
      await page.getByRole('button', { name: 'Put on the front page' }).click()
    }

    await page.goto('/front')
    const row = page.locator('.desk li', { hasText: other ?? '' })
    await page.getByRole('button', { name: `Move up: ${other}` }).press('Enter')
    if (javaScriptEnabled) {
      await page.locator('.desk + [role=status]', { hasText: `${other}: now at place` }).waitFor()
      const focused = page.locator(':focus')
      assert.match((await focused.getAttribute('aria-label')) ?? '', /^Move (up|down): /)
    }
    await row.getByLabel('Your line about it').fill('The best bread of the week.')
    await row.getByRole('button', { name: 'Save' }).click()
    await page.goto('/')

    const order = await inFront(page)
    assert.ok(order.indexOf(other ?? '') < order.indexOf(one ?? ''), order.join())
    assert.match((await page.locator('.picks .line').last().textContent()) ?? '', /best bread.*@/)

    await page.goto('/log')
    await page
      .getByRole('button', { name: /^Take back: moved/ })
      .first()
      .click()
    await page.goto('/')
    const back = await inFront(page)
    assert.ok(back.indexOf(one ?? '') < back.indexOf(other ?? ''), back.join())
    assert.deepEqual(curator.complaints, [])
  })
}

test('a curator drags a paper to the top of the page', options, async () => {
  await using curator = await openAs('Hedy', { role: 'curator' })
  const { page } = curator
  for (const n of [40, 41, 42]) await pick(store, curator.reader, onFront(n))
  // Tall enough for both ends of the way: scrolling under a pressed mouse would drag another paper.
  await page.setViewportSize({ width: 1280, height: 2400 })
  await page.goto('/front')
  const titles = () => page.locator('.desk .title').allTextContents()
  const before = await titles()
  assert.ok(before.length > 2)

  await page
    .locator('.desk li .number')
    .last()
    .dragTo(page.locator('.desk li').first(), { targetPosition: { x: 60, y: 4 } })
  await page.locator('.desk + [role=status]', { hasText: 'now at place 1' }).waitFor()
  await page.goto('/front')

  assert.deepEqual(await titles(), [before.at(-1), ...before.slice(0, -1)])
  assert.deepEqual(curator.complaints, [])
})

test('a vote that gets no answer is sent as a form', options, async () => {
  await using reader = await openAs('Walter')
  const { page } = reader
  await page.goto('/')
  await page.route('**/votes', (route) =>
    route.request().resourceType() === 'fetch' ? route.abort() : route.continue(),
  )

  await voteOf(page, paperOf(50)).click()
  await page.waitForURL(`**/#papers/${paperOf(50)}`)

  assert.equal(await voteOf(page, paperOf(50)).getAttribute('aria-pressed'), 'true')
})

test('whoever is not signed in is led to the door by a vote', options, async () => {
  await using context = await browser.newContext({ baseURL: house.address })
  const page = await context.newPage()
  await page.goto('/')

  await voteOf(page, paperOf(51)).click()
  await page.waitForURL('**/sign-in?*')

  assert.equal(new URL(page.url()).searchParams.get('from'), '/')
})

test('trending shows what was voted for, and takes every score apart', options, async () => {
  await using reader = await openAs('Xenia')
  const { page } = reader
  await vote(store, reader.reader.id, readPaperId(paperOf(55)))
  await refreshScores(store)
  await page.goto('/')
  await page.getByRole('link', { name: 'Trending' }).click()

  await page.getByRole('link', { name: 'Why it stands here' }).first().click()
  assert.match((await page.locator('.sum').textContent()) ?? '', /^log₂\(1 \+ .* = \d/)
  await page.getByRole('link', { name: 'How papers are ranked' }).click()

  assert.equal(await page.locator('h1').textContent(), 'How papers are ranked')
})

const pages = [
  '/',
  `/papers/${paperOf(1)}`,
  '/trending',
  '/trending?window=all&category=math.NT',
  '/nominations',
  '/nominations?q=bread',
  '/nominations?q=nothing-like-it',
  '/front',
  '/log',
  `/score/${paperOf(10)}`,
  `/score/${paperOf(60)}`,
  '/about/ranking',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the pages of votes and picks, ${colorScheme}`, options, async () => {
    await using reader = await openAs('Yara', { colorScheme, role: 'curator' })
    for (const path of pages) {
      await reader.page.goto(path)
      const { violations } = await new AxeBuilder({ page: reader.page }).analyze()
      const told = violations.map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
      )
      assert.deepEqual(told, [], path)
    }
  })
}

test('none of these pages scrolls sideways', options, async () => {
  for (const width of [320, 1024]) {
    await using reader = await openAs('Zoe', {
      viewport: { width, height: 800 },
      role: 'curator',
    })
    for (const path of pages) {
      await reader.page.goto(path)
      const excess = await reader.page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      assert.ok(Number(excess) <= 0, `${path}: ${String(excess)} pixels too wide at ${width}`)
    }
  }
})
