import type { House } from '#curation'
import type { Press } from '#digest'
import type { Accounts, Holding } from '#accounts'
import type { Log } from '#log'
import type { EventReader } from '#mail'
import type { Search } from '#search'
import type { Store } from '#store'

/** What the pages are made from: of the app, what they use. */
export type Site = {
  readonly store: Store
  readonly search: Omit<Search, 'refresh' | typeof Symbol.asyncDispose>
  readonly accounts: Accounts
  /** What writes digests. */
  readonly press: Press
  readonly holdings: readonly Holding[]
  /** How many proxies stand between the network and us. */
  readonly proxies: number
  /** Readers of what services tell of our letters, by their names. */
  readonly reports?: ReadonlyMap<string, EventReader>
  /** A hub of WebSub, that passes news of feeds on. */
  readonly hub?: string
  readonly log: Log
  /** What programs can ask for here: an OpenAPI document, for a site at an origin. */
  readonly document?: (origin: string) => unknown
  /** Where arXiv's query API is, if not at arXiv. */
  readonly arxivQuery?: string
  /** Where Zotero answers, if not where it always does on this machine. */
  readonly zotero?: string
  /** What the keeper decided about the pages. */
  readonly house?: House
  readonly now: () => Date
}

/** The rules of the house, where its keeper decided nothing else. */
export const houseOf = ({ house = { endorsements: 3 } }: Pick<Site, 'house'>): House => house
