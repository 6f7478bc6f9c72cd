import assert from 'node:assert/strict'
import { after, before as first, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { isOpenToAll, look, openHouseWithDoors } from './door.ts'
import { findBrowser, openBrowser } from './house.ts'

const found = findBrowser()
const options = 'skip' in found ? { skip: found.skip } : {}

let browser: Browser
let house: Awaited<ReturnType<typeof openHouseWithDoors>>

first(async () => {
  if ('skip' in found) return
  house = await openHouseWithDoors({
    emmy: { email: 'emmy@example.org', verified: true, name: 'Emmy Noether' },
    mallory: { email: 'ada@example.org', verified: false, name: 'Mallory' },
    impostor: { email: 'ada@example.org', verified: true, name: 'Another Ada' },
    ada: { email: 'ada@elsewhere.example', verified: true, name: 'Ada' },
  })
  browser = await openBrowser(found.path)
})

after(async () => {
  await browser?.close()
  await house?.[Symbol.asyncDispose]()
})

const open = (path: string, how?: BrowserContextOptions) => house.open(browser, path, how)
const pathOf = (page: Page) => new URL(page.url()).pathname
const heading = (page: Page) => page.locator('h1').textContent()

test(
  'come by a link without JavaScript, as the keeper, back to the page asked for',
  options,
  async () => {
    await using reader = await open('/keeper', { javaScriptEnabled: false })
    const { page } = reader
    assert.equal(pathOf(page), '/sign-in')
    await look(page, 'sign-in')

    await house.signIn(page, 'ada@example.org', '/keeper')

    assert.equal(await heading(page), 'Your account')
    await look(page, 'welcome')
    await page.getByRole('link', { name: 'Go on reading' }).click()
    assert.equal(pathOf(page), '/keeper')
    await look(page, 'keeper')
    assert.deepEqual(reader.complaints, [])
  },
)

test('a link in a letter is opened by nobody but who presses the button', options, async () => {
  await using reader = await open('/sign-in')
  const { page } = reader
  await page.getByLabel('Mail address').fill('ada@example.org')
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await look(page, 'look')
  const link = await house.linkFor('ada@example.org')

  for (let i = 0; i < 3; i++) await page.goto(link)
  await look(page, 'link')
  await isOpenToAll(page)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: 'Yours' }).waitFor()

  await page.goto(link)
  assert.match((await page.locator('main').textContent()) ?? '', /used already/)
})

