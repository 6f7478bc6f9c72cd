import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { after, before as first, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { findBrowser, openBrowser, openHouse } from './house.ts'
import { type Mailbox, openMailbox, openProvider } from './outside.ts'

const found = findBrowser()
const options = 'skip' in found ? { skip: found.skip } : {}

let browser: Browser
let house: Awaited<ReturnType<typeof openHouse>>
let mailbox: Mailbox
let provider: Awaited<ReturnType<typeof openProvider>>

first(async () => {
  if ('skip' in found) return
  const port = await freePort()
  const url = `http://localhost:${port}`
  mailbox = await openMailbox()
  provider = await openProvider(
    {
      emmy: { email: 'emmy@example.org', verified: true, name: 'Emmy Noether' },
      mallory: { email: 'ada@example.org', verified: false, name: 'Mallory' },
      impostor: { email: 'ada@example.org', verified: true, name: 'Another Ada' },
      ada: { email: 'ada@elsewhere.example', verified: true, name: 'Ada' },
    },
    [`${url}/sign-in/callback/oidc`],
  )
  house = await openHouse({
    PORT: String(port),
    BROADSHEET_URL: url,
    BROADSHEET_MAIL: mailbox.url,
    BROADSHEET_MAIL_FROM: 'Broadsheet <paper@example.org>',
    OIDC_ISSUER: provider.issuer,
    OIDC_NAME: 'Göttingen',
    OIDC_CLIENT_ID: 'broadsheet',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-tests',
  })
  browser = await openBrowser(found.path)
})

after(async () => {
  await browser?.close()
  await house?.[Symbol.asyncDispose]()
  await provider?.[Symbol.asyncDispose]()
  await mailbox?.[Symbol.asyncDispose]()
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

async function open(path: string, how: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    baseURL: `http://localhost:${new URL(house.address).port}`,
    ...how,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(path)
  return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() }
}

const pathOf = (page: Page) => new URL(page.url()).pathname
const heading = (page: Page) => page.locator('h1').textContent()

/** Asks for a link, takes it out of the mail, and opens it. */
async function signInByLink(page: Page, email: string, from = '/'): Promise<void> {
  await page.goto(`/sign-in?from=${encodeURIComponent(from)}`)
  await page.getByLabel('Mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await page.getByText('Look into your mail').first().waitFor()
  const { text } = await mailbox.next(email)
  await page.goto(text.match(/http:\S+/)?.[0] ?? '')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

const look = async (page: Page, name: string) => {
  const folder = process.env['BROADSHEET_LOOK']
  if (!folder) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      await page.screenshot({
        path: `${folder}/${name}-${width}-${colorScheme}.png`,
        fullPage: true,
      })
    }
  }
  await page.setViewportSize({ width: 1280, height: 720 })
}

/** Nothing on a page that axe knows to hinder a reader. */
async function isOpenToAll(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    [],
  )
}

test(
  'come by a link without JavaScript, as the keeper, back to the page asked for',
  options,
  async () => {
    await using reader = await open('/keeper', { javaScriptEnabled: false })
    const { page } = reader
    assert.equal(pathOf(page), '/sign-in')
    await look(page, 'sign-in')

    await signInByLink(page, 'ada@example.org', '/keeper')

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
  const { text } = await mailbox.next('ada@example.org')
  const link = text.match(/http:\S+/)?.[0] ?? ''

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
  await signInByLink(page, 'ada@example.org')
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

/** Says to the provider who one is, and that one agrees. */
async function vouch(page: Page, name: string): Promise<void> {
  await page.waitForURL((url) => url.port === new URL(provider.issuer).port)
  await page.locator('input[name=login]').fill(name)
  await page.locator('input[name=password]').fill('anything')
  await page.locator('button[type=submit]').click()
  await page.locator('button[type=submit]').click()
  await page.waitForURL((url) => url.port === new URL(house.address).port)
}

test('come by another house, once a keeper has invited', options, async () => {
  await using keeper = await open('/')
  await signInByLink(keeper.page, 'ada@example.org')
  await using newcomer = await open('/sign-in')
  const { page } = newcomer
  await page.getByRole('button', { name: 'Go on with Göttingen' }).click()
  await vouch(page, 'emmy')
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
    await vouch(stranger.page, name)
    assert.match((await stranger.page.locator('main').textContent()) ?? '', says)
    await stranger.page.goto('/account')
    assert.equal(pathOf(stranger.page), '/sign-in')
  }
})

test('link an account elsewhere, and sign in with it', options, async () => {
  await using reader = await open('/')
  const { page } = reader
  await signInByLink(page, 'ada@example.org')
  await page.goto('/account')
  await page.getByRole('button', { name: 'Link Göttingen' }).click()
  await vouch(page, 'ada')
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
  await signInByLink(laptop.page, 'emmy@example.org')
  await signInByLink(lost.page, 'emmy@example.org')

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
  await signInByLink(page, 'emmy@example.org')
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
  await signInByLink(keeper.page, 'ada@example.org')
  await keeper.page.goto('/keeper')
  await keeper.page.getByLabel('Anybody with a mail address').check()
  await keeper.page.getByRole('button', { name: 'Save' }).click()
  await using reader = await open('/')
  const { page } = reader
  await signInByLink(page, 'sofia@example.org')

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
