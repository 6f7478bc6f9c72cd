import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before as first, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
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

/** A page with what it complained about, and what it asked of anybody but us. */
async function open(path: string, how: { colorScheme?: 'dark'; width?: number } = {}) {
  const { width = 1280, ...rest } = how
  const context = await browser.newContext({
    baseURL: house.address,
    viewport: { width, height: 800 },
    ...rest,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  context.on('request', (request) => {
    if (!/^(blob:)?http:\/\/(127\.0\.0\.1|localhost):/.test(request.url()))
      complaints.push(request.url())
  })
  await page.goto(path)
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
}

// Said in text, for these run in the browser and not here.
const share = `document.querySelector('progress').value`
const tooWide = `document.documentElement.scrollWidth - document.documentElement.clientWidth`

/** Waits until something is so; pages here allow no waiting inside them. */
async function until(isSo: () => Promise<boolean>, ms = 10_000): Promise<void> {
  for (const end = Date.now() + ms; !(await isSo());) {
    assert.ok(Date.now() < end, `not within ${ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

/** How many places the first line of the plot has so far. */
const drawn = (page: Page) =>
  page
    .locator('.plot polyline')
    .first()
    .evaluate((line) => line.getAttribute('points')?.split(' ').length ?? 0)

test(
  'open a seed paper, run its lab on its own text, and see the plot move within 5 seconds',
  options,
  async () => {
    await using reader = await open('/papers/2309.17453')
    const { page } = reader
    const lab = page.locator('broadsheet-lab')

    await lab.getByRole('button', { name: 'Run' }).click()
    await until(async () => (await drawn(page)) > 1, 5000)
    const early = await drawn(page)
    await lab.getByRole('status').filter({ hasText: 'Done in' }).waitFor({ timeout: 60_000 })

    assert.ok((await drawn(page)) > early)
    assert.match((await lab.locator('.panel .text').textContent()) ?? '', /^Efficient Streaming/)
    assert.match(
      (await lab.getByRole('img').first().getAttribute('aria-label')) ?? '',
      /StreamingLLM \d/,
    )
    assert.deepEqual(reader.complaints, [])
  },
)

test('a run can be paused, goes on where it was, and is saved as JSON', options, async () => {
  await using reader = await open('/labs/snap-kv')
  const { page } = reader
  const lab = page.locator('broadsheet-lab').first()
  const done = () => page.evaluate<number>(share)
  await lab.getByLabel('Prompts each point').fill('100')

  await lab.getByRole('button', { name: 'Run' }).click()
  await until(async () => (await done()) > 0)
  await lab.getByRole('button', { name: 'Pause' }).click()
  await page.waitForTimeout(200)
  const paused = await done()
  await page.waitForTimeout(300)
  assert.equal(await done(), paused)
  await lab.getByRole('button', { name: 'Go on' }).click()
  await until(async () => (await done()) > paused)
  await lab.getByRole('button', { name: 'Stop' }).click()

  await lab.getByRole('status').filter({ hasText: 'Stopped after' }).waitFor()
  const saving = page.waitForEvent('download')
  await lab.getByRole('link', { name: 'Save the run' }).click()
  const run = JSON.parse(readFileSync(await (await saving).path(), 'utf8'))
  assert.equal(run.method, 'snap-kv')
  assert.equal(run.knobs.examples, 100)
  assert.ok(run.plots.frontier.SnapKV.length > 0)
  assert.deepEqual(reader.complaints, [])
})

test('the numbers behind a plot stand in a table', options, async () => {
  await using reader = await open('/labs/delta-net')
  const { page } = reader
  const lab = page.locator('broadsheet-lab').first()

  await lab.getByRole('button', { name: 'Run' }).click()
  await lab.getByRole('status').filter({ hasText: 'Done in' }).waitFor()
  await lab.getByText('The numbers').click()

  await lab.getByRole('cell', { name: '0', exact: true }).first().waitFor()
  assert.equal(await lab.getByRole('row').count(), 25)
})

test('a knob out of range is refused by the page itself', options, async () => {
  await using reader = await open('/labs/delta-net')
  const lab = reader.page.locator('broadsheet-lab').first()

  await lab.getByLabel('Times each key').fill('1000')
  await lab.getByRole('button', { name: 'Run' }).click()

  assert.equal(await lab.getByRole('status').textContent(), 'Ready to run.')
})

for (const path of ['/labs', '/labs/arena', '/labs/aaren']) {
  test(
    `${path} is for everyone: no violation of WCAG AA, no overflow on a phone`,
    options,
    async () => {
      for (const how of [{}, { colorScheme: 'dark' as const, width: 360 }]) {
        await using reader = await open(path, how)
        const { page } = reader
        for (const lab of (await page.locator('broadsheet-lab').all()).slice(0, 1)) {
          await lab.getByRole('button', { name: 'Run' }).click()
          await page.waitForTimeout(1000)
        }
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa'])
          .analyze()
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
          [],
        )
        const wider = await page.evaluate<number>(tooWide)
        assert.ok(wider <= 0, `${wider} pixels wider than the screen`)
        assert.deepEqual(reader.complaints, [])
      }
    },
  )
}