test('add a passkey, and sign in with it', options, async () => {
  await using reader = await open('/')
  const { page, context } = reader
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await house.signIn(page, 'ada@example.org')
  await page.goto('/account')
  await page.getByLabel('What to call it').fill('The laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('The laptop').waitFor()
  await isOpenToAll(page)
  await look(page, 'account')

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('link', { name: 'Yours' }).waitFor()

  await page.goto('/account/sessions')
  await page.getByText('with a passkey').waitFor()
  assert.deepEqual(reader.complaints, [])

  await page.goto('/account')
  await page.getByRole('button', { name: 'Remove: The laptop' }).click()
  await page.getByText('No passkey yet').waitFor()
})

test('come by another house, once a keeper has invited', options, async () => {
  await using keeper = await open('/')
  await house.signIn(keeper.page, 'ada@example.org')
  await using newcomer = await open('/sign-in')
  const { page } = newcomer
  await page.getByRole('button', { name: 'Go on with Göttingen' }).click()
  await house.vouch(page, 'emmy')
  assert.match((await page.locator('main').textContent()) ?? '', /come by invitation/)

  await keeper.page.goto('/keeper')
  await keeper.page.getByRole('combobox', { name: /^As/ }).selectOption('curator')
  await keeper.page.getByRole('button', { name: 'Invite' }).click()
  await look(keeper.page, 'keeper-invited')
  await isOpenToAll(keeper.page)
  const link = (await keeper.page.locator('.shown-once').textContent()) ?? ''

  await page.goto(link)
  await page.getByText('You are invited as curator').waitFor()
  await page.getByRole('button', { name: 'Go on with Göttingen' }).click()
  await page.waitForURL(/\/account/)
  await page.goto('/people/emmy-noether')
  assert.match(
    (await page.locator('main').textContent()) ?? '',
    /Emmy Noether@emmy-noether · Curator/,
  )
  await look(page, 'person')

  await page.goto(link)
  assert.equal(pathOf(page), '/', 'who is signed in needs no invitation')
})

test('another house cannot make anybody another reader', options, async () => {
  for (const [name, says] of [
    ['mallory', /come by invitation/],
    ['impostor', /has that mail address already/],
  ] as const) {
    await using stranger = await open('/sign-in')
    await stranger.page.getByRole('button', { name: 'Go on with Göttingen' }).click()
    await house.vouch(stranger.page, name)
    assert.match((await stranger.page.locator('main').textContent()) ?? '', says)
    await stranger.page.goto('/account')
    assert.equal(pathOf(stranger.page), '/sign-in')
  }
})

test('link an account elsewhere, and sign in with it', options, async () => {
  await using reader = await open('/')
  const { page } = reader
  await house.signIn(page, 'ada@example.org')
  await page.goto('/account')
  await page.getByRole('button', { name: 'Link Göttingen' }).click()
  await house.vouch(page, 'ada')
  await page.getByRole('button', { name: 'Remove: Göttingen' }).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()

  await page.goto('/sign-in?from=/month')
  await page.getByRole('button', { name: 'Go on with Göttingen' }).click()
  await page.waitForURL(/\/month/)
  await page.goto('/account')

  assert.match((await page.locator('main').textContent()) ?? '', /ada@example\.org/)
})

test('see where one is signed in, and end it', options, async () => {
  await using laptop = await open('/')
  await using lost = await open('/')
  await house.signIn(laptop.page, 'emmy@example.org')
  await house.signIn(lost.page, 'emmy@example.org')

  await laptop.page.goto('/account/sessions')
  await look(laptop.page, 'sessions')
  await isOpenToAll(laptop.page)
  await laptop.page.getByRole('button', { name: 'End all others' }).click()
  await laptop.page.getByText('This one').waitFor()
  assert.equal(await laptop.page.locator('.rows li').count(), 1)

  await lost.page.goto('/account')
  assert.equal(pathOf(lost.page), '/sign-in')
})

test('make a token, see it once, and revoke it', options, async () => {
  await using reader = await open('/')
  const { page } = reader
  await house.signIn(page, 'emmy@example.org')
  await page.goto('/account/tokens')
  await page.getByLabel('What it is for').fill('My notebook')
  await page.getByLabel('write in your name').check()
  await page.getByRole('button', { name: 'Make a token' }).click()
  const token = (await page.locator('.shown-once').textContent()) ?? ''
  await look(page, 'tokens')
  await isOpenToAll(page)
  assert.match(token, /^bs_[\w-]{43}$/)

  await page.goto('/account/tokens')
  assert.ok(!(await page.content()).includes(token))
  await page.getByRole('button', { name: 'Revoke: My notebook' }).click()
  await page.getByText('No token yet').waitFor()
})

test('take everything along, and go for good', options, async () => {
  await using keeper = await open('/')
  await house.signIn(keeper.page, 'ada@example.org')
  await keeper.page.goto('/keeper')
  await keeper.page.getByLabel('Anybody with a mail address').check()
  await keeper.page.getByRole('button', { name: 'Save' }).click()
  await using reader = await open('/')
  const { page } = reader
  await house.signIn(page, 'sofia@example.org')

  await page.goto('/account')
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Take it with you' }).click()
  assert.equal((await coming).suggestedFilename(), 'broadsheet-sofia.zip')

  await page.getByRole('link', { name: 'Delete your account' }).click()
  await look(page, 'delete')
  await page.getByLabel(/Type your handle/).fill('emmy')
  await page.getByRole('button', { name: 'Delete everything' }).click()
  assert.match((await page.locator('main').textContent()) ?? '', /nothing was deleted/)
  await page.goto('/account/delete')
  await page.getByLabel(/Type your handle/).fill('@Sofia')
  await page.getByRole('button', { name: 'Delete everything' }).click()
  assert.equal(await heading(page), 'Your account is gone')

  await page.goto('/people/sofia')
  assert.match((await page.locator('main').textContent()) ?? '', /no reader sofia/)
  await page.goto('/privacy')
  await look(page, 'privacy')
  await isOpenToAll(page)
})
