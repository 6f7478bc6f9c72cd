/** A house with accounts, and what stands outside of it, for browser tests of coming in. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { openHouse } from './house.ts'
import { openMailbox, openProvider, type People } from './outside.ts'

/** A house with accounts, whose letters go to a mailbox, and which takes the word of a provider. */
export async function openHouseWithDoors(people: People) {
  const url = `http://localhost:${await freePort()}`
  const mailbox = await openMailbox()
  const provider = await openProvider(people, [`${url}/sign-in/callback/oidc`])
  const house = await openHouse({
    PORT: new URL(url).port,
    BROADSHEET_URL: url,
    BROADSHEET_MAIL: mailbox.url,
    BROADSHEET_MAIL_FROM: 'Broadsheet <paper@example.org>',
    OIDC_ISSUER: provider.issuer,
    OIDC_NAME: 'Göttingen',
    OIDC_CLIENT_ID: 'broadsheet',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-tests',
  })
  return {
    /** A page of a browser of its own, with everything it complained about. */
    async open(browser: Browser, path: string, how: BrowserContextOptions = {}) {
      const context = await browser.newContext({ baseURL: url, ...how })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.goto(path)
      return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() }
    },
    /** The link in the next letter to an address. */
    async linkFor(email: string): Promise<string> {
      const { text } = await mailbox.next(email)
      return text.match(/http:\S+/)?.[0] ?? ''
    },
    /** Asks for a link, takes it out of the mail, and opens it. */
    async signIn(page: Page, email: string, from = '/'): Promise<void> {
      await page.goto(`/sign-in?from=${encodeURIComponent(from)}`)
      await page.getByLabel('Mail address').fill(email)
      await page.getByRole('button', { name: 'Send me a link' }).click()
      await page.getByText('Look into your mail').first().waitFor()
      await page.goto(await this.linkFor(email))
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'))
    },
    /** Says to the provider who one is, and that one agrees. */
    async vouch(page: Page, name: string): Promise<void> {
      await page.waitForURL(({ port }) => port === new URL(provider.issuer).port)
      await page.locator('input[name=login]').fill(name)
      await page.locator('input[name=password]').fill('anything')
      await page.locator('button[type=submit]').click()
      await page.locator('button[type=submit]').click()
      await page.waitForURL(({ origin }) => origin === url)
    },
    async [Symbol.asyncDispose]() {
      await house[Symbol.asyncDispose]()
      await provider[Symbol.asyncDispose]()
      await mailbox[Symbol.asyncDispose]()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** Takes pictures of a page, wide and narrow, light and dark, into BROADSHEET_LOOK, if that is set. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['BROADSHEET_LOOK']
  if (!folder) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      const path = `${folder}/${name}-${width}-${colorScheme}.png`
      await page.screenshot({ path, fullPage: true })
    }
  }
  await page.setViewportSize({ width: 1280, height: 720 })
}

/** Nothing on a page that axe knows to hinder a reader. */
export async function isOpenToAll(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    [],
  )
}
