import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before as first, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { openSearch } from '#search'
import { openStore } from '#store'
import { keepAll, paperOn } from '../site.ts'
import { findBrowser, openBrowser, openHouse, today } from './house.ts'

const found = findBrowser()
const options = 'skip' in found ? { skip: found.skip } : {}

let browser: Browser
let house: Awaited<ReturnType<typeof openHouse>>

const subjects = {
  bread: 'sourdough bread, yeast fermentation, crumb and oven heat',
  galaxies: 'redshifts of distant galaxies and quasars in a telescope survey',
  sleep: 'sleep, memory consolidation and slow waves of the cortex',
}
const idOf = (subject: number, n: number) => `2611.${subject + 1}${String(n).padStart(4, '0')}`

/** Three subjects, thirty papers each. */
async function furnish(folder: string): Promise<void> {
  await using store = await openStore(join(folder, 'broadsheet.db'))
  const papers = Object.entries(subjects).flatMap(([name, words], subject) =>
    Array.from({ length: 30 }, (_, n) =>
      paperOn(today, idOf(subject, n), {
        title: `A study of ${name}, number ${n}`,
        abstract: `We study ${words}. Case ${n}.`,
        authors: [`${name} Writer${n % 7}`],
      }),
    ),
  )
  await keepAll(store, papers)
  await using search = await openSearch(store, { folder: join(folder, 'index') })
  await search.refresh()
}

first(async () => {
  if ('skip' in found) return
  // Nobody signs in: that is how it starts on one's own machine.
  house = await openHouse({}, furnish)
  browser = await openBrowser(found.path)
})

after(async () => {
  await browser?.close()
  await house?.[Symbol.asyncDispose]()
})

async function open(how: BrowserContextOptions = {}) {
  const context = await browser.newContext({ baseURL: house.address, ...how })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
}

const item = (n: number) => `
  <rdf:Description rdf:about="https://arxiv.org/abs/${idOf(0, n)}">
    <z:itemType>preprint</z:itemType>
    <dc:title>A study of bread, number ${n}</dc:title>
    <dc:subject>ovens</dc:subject>
  </rdf:Description>`
