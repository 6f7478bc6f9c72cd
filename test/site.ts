/** A site on a library of invented papers, to ask for its pages. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountSettings, addReader, openAccounts, openSession, type Role } from '#accounts'
import { holdings } from '#app'
import { keep, keepEdition, type ShownFacts } from '#catalog'
import { openLinks, openPress } from '#digest'
import { noLog } from '#log'
import { type Letter, openMailer } from '#mail'
import { type Day, isDay, type PaperRecord, readPaperId } from '#paper'
import { openSearch } from '#search'
import { openStore, type Store } from '#store'
import { surfaces } from '../src/cli/surfaces.ts'

/** A site on a store in memory and an index in a folder that goes at the end. */
export async function openSite(
  papers: readonly PaperRecord[],
  {
    today = '2026-11-20T12:00:00Z',
    origin = 'arxiv',
    // People have accounts; with 'off' it is the site of one.
    signIn = 'on',
    arxivQuery,
  }: { today?: string; origin?: string; signIn?: 'on' | 'off'; arxivQuery?: string } = {},
) {
  const store = await openStore(':memory:')
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
  const search = await openSearch(store, { folder })
  await keepAll(store, papers, origin)
  const now = () => new Date(today)
  const press = openPress({
    store,
    search,
    mailer: openMailer(`file:${folder}/mail`, { from: 'paper@example.org' }),
    links: openLinks('http://localhost', 'a secret of the tests'),
    now,
  })
  const letters: Letter[] = []
  const openAccountsOf = (settings: Partial<AccountSettings> = {}) =>
    openAccounts(store, {
      signIn,
      ...(signIn === 'on' && { url: 'http://localhost' }),
      secret: 'a secret of the tests, and of nobody else',
      mailer: { kind: 'smtp', send: async (letter) => String(letters.push(letter)) },
      now,
      ...settings,
    })
  const accounts = await openAccountsOf()
  const site = {
    store,
    search,
    accounts,
    holdings,
    press,
    proxies: 0,
    log: noLog,
    now,
    ...(arxivQuery !== undefined && { arxivQuery }),
  }
  const app = surfaces(site)
  return {
    app,
    /** What the app is made of, to make another one. */
    site,
    openAccounts: openAccountsOf,
    store,
    search,
    accounts,
    press,
    /** Where letters go. */
    mail: join(folder, 'mail'),
    /** What accounts sent by mail. */
    letters,
    get: (path: string, headers: Record<string, string> = {}) => app.request(path, { headers }),
    read: async (path: string) => (await app.request(path)).text(),
    /** The browser of a new reader, signed in. */
    async as(name: string, role: Role = 'reader') {
      const reader = await addReader(store, { name, role }, now())
      const { token } = await openSession(store, reader.id, { method: 'link' }, now())
      return { reader, ...browserOf(app, `${accounts.cookie}=${token}`) }
    },
    async [Symbol.asyncDispose]() {
      await search[Symbol.asyncDispose]()
      await store.destroy()
      rmSync(folder, { recursive: true })
    },
  }
}

/** What a browser with that cookie can do: read pages, and send the forms that stand on them. */
function browserOf(app: ReturnType<typeof surfaces>, cookie: string) {
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers: { Cookie: cookie, ...headers } })
  const read = async (path: string) => (await get(path)).text()
  return {
    cookie,
    get,
    read,
    /** Sends a form to `path` with the token that a page of this reader's brings. */
    async post(path: string, fields: Record<string, string> = {}) {
      const [, token = ''] = (await read('/about')).match(/name="token" value="([^"]+)"/) ?? []
      return app.request(path, {
        method: 'POST',
        headers: { Cookie: cookie, Origin: 'http://localhost', 'Sec-Fetch-Site': 'same-origin' },
        body: new URLSearchParams({ token, ...fields }),
      })
    },
  }
}

export const keepAll = (store: Store, papers: readonly PaperRecord[], origin = 'arxiv') =>
  store.transaction().execute((within) => keep(within, origin, papers))

type Entry = {
  readonly record: PaperRecord
  readonly section?: string
  readonly shown?: ShownFacts
}

/** Keeps an edition of these papers, in this order. */
export async function putTogether(
  store: Store,
  edition: { id: string; name: string; day: Day; note?: string },
  entries: readonly Entry[],
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const { papers } = await keep(
      within,
      'starter',
      entries.map(({ record }) => record),
    )
    const rows = papers.map((paper, i) => ({
      paper,
      section: entries[i]?.section ?? '',
      shown: entries[i]?.shown ?? {},
    }))
    await keepEdition(within, { note: '', ...edition }, 'starter', rows)
  })
}

export function aDay(text: string): Day {
  if (!isDay(text)) throw new Error(`${text} is not a day`)
  return text
}

/** An invented paper of that id, listed on that day. */
export const paperOn = (day: string, id: string, more: Partial<PaperRecord> = {}): PaperRecord => ({
  id: readPaperId(id),
  title: `On the number ${id}`,
  abstract: 'What can be said of it in one sentence.',
  authors: ['Ada Lovelace', 'Emmy Noether'],
  categories: ['cs.LG'],
  publishedAt: `${day}T10:00:00Z`,
  day: aDay(day),
  ...more,
})
