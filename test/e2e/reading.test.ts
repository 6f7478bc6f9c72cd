import assert from 'node:assert/strict'
import { after, before as first, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { before, findBrowser, openBrowser, openHouse, today } from './house.ts'

const found = findBrowser()
const options = 'skip' in found ? { skip: found.skip } : {}

let browser: Browser
let house: Awaited<ReturnType<typeof openHouse>>

first(async () => {
  if ('skip' in found) return
  house = await openHouse()
  browser = await openBrowser(found.path)
})

after(async () => {
  await browser?.close()
  await house?.[Symbol.asyncDispose]()
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

const heading = (page: Page) => page.locator('h1').textContent()
const pathOf = (page: Page) => new URL(page.url()).pathname

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? '' : ', without JavaScript'

  test(`read today, step back a day, and return${how}`, options, async () => {
    await using reader = await open('/', { javaScriptEnabled })
    const { page } = reader
    assert.equal(await page.locator('.entry').count(), 60)

    await page.locator('a[rel=prev]').click()
    assert.equal(pathOf(page), `/day/${before}`)
    assert.match((await page.locator('.entry').textContent()) ?? '', /Stale bread/)
    await page.locator('a[rel=next]').click()

    assert.equal(pathOf(page), `/day/${today}`)
    assert.deepEqual(reader.complaints, [])
  })

  test(`open a paper, go to a similar one, and to an author${how}`, options, async () => {
    await using reader = await open('/', { javaScriptEnabled })
    const { page } = reader

    const title = (await page.locator('.entry h3').nth(4).textContent()) ?? ''
    await page.getByRole('link', { name: title }).click()
    assert.equal(await heading(page), title)
    await page.locator('.similar .entry a').first().click()
    assert.notEqual(await heading(page), title)
    await page.locator('.authors a').first().click()

    assert.match(pathOf(page), /^\/authors\//)
    assert.deepEqual(reader.complaints, [])
  })

  test(`search, narrow it, and find nothing with help${how}`, options, async () => {
    await using reader = await open('/', { javaScriptEnabled })
    const { page } = reader

    await page.getByLabel('Search papers').fill('sourdough')
    await page.getByLabel('Search papers').press('Enter')
    assert.equal(await page.locator('.entry mark').first().textContent(), 'Sourdough')
    await page.getByLabel('To', { exact: true }).fill('2020-01-01')
    await page.getByRole('button', { name: 'Apply' }).click()
    assert.match((await page.locator('main').textContent()) ?? '', /Nothing found for “sourdough”/)
    await page.getByRole('link', { name: 'Search all days and categories' }).click()

    assert.equal(await page.locator('.entry').count(), 1)
    assert.deepEqual(reader.complaints, [])
  })

  test(`filter a day by category, and turn its pages${how}`, options, async () => {
    await using reader = await open('/', { javaScriptEnabled })
    const { page } = reader

    await page.getByRole('link', { name: /^Combinatorics/ }).click()
    const codes = await page.locator('.entry .slugline').allTextContents()
    assert.ok(codes.length > 0 && codes.every((line) => line.includes('math.CO')))
    await page.getByRole('link', { name: /^All papers/ }).click()
    await page.getByRole('link', { name: 'Next page →' }).click()

    assert.equal(await page.locator('.entry').count(), 10)
  })

  test(`read an edition as its page stood${how}`, options, async () => {
    await using reader = await open('/editions', { javaScriptEnabled })
    const { page } = reader

    await page.getByRole('link', { name: 'Bread Daily' }).click()

    const entries = await page.locator('.entry').allTextContents()
    assert.equal(entries.length, 3)
    assert.match(entries[0] ?? '', /Sourdough under load.*5 authors.*Jan 2, 2026.*2 comments/s)
  })

  test(`choose dark, and keep it on the next page${how}`, options, async () => {
    await using reader = await open('/about', { javaScriptEnabled, colorScheme: 'light' })
    const { page } = reader
    const background = () =>
      page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
    const light = javaScriptEnabled ? await background() : undefined

    await page.getByRole('button', { name: 'Dark' }).click()
    assert.equal(pathOf(page), '/about')
    await page.goto('/')

    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark')
    if (javaScriptEnabled) assert.notEqual(await background(), light)
  })
}

test('the keys lead through the papers, and can be turned off', options, async () => {
  await using reader = await open('/')
  const { page } = reader
  const focused = () => page.locator(':focus').textContent()
  const nth = (n: number) => page.locator('.entry h3').nth(n).textContent()

  await page.keyboard.press('j')
  assert.equal(await focused(), await nth(0))
  await page.keyboard.press('j')
  assert.equal(await focused(), await nth(1))
  await page.keyboard.press('k')
  assert.equal(await focused(), await nth(0))
  await page.keyboard.press('x')
  assert.equal(await page.locator('.entry').first().locator('details[open]').count(), 1)
  await page.keyboard.press('/')
  await page.keyboard.type('jk?')
  assert.equal(await page.getByLabel('Search papers').inputValue(), 'jk?')
  await page.getByLabel('Search papers').blur()

  await page.keyboard.press('?')
  assert.ok(await page.getByRole('dialog').isVisible())
  await page.getByLabel('Use these keys').uncheck()
  await page.keyboard.press('Escape')
  await page.keyboard.press('[')
  assert.equal(pathOf(page), '/')
  await page.getByRole('button', { name: 'Keyboard' }).click()
  await page.getByLabel('Use these keys').check()
  await page.getByRole('button', { name: 'Close' }).click()

  await page.keyboard.press('[')
  await page.waitForURL(`**/day/${before}`)
  await page.keyboard.press(']')
  await page.waitForURL(`**/day/${today}`)
  const title = await nth(0)
  await page.keyboard.press('j')
  await page.keyboard.press('o')
  await page.waitForURL('**/papers/*')
  assert.equal(await heading(page), title)
})

// In the words of the browser, whose names are not known here.
const unfold = 'document.querySelectorAll("details").forEach((fold) => { fold.open = true })'
const excessWidth = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

const pages = [
  '/',
  `/day/${today}?page=2`,
  '/day/2031-01-01',
  '/week',
  '/month',
  '/papers/2611.20001',
  '/papers/2611.20002',
  '/papers/2611.20004',
  '/search',
  '/search?q=loaves',
  '/search?q=nothing-at-all&to=1990-01-01',
  '/authors',
  '/authors/ada-lovelace',
  '/categories',
  '/categories/cs.LG',
  '/editions',
  '/editions/jan-5',
  '/about',
  '/not/a/page',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, options, async () => {
    await using reader = await open('/about', { colorScheme })
    for (const path of pages) {
      await reader.page.goto(path)
      await reader.page.evaluate(unfold)

      const { violations } = await new AxeBuilder({ page: reader.page }).analyze()

      const told = violations.map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
      )
      assert.deepEqual(told, [], path)
    }
  })
}

for (const width of [320, 360, 1024, 1920]) {
  test(`no page scrolls sideways at ${width} pixels`, options, async () => {
    await using reader = await open('/about', { viewport: { width, height: 800 } })
    for (const path of pages) {
      await reader.page.goto(path)
      await reader.page.evaluate(unfold)

      const excess = await reader.page.evaluate(excessWidth)

      assert.ok(Number(excess) <= 0, `${path}: ${String(excess)} pixels too wide`)
    }
  })
}
