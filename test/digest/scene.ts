/** A house that sends digests, with a clock of its own and a post office in the street. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keep } from '#catalog'
import { askFor, type Choices, openLinks, openPress, sendDue, turnOn } from '#digest'
import { openMailer } from '#mail'
import type { PaperRecord } from '#paper'
import { openSearch } from '#search'
import { openStore, type Store } from '#store'
import { openPostOffice, type Whim } from '../post-office.ts'

export const site = 'https://papers.example.org'

export async function openScene({
  store: given,
  whim,
  now: start = '2026-11-20T12:00:00Z',
  patience = 3_000,
}: {
  store?: Store
  whim?: (asked: { to: string; times: number }) => Whim | undefined
  now?: string
  patience?: number
} = {}) {
  const store = given ?? (await openStore(':memory:'))
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-digest-'))
  const search = await openSearch(store, { folder })
  const office = await openPostOffice(whim ? { whim } : {})
  const mailer = openMailer(office.url, { from: 'Broadsheet <paper@example.org>', patience })
  const links = openLinks(site, 'a secret of the tests')
  let at = new Date(start)
  const now = () => at
  const press = openPress({ store, search, mailer, links, now })
  return {
    store,
    search,
    office,
    links,
    press,
    now,
    /** Sets the clock. */
    at(time: string) {
      at = new Date(time)
    },
    bring: (papers: readonly PaperRecord[]) =>
      store.transaction().execute((within) => keep(within, 'arxiv', papers, at)),
    /** Somebody who asked and confirmed. */
    async subscriber(address: string, choices: Partial<Choices> = {}) {
      const id = await askFor(store, { address, days: '1234567', ...choices }, at)
      await store.deleteFrom('jobs').where('key', '=', id).execute()
      await turnOn(store, id, at)
      return id
    },
    /** Sends what is due; trouble with the server is answered, not thrown. */
    send: () =>
      sendDue(press, AbortSignal.timeout(30_000)).catch((error: unknown) => String(error)),
    /** What became of the digests of a subscription. */
    standing: (subscription: string) =>
      store
        .selectFrom('digests')
        .select(['day', 'state', 'papers'])
        .where('subscription', '=', subscription)
        .orderBy('day')
        .execute(),
    async [Symbol.asyncDispose]() {
      await mailer[Symbol.asyncDispose]()
      await office[Symbol.asyncDispose]()
      await search[Symbol.asyncDispose]()
      if (!given) await store.destroy()
      rmSync(folder, { recursive: true })
    },
  }
}
