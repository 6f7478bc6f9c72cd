import assert from 'node:assert/strict'
import { after, before as first, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { isOpenToAll, look, openHouseWithDoors } from './door.ts'
import { findBrowser, openBrowser } from './house.ts'

const found = findBrowser()
const options = 'skip' in found ? { skip: found.skip } : {}

let browser: Browser
let house: Awaited<ReturnType<typeof openHouseWithDoors>>

first(async () => {
  if ('skip' in found) return
  house = await openHouseWithDoors({})
  browser = await openBrowser(found.path)
})

after(async () => {
  await browser?.close()
  await house?.[Symbol.asyncDispose]()
})

/** A browser in which somebody has signed in by mail, and gone to the first paper of the day. */
async function readerAt(email: string, javaScriptEnabled: boolean) {
  const reader = await house.open(browser, '/', { javaScriptEnabled })
  await house.signIn(reader.page, email)
  return reader
}

async function toPaper(page: Page): Promise<void> {
  await page.goto('/')
  await page.locator('main h3 a, main h2 a').first().click()
  await page.locator('#discussion').waitFor()
}

/** Opens the part of a form that a comment keeps folded. */
const unfold = (page: Page, comment: string, part: string) =>
  page
    .locator('.comment', { hasText: comment })
    .last()
    .locator('summary', { hasText: part })
    .click()

const comment = (page: Page, text: string) => page.locator('.comment', { hasText: text }).last()

test('talk, report, hide, appeal and be heard', options, async () => {
  // The first one here keeps the site; the second reads without scripts.
  await using keeper = await readerAt('kay@example.org', true)
  await keeper.page.goto('/keeper')
  await keeper.page.getByLabel('Anybody with a mail address').check()
  await keeper.page.locator('form[action="/keeper/sign-up"] button').click()
  await using writer = await readerAt('ada@example.org', false)
  await toPaper(keeper.page)
  await toPaper(writer.page)
  await writer.page.goto(keeper.page.url())

  await writer.page.getByLabel('What do you make of it?').fill('Fools rush in: $x^2$, @kay')
  await writer.page.getByRole('button', { name: 'Say it' }).last().click()
  await comment(writer.page, 'Fools rush in').locator('math').waitFor()

  await keeper.page.reload()
  await unfold(keeper.page, 'Fools', 'Answer')
  await comment(keeper.page, 'Fools').getByLabel('Answer to').fill('> Fools\n\nWho?')
  await comment(keeper.page, 'Fools').getByRole('button', { name: 'Say it' }).click()
  await keeper.page.locator('.comment blockquote').waitFor()
  await isOpenToAll(keeper.page)
  await look(keeper.page, 'discussion')

  await unfold(keeper.page, 'Fools rush in', 'More')
  await comment(keeper.page, 'Fools rush in').getByLabel('Why it is hidden').fill('Rude')
  await comment(keeper.page, 'Fools rush in').getByRole('button', { name: 'Hide' }).click()

  await writer.page.goto('/about')
  await writer.page.getByRole('link', { name: 'Yours (2)' }).click()
  await writer.page.locator('main', { hasText: 'hid your comment on' }).waitFor()
  await isOpenToAll(keeper.page)
  await look(writer.page, 'notices')
  await writer.page.goto(keeper.page.url().replace(/#.*/, ''))
  await unfold(writer.page, 'Hidden by a curator: Rude', 'More')
  await writer.page.getByLabel('Why it should stand').fill('It is a proverb.')
  await writer.page.getByRole('button', { name: 'Appeal' }).click()

  await keeper.page.goto('/moderation')
  await isOpenToAll(keeper.page)
  await look(keeper.page, 'moderation')
  await keeper.page.getByLabel('Your answer').fill('So it is.')
  await keeper.page.getByRole('button', { name: 'Let it stand' }).click()
  await keeper.page.getByText('Nothing is waiting.').waitFor()

  await writer.page.reload()
  const said = (await comment(writer.page, 'Fools rush in').textContent()) ?? ''
  assert.doesNotMatch(said, /Hidden by/)
  assert.deepEqual(keeper.complaints, [])
})
