/** A house, its letters, and a browser on its doorstep that keeps its cookies. */
import assert from 'node:assert/strict'
import { type AccountSettings, openAccounts } from '#accounts'
import type { Letter } from '#mail'
import type { Store } from '#store'

export const url = 'https://papers.example.org'

export async function stand(store: Store, settings: Partial<AccountSettings> = {}) {
  const letters: Letter[] = []
  const accounts = await openAccounts(store, {
    signIn: 'on',
    url,
    secret: 'a secret of the tests',
    mailer: { kind: 'smtp', send: async (letter) => String(letters.push(letter)) },
    ...settings,
  })
  const { doors } = accounts
  assert.ok(doors)
  const jar = new Map<string, string>()
  const request = (address: string | URL = url) =>
    new Request(address, {
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
    })
  return {
    accounts,
    doors,
    letters,
    jar,
    request,
    keep(cookies: readonly string[]): void {
      for (const line of cookies) {
        const [, name = '', value = ''] = line.match(/^([^=]+)=([^;]*)/) ?? []
        if (line.includes('Max-Age=0')) jar.delete(name)
        else jar.set(name, value)
      }
    },
    async ask(email: string, network = 'here'): Promise<void> {
      const asked = { email, from: '/day/2026-11-20', network }
      await (
        await doors.askForLink(request(), asked)
      ).sent
    },
    async open(token: string, invitation?: string) {
      const came = await doors.openLink(request(), {
        token,
        from: '/day/2026-11-20',
        network: 'here',
        ...(invitation && { invitation }),
      })
      this.keep(came.cookies)
      return came
    },
    asking: () => accounts.whoAsks(request()),
  }
}

export const tokenIn = (letter: Letter | undefined): string =>
  URL.parse(letter?.text.match(/https:\S+/)?.[0] ?? '')?.searchParams.get('token') ?? ''
