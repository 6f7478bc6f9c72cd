import { DomainError } from '#domain-error'
import { type Mailer, readMailAddress, sentence } from '#mail'
import type { ReaderId, Store } from '#store'
import { addressToken, takeAddress } from './address.ts'
import { hashOf } from './asking.ts'
import { type DoorSettings, openDoors, type Passed } from './doors.ts'
import { couldJoin } from './joining.ts'
import { addressLetter, invitationLetter, linkLetter } from './letters.ts'
import { type Reader, readerIn } from './reader.ts'
import { cookieIn, endSessionOf } from './sessions.ts'
import { tally } from './tally.ts'

/** How often somebody may try to come in: from one part of the network, and to one address. */
const paces = {
  fromNetwork: { times: 60, within: 60 * 60_000 },
  toAddress: { times: 6, within: 60 * 60_000 },
}

export type SignInSettings = DoorSettings & {
  readonly mailer?: Pick<Mailer, 'send' | 'kind'>
  readonly now: () => Date
}

/** Somebody came in: what the browser is given, and where it goes next. */
export type CameIn = { readonly cookies: readonly string[]; readonly to: string }

const years = 400 * 24 * 60 * 60

/** The ways into a house: a link by mail, a passkey, an account elsewhere. */
export function openSignIn(store: Store, settings: SignInSettings) {
  const { url, cookie, mailer, providers = [], keeper, now } = settings
  const doors = openDoors(store, settings)
  const attributes = `Path=/; HttpOnly; SameSite=Lax${url.startsWith('https:') ? '; Secure' : ''}`
  const clear = (name: string) => `${name}=; Max-Age=0; ${attributes}`

  const often = (network: string) => tally(store, `sign-in ${network}`, paces.fromNetwork, now())

  /** A session begins: the one before it ends, and no browser goes on under a token it had before. */
  async function admit(request: Request, passed: Passed, to: string): Promise<CameIn> {
    if (!passed.token) return { cookies: passed.cookies, to }
    await endSessionOf(store, request, cookie)
    const newcomer = await store
      .selectFrom('sessions')
      .innerJoin('readers', 'readers.id', 'sessions.reader')
      .selectAll('readers')
      .where('tokenHash', '=', hashOf(passed.token))
      .where('readers.joinedAt', '>', new Date(Date.now() - 60_000).toISOString())
      .where('readers.acts', '=', 0)
      .executeTakeFirst()
    const line = `${cookie}=${passed.token}; Max-Age=${years}; ${attributes}`
    return {
      cookies: [...passed.cookies, clear(`${cookie}.invitation`), line],
      to:
        newcomer && readerIn(newcomer)
          ? `/account?${new URLSearchParams({ from: to }).toString()}`
          : to,
    }
  }

  const providerOf = (id: string) => {
    const provider = providers.find((one) => one.id === id)
    if (!provider) throw new DomainError('missing', 'There is no such way to sign in here.')
    return provider
  }

  return {
    providers: providers.map(({ id, name }) => ({ id, name })),
    nameOf: (id: string): string => providers.find((one) => one.id === id)?.name ?? id,
    byMail: mailer !== undefined,
    /** Letters do not leave this machine. */
    toFolder: mailer?.kind === 'folder',

    /** Sends an invitation to whom it is for. */
    async mailInvitation(email: string, link: string, by: Pick<Reader, 'name'>): Promise<void> {
      const to = readMailAddress(email)
      await mailer?.send(invitationLetter(to, link, new URL(url).host, sentence(by.name, 80)))
    },

    /**
     * Sends a link to an address, if whoever reads its mail is a reader or may become one. What is
     * answered, and when, tells nobody which: the letter goes its own way, as `sent`.
     */
    async askForLink(
      request: Request,
      asked: { email: string; from: string; invitation?: string; network: string },
    ): Promise<{ sent: Promise<unknown> }> {
      const email = readMailAddress(asked.email).toLowerCase()
      await often(asked.network)
      await tally(store, `link ${email}`, paces.toAddress, now())
      return { sent: mailer ? send(mailer) : Promise.resolve() }

      async function send(to: Pick<Mailer, 'send'>): Promise<void> {
        const known = await store
          .selectFrom('readers')
          .select('id')
          .where('email', '=', email)
          .executeTakeFirst()
        const newcomer = {
          name: '',
          email,
          ...(asked.invitation && { invitation: asked.invitation }),
        }
        if (!known && !(await couldJoin(store, newcomer, { keeper, now: now() }))) return
        let link: string | undefined
        await doors.knock(request, undefined, {
          method: 'link',
          path: '/sign-in/magic-link',
          body: { email },
          onLink(token) {
            const query = new URLSearchParams({ token, from: asked.from })
            if (asked.invitation) query.set('invitation', asked.invitation)
            link = `${new URL(url).origin}/sign-in/link?${query.toString()}`
          },
        })
        if (!link) throw new Error('no link was made')
        await to.send(linkLetter(email, link, new URL(url).host))
      }
    },

    /** Whom a link signs in, while it is good. */
    async addressOfLink(token: string): Promise<string | undefined> {
      const row = await store
        .selectFrom('verifications')
        .select('value')
        .where('identifier', '=', hashOf(token))
        .where('expiresAt', '>', new Date().toISOString())
        .executeTakeFirst()
      return row?.value.match(/"email":"([^"\\]+)"/)?.[1]
    },

    async openLink(
      request: Request,
      asked: { token: string; from: string; invitation?: string; network: string },
    ): Promise<CameIn> {
      await often(asked.network)
      const query = new URLSearchParams({ token: asked.token })
      const passed = await doors.knock(request, undefined, {
        method: 'link',
        path: `/magic-link/verify?${query.toString()}`,
        invitation: asked.invitation,
      })
      if (!passed.token) {
        throw new DomainError(
          'invalid',
          'This link was used already, or is older than a quarter of an hour. Ask for another one.',
        )
      }
      return admit(request, passed, asked.from)
    },

    /** Sends a reader to another house, to sign in or, signed in, to link the account there. */
    async goTo(
      request: Request,
      id: string,
      asked: { from: string; link?: true; invitation?: string; network: string },
    ): Promise<{ url: URL; cookies: readonly string[] }> {
      const provider = providerOf(id)
      await often(asked.network)
      const origin = new URL(url).origin
      const passed = await doors.knock(request, provider, {
        method: id,
        path: asked.link ? '/link-social' : '/sign-in/social',
        body: {
          provider: id,
          callbackURL: origin + asked.from,
          errorCallbackURL: `${origin}/sign-in/trouble`,
          disableRedirect: true,
        },
      })
      const leads = readUrl(passed.json)
      if (!leads) {
        doors.forget(provider)
        throw new DomainError('missing', `${provider.name} does not answer. Try again in a while.`)
      }
      const keeps = asked.invitation?.replace(/[^\w-]/g, '')
      const invitation = keeps ? [`${cookie}.invitation=${keeps}; Max-Age=900; ${attributes}`] : []
      return { url: leads, cookies: [...passed.cookies, ...invitation] }
    },

    /** A reader comes back from another house. */
    async comeBack(request: Request, id: string, network: string): Promise<CameIn> {
      const provider = providerOf(id)
      await often(network)
      const invitation = cookieIn(request, `${cookie}.invitation`)
      const passed = await doors.knock(request, provider, {
        method: id,
        path: `/callback/${id}${new URL(request.url).search}`,
        invitation,
      })
      const { location } = passed
      if (!location || location.pathname === '/sign-in/trouble') {
        throw new DomainError('forbidden', troubleWith(provider.name, location))
      }
      return admit(request, passed, location.pathname + location.search)
    },

    /** What a browser needs to ask for a passkey, or to make one for the reader who is signed in. */
    async passkeyChallenge(
      request: Request,
      asked: { for: 'signing in' } | { for: 'adding'; handle: string },
      network: string,
    ): Promise<{ options: unknown; cookies: readonly string[] }> {
      await often(network)
      const query =
        asked.for === 'adding' ? `?${new URLSearchParams({ name: asked.handle }).toString()}` : ''
      const passed = await doors.knock(request, undefined, {
        method: 'passkey',
        path:
          asked.for === 'adding'
            ? `/passkey/generate-register-options${query}`
            : '/passkey/generate-authenticate-options',
      })
      if (passed.status !== 200) {
        throw new DomainError(
          'forbidden',
          'A passkey is added within a day of signing in. Sign out, sign in again, and repeat it.',
        )
      }
      return { options: passed.json, cookies: passed.cookies }
    },

    async addPasskey(request: Request, response: unknown, name: string): Promise<void> {
      const passed = await doors.knock(request, undefined, {
        method: 'passkey',
        path: '/passkey/verify-registration',
        body: { response, name: sentence(name, 60) },
      })
      if (passed.status !== 200) {
        throw new DomainError('invalid', 'The passkey could not be added. Try again.')
      }
    },

    async openWithPasskey(request: Request, response: unknown, network: string): Promise<CameIn> {
      await often(network)
      const passed = await doors.knock(request, undefined, {
        method: 'passkey',
        path: '/passkey/verify-authentication',
        body: { response },
      })
      if (!passed.token) {
        throw new DomainError('forbidden', 'This passkey is not known here. Sign in another way.')
      }
      return admit(request, passed, '/')
    },

    /** Sends a link to an address that a reader wants to have here. */
    async askForAddress(reader: ReaderId, address: string): Promise<{ sent: Promise<unknown> }> {
      const email = readMailAddress(address).toLowerCase()
      await tally(store, `link ${email}`, paces.toAddress, now())
      await tally(store, `address ${reader}`, paces.toAddress, now())
      const token = await addressToken(store, settings.secret, reader, email, now())
      const link = `${new URL(url).origin}/account/address?${new URLSearchParams({ token }).toString()}`
      return {
        sent: mailer?.send(addressLetter(email, link, new URL(url).host)) ?? Promise.resolve(),
      }
    },

    takeAddress: (reader: ReaderId, token: string) =>
      takeAddress(store, settings.secret, reader, token, now()),

    /** What ends the session in a browser. */
    goodbye: (): readonly string[] => [clear(cookie)],
  }
}

export type SignIn = ReturnType<typeof openSignIn>

function readUrl(json: unknown): URL | undefined {
  if (typeof json !== 'object' || json === null || !('url' in json)) return undefined
  return URL.parse(String(json.url)) ?? undefined
}

function troubleWith(name: string, location: URL | undefined): string {
  const code = (location?.searchParams.get('error') ?? 'no answer')
    .toLowerCase()
    .replace(/\W+/g, ' ')
  switch (code.replaceAll('_', ' ')) {
    case 'account not linked':
      return `A reader here has that mail address already. If it is you, sign in by a link sent to it, and link ${name} on your account page.`
    case 'account already linked to different user':
      return `That account at ${name} belongs to another reader here.`
    case 'access denied':
      return `${name} was told not to sign you in.`
    case 'state mismatch':
    case 'state not found':
    case 'please restart the process':
      return 'That took too long, or began in another browser. Begin again.'
    default:
      return `${name} could not sign you in (${code.slice(0, 60)}). Try again, or another way.`
  }
}
