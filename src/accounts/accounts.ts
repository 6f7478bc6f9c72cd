import { createHmac } from 'node:crypto'
import type { ReaderId, Store } from '#store'
import { type Asking, askingBySession, askingHere, networkOf } from './asking.ts'
import { refuseForgery } from './forgery.ts'
import { theOnlyReader } from './alone.ts'

export type { ReaderId, Role } from '#store'
export type { Asking, Scope } from './asking.ts'
export { footingOf } from './footing.ts'
export type { ExportFile, Holding } from './holding.ts'
export {
  addReader,
  isAtLeast,
  noteAct,
  type Reader,
  readerIn,
  readerNamed,
  readerOf,
  readersNamed,
  readersOf,
} from './reader.ts'
export { secretIn } from './secret.ts'
export { endSession, openSession } from './sessions.ts'

export type AccountSettings = {
  /**
   * `off`: whoever sits at this machine is its one reader and keeper, and nobody else is anybody.
   * `on`: people have accounts.
   */
  readonly signIn: 'off' | 'on'
  /** Where people reach the site. Without it the request says, and links by mail cannot be sent. */
  readonly url?: string
  /** Signs what goes out and must come back unchanged. */
  readonly secret: string
  readonly now?: () => Date
}

/** Who is asking, and whether it was really they. */
export type Accounts = {
  readonly signIn: 'off' | 'on'
  readonly url?: string
  /** The name of the cookie that a session travels in. */
  readonly cookie: string
  /** Who sent a request; `address` is where on the network it came from. */
  whoAsks(request: Request, address?: string): Promise<Asking>
  /** What a form carries so that we know it for ours. Empty for nobody, who has nothing to lose. */
  formToken(asking: Asking): string
  /** Refuses what a page of somebody else made a reader's browser send. */
  refuseForgery(request: Request, asking: Asking, token: string | undefined): void
}

/** Opens the accounts of a house. */
export async function openAccounts(store: Store, settings: AccountSettings): Promise<Accounts> {
  const { signIn, url, secret, now = () => new Date() } = settings
  const only: ReaderId | undefined =
    signIn === 'off' ? await theOnlyReader(store, now()) : undefined
  const cookie = url?.startsWith('https:') ? '__Host-broadsheet' : 'broadsheet'

  const formToken = ({ by, door }: Asking) =>
    by === 'session' || by === 'here'
      ? createHmac('sha256', secret).update(`form ${door}`).digest('base64url')
      : ''
  return {
    signIn,
    ...(url && { url }),
    cookie,
    async whoAsks(request, address) {
      const network = networkOf(address, secret)
      const nobody: Asking = { by: 'nobody', key: '', network }
      if (only !== undefined) {
        return (isHere(request) && (await askingHere(store, only, network))) || nobody
      }
      const token = cookieIn(request, cookie)
      return (token && (await askingBySession(store, token, network, now()))) || nobody
    },
    formToken,
    refuseForgery: (request, asking, token) =>
      refuseForgery(request, asking, {
        origin: url ? new URL(url).origin : new URL(request.url).origin,
        token,
        expected: formToken(asking),
      }),
  }
}

/**
 * Whether a request was sent from this machine to this machine. A name that only leads here (DNS
 * rebinding) and a proxy that passes on what others send do not count.
 */
function isHere(request: Request): boolean {
  const { hostname } = new URL(request.url)
  if (!/^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)) return false
  return !['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) =>
    request.headers.has(name),
  )
}

function cookieIn(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=')
    if (key === name) return value.join('=')
  }
  return undefined
}
