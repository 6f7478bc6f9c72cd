import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ReaderId, Store } from '#store'
import { type Asking, askingBySession, askingHere, networkOf } from './asking.ts'
import { refuseForgery } from './forgery.ts'
import type { Mailer } from '#mail'
import type { Provider } from './providers.ts'
import { cookieIn } from './sessions.ts'
import { askingByToken } from './tokens.ts'
import { openSignIn, type SignIn } from './sign-in.ts'
import { theOnlyReader } from './alone.ts'

export type { ReaderId, Role } from '#store'
export { addressInToken, giveAddress } from './address.ts'
export { theOnlyReader } from './alone.ts'
export type { Asking } from './asking.ts'
export { type Decision, decisions, noteDecision } from './decisions.ts'
export { footingOf, probation } from './footing.ts'
export type { ExportFile, Holding } from './holding.ts'
export {
  addReader,
  isAtLeast,
  isReader,
  noteAct,
  type Reader,
  readerById,
  readerIn,
  readerNamed,
  readerOf,
  readersNamed,
  readersOf,
} from './reader.ts'
export { isOwn, remoteAddress } from './remote-address.ts'
export { once, type Reply } from './replies.ts'
export { secretIn } from './secret.ts'
export {
  invitationOf,
  type Invitation,
  invite,
  openInvitations,
  setSignUpRule,
  signUpRule,
  withdraw,
} from './joining.ts'
export { identitiesOf, type Identity, type Passkey, passkeysOf, removeKey } from './keys.ts'
export {
  addressOf,
  ban,
  people,
  type Person,
  perPage,
  setProfile,
  setRole,
  unban,
} from './people.ts'
export type { Provider } from './providers.ts'
export { endOtherSessions, endSession, openSession, type Session, sessionsOf } from './sessions.ts'
export type { SignIn } from './sign-in.ts'
export { sweep } from './sweep.ts'
export { tally } from './tally.ts'
export {
  makeToken,
  refuseBeyond,
  revokeToken,
  type Scope,
  scopes,
  type Token,
  tokensOf,
} from './tokens.ts'
export { eraseReader, exportOf } from './yours.ts'
export { zip } from './zip.ts'

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
  /** The address of whoever shall be keeper, instead of the first who comes. */
  readonly keeper?: string
  readonly providers?: readonly Provider[]
  /** Brings links to sign in; without it nobody signs in by mail. */
  readonly mailer?: Pick<Mailer, 'send' | 'kind'>
  readonly now?: () => Date
  /** Told what went wrong at a door, without anything that opens one. */
  readonly onTrouble?: (message: string) => void
}

/** Who is asking, and whether it was really they. */
export type Accounts = {
  readonly signIn: 'off' | 'on'
  readonly url?: string
  /** The name of the cookie that a session travels in. */
  readonly cookie: string
  /** The ways in. None where nobody signs in, or where the site does not know its own address. */
  readonly doors?: SignIn
  /** Who sent a request; `address` is where on the network it came from. */
  whoAsks(request: Request, address?: string): Promise<Asking>
  /** What only this house can make of a text, to know it again when it comes back. */
  seal(text: string): string
  isSeal(mark: string, text: string): boolean
  /** What a form carries so that we know it for ours. Empty for nobody, who has nothing to lose. */
  formToken(asking: Asking): string
  /** Refuses what a page of somebody else made a reader's browser send. */
  refuseForgery(request: Request, asking: Asking, token: string | undefined): void
}

/** Opens the accounts of a house. */
export async function openAccounts(store: Store, settings: AccountSettings): Promise<Accounts> {
  const { signIn, url, secret, now = () => new Date() } = settings
  let only: ReaderId | undefined = signIn === 'off' ? await theOnlyReader(store, now()) : undefined
  const cookie = url?.startsWith('https:') ? '__Host-broadsheet' : 'broadsheet'

  const seal = (text: string) =>
    createHmac('sha256', secret).update(`seal ${text}`).digest('base64url').slice(0, 24)
  const formToken = ({ by, door }: Asking) =>
    by === 'session' || by === 'here'
      ? createHmac('sha256', secret).update(`form ${door}`).digest('base64url')
      : ''
  return {
    signIn,
    ...(url && { url }),
    cookie,
    ...(signIn === 'on' && url && { doors: openSignIn(store, { ...settings, url, cookie, now }) }),
    async whoAsks(request, address) {
      const network = networkOf(address, secret)
      const nobody: Asking = { by: 'nobody', key: '', network }
      const bearer = request.headers.get('authorization')?.match(/^bearer +(\S+)$/i)?.[1]
      if (bearer) return (await askingByToken(store, bearer, network, now())) ?? nobody
      if (only !== undefined) {
        if (!isHere(request)) return nobody
        const here = await askingHere(store, only, network)
        if (here) return here
        // They deleted all that was theirs; the house is as new.
        only = await theOnlyReader(store, now())
        return (await askingHere(store, only, network)) ?? nobody
      }
      const token = cookieIn(request, cookie)
      return (token && (await askingBySession(store, token, network, now()))) || nobody
    },
    seal,
    isSeal(mark, text) {
      const [given, wanted] = [Buffer.from(mark), Buffer.from(seal(text))]
      return given.length === wanted.length && timingSafeEqual(given, wanted)
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
