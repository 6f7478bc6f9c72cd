import assert from 'node:assert/strict'
import { after, before as first, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { findBrowser, openBrowser, openHouse } from './house.ts'

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
const queryIn = (page: Page) => new URL(page.url()).searchParams.get('q')

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? '' : ', without JavaScript'

  test(`narrow a search, and take it back${how}`, options, async () => {
    await using reader = await open('/search?q=loaf', { javaScriptEnabled })
    const { page } = reader
    const facets = page.getByRole('navigation', { name: 'Narrow' })

    await facets.getByRole('link', { name: 'Combinatorics' }).click()
    assert.equal(queryIn(page), 'loaf cat:math.CO')
    const lines = await page.locator('.entry .slugline').allTextContents()
    assert.ok(lines.length > 0 && lines.every((line) => line.includes('math.CO')))
    await page.getByRole('link', { name: 'Search without cat:math.CO' }).click()

    assert.equal(queryIn(page), 'loaf')
    assert.deepEqual(reader.complaints, [])
  })

  test(`turn the pages of a search, no paper twice${how}`, options, async () => {
    await using reader = await open('/search?q=loaf', { javaScriptEnabled })
    const { page } = reader
    const titles = () => page.locator('.entry h2').allTextContents()

    const seen = await titles()
    await page.getByRole('link', { name: 'Next page →' }).click()
    seen.push(...(await titles()))

    assert.equal(seen.length, 60)
    assert.equal(new Set(seen).size, 60)
  })

  test(`a typo is searched for as it was meant${how}`, options, async () => {
    await using reader = await open('/', { javaScriptEnabled })
    const { page } = reader

    await page.getByLabel('Search papers').fill('numbre')
    await page.getByLabel('Search papers').press('Enter')
    assert.ok((await page.locator('.entry').count()) > 0)
    await page.getByRole('link', { name: 'numbre', exact: true }).click()

    assert.equal(await page.locator('.entry').count(), 0)
  })
}

test('with the keyboard alone: type, choose what is offered, and read why', options, async () => {
  await using reader = await open('/')
  const { page } = reader
  const box = page.getByRole('combobox')
  const marked = () => page.locator('[role=option][aria-selected=true]').textContent()

  await page.keyboard.press('/')
  await page.keyboard.type('sourdough')
  await page.getByRole('listbox').waitFor()
  assert.equal(await box.getAttribute('aria-expanded'), 'true')
  await page.keyboard.press('ArrowUp')
  const last = await marked()
  assert.equal(
    await box.getAttribute('aria-activedescendant'),
    await page.locator('[role=option][aria-selected=true]').getAttribute('id'),
  )
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.locator('[role=option][aria-selected=true]').count(), 0)
  await page.keyboard.press('Escape')
  assert.equal(await page.getByRole('listbox').count(), 0)
  assert.equal(await box.inputValue(), 'sourdough')
  await page.keyboard.press('ArrowDown')
  await page.getByRole('listbox').waitFor()
  await page.keyboard.press('ArrowUp')
  assert.equal(await marked(), last)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/papers/2611.20000')
  assert.equal(await heading(page), 'Sourdough under load')

  await page.keyboard.press('/')
  await page.keyboard.type('sourdough')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/search?*')
  await page.getByText('Why here?').first().focus()
  await page.keyboard.press('Enter')
  assert.match((await page.locator('.why table').first().textContent()) ?? '', /In all/)
  assert.deepEqual(reader.complaints, [])
})

test(
  'what was searched for in this browser is offered again, until it is forgotten',
  options,
  async () => {
    await using reader = await open('/')
    const { page } = reader
    const box = page.getByRole('combobox')

    await box.fill('ovens that learn')
    await box.press('Enter')
    await page.waitForURL('**/search?*')
    await page.goto('/')
    await box.press('ArrowDown')
    assert.match((await page.getByRole('listbox').textContent()) ?? '', /ovens that learn/)
    await page.getByRole('option', { name: 'Forget what I searched for' }).click()
    await box.press('ArrowDown')

    assert.equal(await page.getByRole('listbox').count(), 0)
    assert.equal(await page.evaluate('localStorage.length'), 0)
  },
)

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in what is offered and in why, ${colorScheme}`, options, async () => {
    await using reader = await open('/search?q=loaf', { colorScheme })
    const { page } = reader
    await page.evaluate('document.querySelectorAll("details").forEach((d) => { d.open = true })')
    await page.getByRole('combobox').fill('loaf num')
    await page.getByRole('listbox').waitFor()

    const { violations } = await new AxeBuilder({ page }).analyze()

    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
      [],
    )
  })
}

test('on a phone the facets are folded, and nothing scrolls sideways', options, async () => {
  await using reader = await open('/search?q=loaf', { viewport: { width: 360, height: 740 } })
  const { page } = reader
  const facet = page.getByRole('link', { name: 'Combinatorics' })

  assert.equal(await facet.isVisible(), false)
  await page.getByText('Narrow', { exact: true }).click()
  assert.equal(await facet.isVisible(), true)
  await page.getByRole('combobox').fill('loaf')
  await page.getByRole('listbox').waitFor()

  const excess = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  assert.ok(Number(excess) <= 0)
})
