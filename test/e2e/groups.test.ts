import assert from 'node:assert/strict'
import { after, before as first, test } from 'node:test'
import type { Browser } from 'playwright-core'
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

/** A browser in which somebody has signed in by mail. */
async function readerAt(email: string, javaScriptEnabled = true) {
  const reader = await house.open(browser, '/', { javaScriptEnabled })
  await house.signIn(reader.page, email)
  return reader
}

test('make a group, invite a reader, nominate, vote, arrange and talk', options, async () => {
  // The first one here keeps the site, and lets the second join it.
  await using owner = await readerAt('ada@example.org')
  const { page } = owner
  await page.goto('/keeper')
  await page.getByLabel('Anybody with a mail address').check()
  await page.locator('form[action="/keeper/sign-up"] button').click()
  await using member = await readerAt('emmy@example.org', false)

  await page.goto('/groups')
  await isOpenToAll(page)
  await look(page, 'groups-empty')
  await page.getByRole('link', { name: 'Make a group' }).click()
  await page.getByLabel('Name').fill('The Thursday Crumb')
  await page
    .getByLabel('What it is about')
    .fill('We read one paper on bread each Thursday, over bread.\n\nBring a slice.')
  await look(page, 'groups-new')
  await isOpenToAll(page)
  await page.getByRole('button', { name: 'Make it' }).click()
  await page.getByText('Nothing has been nominated yet.').waitFor()
  const group = new URL(page.url()).pathname
  await isOpenToAll(page)
  await look(page, 'group-empty')

  await page.getByRole('link', { name: 'Members', exact: true }).click()
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = (await page.locator('.shown-once').textContent()) ?? ''
  await look(page, 'group-members')
  await isOpenToAll(page)
  await member.page.goto(link)
  await isOpenToAll(page)
  await member.page.getByRole('button', { name: 'Join the group' }).click()

  for (const title of [
    'Ovens that learn',
    'Crumb structure by tomography',
    'Sourdough under load',
  ]) {
    await member.page.goto(group)
    await member.page.getByLabel('An id, a link').fill(title)
    await member.page.getByRole('button', { name: 'Look it up' }).click()
    const entry = member.page.locator('#find .entry', { hasText: title })
    await entry.getByLabel('Why read it?').fill(`For ${title.toLowerCase()}.`)
    await entry.getByRole('button', { name: 'Nominate' }).click()
  }
  await page.goto(group)
  const entry = page.locator('.entry', { hasText: 'Ovens that learn' })
  await entry.locator('button.vote').click()
  await entry.locator('button.vote[aria-pressed=true]').waitFor()
  await member.page.goto(group)
  await member.page
    .locator('.entry', { hasText: 'Ovens that learn' })
    .locator('button.vote')
    .click()
  const votes = member.page
    .locator('.entry', { hasText: 'Ovens that learn' })
    .locator('button.vote')
  assert.equal(await votes.textContent(), '2')
  const order = await member.page.locator('.entry h3').allTextContents()
  assert.equal(order[0], 'Ovens that learn')
  for (const title of ['Ovens that learn', 'Sourdough under load']) {
    await page.goto(group)
    await page
      .locator('.entry', { hasText: title })
      .getByRole('button', { name: 'Put on the front page' })
      .click()
  }
  await page.getByRole('button', { name: 'Move up: Sourdough' }).click()
  assert.equal(await page.locator('.picks .entry h3').first().textContent(), 'Sourdough under load')
  await isOpenToAll(page)
  await look(page, 'group-front')

  await page.locator('.picks').getByRole('link', { name: 'Discuss' }).first().click()
  await page.getByLabel('What do you make of it?').fill('The load is $x^2$, @emmy?')
  await page.getByRole('button', { name: 'Say it' }).click()
  await page.locator('#notes summary').click()
  await page.locator('textarea[name=note]').fill('- load\n- **crust**')
  await page.locator('#notes').getByRole('button', { name: 'Save' }).click()
  await page.locator('#notes strong', { hasText: 'crust' }).waitFor()
  await isOpenToAll(page)
  await look(page, 'group-paper')
  await member.page.goto('/account/notices')
  await member.page.locator('main', { hasText: 'in The Thursday Crumb' }).waitFor()
  await page.goto('/groups')
  await look(page, 'groups')
  assert.deepEqual(owner.complaints, [])
})
