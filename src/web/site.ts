import type { Accounts } from '#accounts'
import type { Press } from '#digest'
import type { Log } from '#log'
import type { Search } from '#search'
import type { Store } from '#store'

/** What the pages are made from: of the app, what they use. */
export type Site = {
  readonly store: Store
  readonly search: Pick<Search, 'find' | 'near'>
  readonly accounts: Accounts
  /** What writes digests. */
  readonly press: Press
  readonly log: Log
  readonly now: () => Date
}
