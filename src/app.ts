import { join } from 'node:path'
import { type Accounts, type Holding, openAccounts, secretIn } from '#accounts'
import { uniteTwins } from '#catalog'
import type { Config } from '#config'
import { curationHolding, type House } from '#curation'
import { digestHolding, openLinks, openPress, type Press } from '#digest'
import { claimsHolding } from '#claims'
import { discussionHolding } from '#discussion'
import { groupsHolding } from '#groups'
import { harvest, starterCatalogue } from '#harvest'
import { libraryHolding } from '#library'
import { type Log, openLog } from '#log'
import {
  type EventReader,
  isReporter,
  type Mailbox,
  type Mailer,
  openEvents,
  openMailbox,
  openMailer,
} from '#mail'
import { chosenEmbedder, openSearch, type Search } from '#search'
import { openStore, type Store, takeLease } from '#store'
import { heatOf, refreshScores } from '#trending'
import { tasteHolding } from '#recommend'
import { votesHolding } from '#votes'

/** What is opened once and handed to every surface. */
export type App = {
  readonly store: Store
  readonly search: Search
  readonly mailer: Mailer
  /** What writes and sends digests. */
  readonly press: Press
  readonly accounts: Accounts
  readonly house: House
  readonly holdings: readonly Holding[]
  /** How many proxies stand between the network and us. */
  readonly proxies: number
  /** The mail address of whoever keeps the site, for those who run programs against it. */
  readonly contact?: string
  /** The folder in which the keeper puts styles of citations, as `nature.csl`. */
  readonly styles?: string
  /** The folder in which everything is dumped every night. */
  readonly dumps?: string
  /** A hub of WebSub, if there is one. */
  readonly hub?: string
  /** Where letters come back to. */
  readonly mailbox?: Mailbox
  /** Readers of what services tell of our letters. */
  readonly reports: ReadonlyMap<string, EventReader>
  readonly log: Log
  readonly now: () => Date
}

/** What every module holds of its readers: what is told, and what goes, when a reader asks. */
export const holdings: readonly Holding[] = [
  votesHolding,
  curationHolding,
  discussionHolding,
  groupsHolding,
  claimsHolding,
  digestHolding,
  libraryHolding,
  tasteHolding,
]

const now = () => new Date()

/** Opens the store and the index that the settings name. A new store holds the starter catalogue. */
export async function openApp(config: Config): Promise<App & AsyncDisposable> {
  const store = await openStore(config.database)
  await harvest(store, starterCatalogue(), AbortSignal.timeout(60_000))
  const log = openLog(config.logLevel)
  const search = await openSearch(store, {
    folder: config.index,
    meaning: chosenEmbedder(config.embedder),
    onTrouble: (error) => log.warn({ err: error }, 'the other embedder cannot be had'),
    standings: { heat: (papers) => heatOf(store, papers) },
  })
  const secret = config.accounts.secret ?? secretIn(config.data)
  const { url, perMinute, returning, mailbox, reports, ...options } = config.mail
  const mailer = openMailer(url, options)
  const accounts = await openAccounts(store, {
    ...config.accounts,
    secret,
    mailer,
    onTrouble: (trouble) => log.warn({ trouble }, 'somebody could not sign in'),
  })
  // Whoever is alone here may tell the programs of this machine.
  const reach = config.accounts.signIn === 'off' ? 'anywhere' : 'public'
  const site = config.accounts.url ?? `http://localhost:${config.port}`
  const links = openLinks(site, secret, { returning })
  return {
    store,
    search,
    accounts,
    mailer,
    press: openPress({ store, search, mailer, links, now, perMinute, reach }),
    house: config.house,
    holdings,
    proxies: config.proxies,
    contact: addressIn(config.contact) ?? addressIn(config.mail.from) ?? '',
    styles: join(config.data, 'styles'),
    dumps: join(config.data, 'dump'),
    ...(config.hub && { hub: config.hub }),
    ...(mailbox !== undefined && { mailbox: openMailbox(mailbox) }),
    reports: readersOf(reports),
    log,
    now,
    async [Symbol.asyncDispose]() {
      await mailer[Symbol.asyncDispose]()
      await search[Symbol.asyncDispose]()
      await store.destroy()
    },
  }
}

/** The address in `Broadsheet <paper@example.org>`, or in nothing but the address. */
const addressIn = (text = ''): string | undefined => text.match(/[^\s<>]+@[^\s<>]+/)?.[0]

const readersOf = (keys: ReadonlyMap<string, string>): ReadonlyMap<string, EventReader> =>
  new Map(
    [...keys].flatMap(([name, key]) =>
      isReporter(name) ? [[name, openEvents(name, key)] as const] : [],
    ),
  )

/**
 * Makes one of papers that came in under two ids, and brings the index up to date, unless another process is at it. Says how many
 * changes were read, or that somebody else reads them.
 */
export async function refreshIndex(
  { store, search }: Pick<App, 'store' | 'search'>,
  signal: AbortSignal,
  onProgress?: (read: number) => void,
): Promise<number | 'elsewhere'> {
  await using lease = await takeLease(store, 'search')
  if (!lease) return 'elsewhere'
  const until = AbortSignal.any([signal, lease.signal])
  await uniteTwins(store, until)
  return search.refresh(until, onProgress)
}

/**
 * Scores the papers that readers voted for or nominated, unless another process is at it. Says how
 * many signals were read, or that somebody else reads them.
 */
export async function refreshTrending(
  app: Pick<App, 'store' | 'now'>,
  signal: AbortSignal,
): Promise<number | 'elsewhere'> {
  await using lease = await takeLease(app.store, 'trending')
  if (!lease) return 'elsewhere'
  return refreshScores(app.store, AbortSignal.any([signal, lease.signal]), app.now)
}
