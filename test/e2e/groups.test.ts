import assert from 'node:assert/strict'
import { after, before as first, test } from 'node:test'
import { sync } from 'node-ical'
import type { Browser } from 'playwright-core'
import { addDays } from '#paper'
import { isOpenToAll, look, openHouseWithDoors } from './door.ts'
import { findBrowser, openBrowser, today } from './house.ts'

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

test('make a group, vote an agenda, subscribe its calendar', options, async () => {
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

  await page.goto(`${group}/meetings`)
  await look(page, 'meetings-empty')
  await isOpenToAll(page)
  const day = addDays(today, 3)
  await page.getByLabel('What it is called').fill('Crumb and crust')
  await page.getByLabel('Day').fill(day)
  await page.getByLabel('Time', { exact: true }).fill('14:00')
  await page.getByLabel('Time zone').fill('Europe/Berlin')
  await page.getByLabel('Room, or address').fill('https://meet.example.org/crumb')
  await page.getByRole('button', { name: 'Call it' }).click()
  await page.getByRole('button', { name: 'Put on the agenda: Ovens' }).click()
  await page.getByRole('button', { name: 'Put on the agenda: Sourdough' }).click()
  await page.getByRole('button', { name: 'Earlier: Sourdough' }).click()
  await page.getByLabel('Who presents: Ovens').selectOption({ label: 'emmy' })
  await page
    .locator('.agenda li', { hasText: 'Ovens' })
    .getByRole('button', { name: 'Ask' })
    .click()
  await page.getByText('emmy presents').waitFor()
  await isOpenToAll(page)
  await look(page, 'meeting')
  const meeting = page.url()
  await member.page.goto(meeting)
  await member.page
    .locator('.agenda li', { hasText: 'Sourdough' })
    .getByRole('button', { name: 'I will present it' })
    .click()
  await look(member.page, 'meeting-member')

  await member.page.goto(`${group}/meetings`)
  await look(member.page, 'meetings')
  await isOpenToAll(page)
  const calendar = (await member.page.locator('#calendar .shown-once').textContent()) ?? ''
  const feed = await (await fetch(calendar)).text()
  const [event] = Object.values(sync.parseICS(feed)).filter((one) => one?.type === 'VEVENT')
  assert.equal(event?.type === 'VEVENT' && event.start.toISOString().slice(0, 10), day)
  assert.match(feed.replaceAll('\r\n ', ''), /Sourdough under load \(emmy\)/)
  await member.page.getByRole('button', { name: 'Make another address' }).click()
  assert.equal((await fetch(calendar)).status, 404)
  await page.goto(group)
  await look(page, 'group-with-meeting')
  await page.goto(`${group}/archive`)
  await look(page, 'archive')
  assert.deepEqual(owner.complaints, [])
})