const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:dcterms="http://purl.org/dc/terms/">${[0, 1, 2, 3, 4, 5].map(item).join('')}
  <z:Collection rdf:about="#collection_1"><dc:title>Baking</dc:title>
  ${[0, 1, 2].map((n) => `<dcterms:hasPart rdf:resource="https://arxiv.org/abs/${idOf(0, n)}"/>`).join('')}
  </z:Collection></rdf:RDF>`

const titles = (page: Page) => page.locator('.entry :is(h2, h3) a').allTextContents()

test('save a paper by mouse and by keyboard, and take it out again', options, async () => {
  await using reader = await open()
  const { page } = reader
  await page.goto('/')
  const button = page.locator('.entry button.save').first()

  await button.click()
  await page.locator('.entry button.save[aria-pressed=true]').first().waitFor()
  await page.keyboard.press('Escape')
  await page.locator('body').click({ position: { x: 2, y: 2 } })
  await page.keyboard.press('j')
  await page.keyboard.press('s')
  await page.locator('.entry button.save[aria-pressed=false]').first().waitFor()
  await page.reload()
  assert.equal(await button.textContent(), 'Save')

  assert.deepEqual(reader.complaints, [])
})

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? '' : ', without JavaScript'

  test(`import from Zotero, and be recommended papers with reasons${how}`, options, async () => {
    await using reader = await open({ javaScriptEnabled })
    const { page } = reader
    const began = Date.now()
    await page.goto('/library/import')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'Zotero.rdf', mimeType: 'text/xml', buffer: Buffer.from(rdf) })
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('Zotero RDF: done').waitFor()
    assert.match((await page.locator('.facts').textContent()) ?? '', /Found here6/)

    await page.getByRole('link', { name: 'What this suggests to read' }).click()
    const suggested = await titles(page)
    assert.ok(suggested.length >= 5)
    assert.ok(
      suggested.slice(0, 5).every((title) => title.includes('bread')),
      suggested.join(),
    )
    assert.match(await page.locator('main').innerText(), /A study of bread, number [0-5]/)
    assert.ok(Date.now() - began < 60_000, 'within a minute')

    await page.goto('/library')
    await page.getByRole('link', { name: 'Baking' }).first().click()
    assert.equal((await titles(page)).length, 3)
    await page.goto('/library/import')
    await page.getByRole('link', { name: 'Zotero.rdf' }).first().click()
    await page.getByRole('button', { name: 'Undo this import' }).click()
    await page.getByText('Nothing saved yet').waitFor()

    assert.deepEqual(reader.complaints, [])
  })

  test(`draw a topic from five papers, move its threshold, undo${how}`, options, async () => {
    await using reader = await open({ javaScriptEnabled })
    const { page } = reader
    await page.goto('/library/topics')
    await page.getByLabel('Name').fill('The night')
    await page.getByLabel(/^Examples/).fill([0, 1, 2, 3, 4].map((n) => idOf(2, n)).join('\n'))
    await page.getByRole('button', { name: 'Make the topic' }).click()
    await page.getByText('The topic is made').waitFor()
    const inside = await titles(page)
    assert.ok(inside[0]?.includes('sleep'), inside.join())

    const steps = page.locator('.ladder .number')
    const counts = (await steps.allTextContents()).map(Number)
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    )
    await page.locator('.ladder a', { hasText: '0.3' }).click()
    await page.getByRole('button', { name: 'Keep this threshold' }).click()
    assert.equal(await page.locator('.ladder a[aria-current]').textContent(), '0.3')
    await page.getByRole('button', { name: 'Delete the topic' }).click()
    await page.locator('.done').getByRole('button', { name: 'Undo' }).click()
    await page.goto('/library/topics')
    await page.getByRole('link', { name: 'The night' }).first().click()
    assert.equal(await page.locator('.examples li').count(), 5)
    await page.getByRole('button', { name: 'Delete the topic' }).click()

    assert.deepEqual(reader.complaints, [])
  })
}

test('dismiss what is recommended, and see it gone', options, async () => {
  await using reader = await open()
  const { page } = reader
  await page.goto('/library/import')
  await page.locator('textarea').fill([0, 1, 2, 3].map((n) => idOf(1, n)).join('\n'))
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.goto('/for-you')
  const [foremost = ''] = await titles(page)
  const entry = page.locator('.entry', { hasText: foremost }).first()

  await entry.locator('button[name=dismiss]').click()
  await page.waitForLoadState()

  assert.ok(!(await titles(page)).includes(foremost))
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the pages of the library, ${colorScheme}`, options, async () => {
    await using reader = await open({ colorScheme })
    const { page } = reader
    await page.goto('/library/import')
    await page.locator('textarea').fill(`${idOf(0, 9)}\n${idOf(0, 8)}`)
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.goto('/library/topics')
    await page.getByLabel('Name').fill('Ovens')
    await page.getByLabel(/^Examples/).fill(idOf(0, 9))
    await page.getByRole('button', { name: 'Make the topic' }).click()
    const topic = page.url()
    const paths = ['', '/notes', '/topics', '/import', '/export'].map((path) => `/library${path}`)
    for (const path of [...paths, topic, `/papers/${idOf(0, 9)}`]) {
      await page.goto(path)
      const { violations } = await new AxeBuilder({ page }).analyze()
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        [],
        path,
      )
    }
  })
}

test('on a phone no page of the library is wider than the phone', options, async () => {
  await using reader = await open({ viewport: { width: 360, height: 740 } })
  const { page } = reader
  for (const path of ['/library', '/library/topics', '/library/import', '/library/export']) {
    await page.goto(path)
    assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false)
  }
})
