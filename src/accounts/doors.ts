import { AsyncLocalStorage } from 'node:async_hooks'
import { createHmac } from 'node:crypto'
import type { BetterAuthOptions } from 'better-auth'
import { DomainError } from '#domain-error'
import type { Store } from '#store'
import { tablesFor } from './adapter.ts'
import { sessionLasts } from './asking.ts'
import { join } from './joining.ts'
import { oauthConfig, type Provider } from './providers.ts'
import { newId } from './reader.ts'

/** What is known of one passage through a door while better-auth is at work. */
type Passage = {
  readonly method: string
  readonly invitation?: string | undefined
  readonly onLink?: (token: string) => void
  refusal?: DomainError
}

export type DoorSettings = {
  /** Where people reach the site. */
  readonly url: string
  readonly secret: string
  readonly cookie: string
  readonly keeper?: string
  readonly providers?: readonly Provider[]
  readonly onTrouble?: (message: string) => void
}

/** What came of knocking. */
export type Passed = {
  readonly status: number
  /** Where it leads, if it leads anywhere. */
  readonly location?: URL
  readonly json: unknown
  /** Whole `Set-Cookie` lines for the browser. */
  readonly cookies: readonly string[]
  /** The token of the session that was opened, if one was. */
  readonly token?: string
}

type Knock = {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly invitation?: string | undefined
  readonly onLink?: (token: string) => void
}

/** How long another house may take to answer, in milliseconds. */
const patience = 15_000

/**
 * The doors of a house: better-auth, asked as if over HTTP. It is loaded when somebody first knocks,
 * keeps its rows in our tables, and makes no migrations. Its cookies are its own but for the one of
 * the session, which is ours.
 */
export function openDoors(store: Store, settings: DoorSettings) {
  const { url, cookie, secret } = settings
  const origin = new URL(url).origin
  const key = createHmac('sha256', secret).update('better-auth').digest('base64url')
  const passages = new AsyncLocalStorage<Passage>()
  const open = new Map<string, ReturnType<typeof build>>()

  const tables = (within: Store) =>
    tablesFor(within, { join: takeIn, method: () => passages.getStore()?.method ?? '' })

  async function build(provider: Provider | undefined) {
    const [{ betterAuth }, { createAdapterFactory }, { magicLink }, { genericOAuth }, { passkey }] =
      await Promise.all([
        import('better-auth/minimal'),
        import('better-auth/adapters'),
        import('better-auth/plugins/magic-link'),
        import('better-auth/plugins/generic-oauth'),
        import('@better-auth/passkey'),
      ])
    const config = {
      adapterId: 'broadsheet',
      supportsDates: false,
      supportsBooleans: false,
      supportsNumericIds: false,
    }
    return betterAuth({
      appName: 'Broadsheet',
      baseURL: origin,
      basePath: '/sign-in',
      secret: key,
      trustedOrigins: [origin],
      telemetry: { enabled: false },
      rateLimit: { enabled: false },
      logger: { level: 'error', log: (_level, message) => settings.onTrouble?.(message) },
      onAPIError: {
        errorURL: `${origin}/sign-in/trouble`,
        // A refusal of its own becomes an answer; what broke comes to us.
        onError(error) {
          if (!(error instanceof Error && 'statusCode' in error)) throw error
        },
      },
      database: (options: BetterAuthOptions) =>
        createAdapterFactory({
          config: {
            ...config,
            transaction: (work) =>
              store
                .transaction()
                .execute((within) =>
                  work(createAdapterFactory({ config, adapter: tables(within) })(options)),
                ),
          },
          adapter: tables(store),
        })(options),
      advanced: {
        cookiePrefix: cookie,
        useSecureCookies: false,
        defaultCookieAttributes: { secure: url.startsWith('https:') },
        database: { generateId: newId },
        ipAddress: { disableIpTracking: true },
      },
      user: { modelName: 'readers', fields: { createdAt: 'joinedAt' } },
      session: {
        modelName: 'sessions',
        fields: {
          userId: 'reader',
          token: 'tokenHash',
          createdAt: 'openedAt',
          updatedAt: 'usedAt',
        },
        expiresIn: sessionLasts / 1000,
        disableSessionRefresh: true,
      },
      account: {
        modelName: 'identities',
        fields: { userId: 'reader', providerId: 'provider', accountId: 'subject' },
        // What must come back unchanged from another house waits in the browser, encrypted.
        storeStateStrategy: 'cookie',
        updateAccountOnSignIn: false,
        accountLinking: {
          // An account elsewhere is linked by its reader, signed in here, and never by an address.
          disableImplicitLinking: true,
          allowDifferentEmails: true,
          trustedProviders: provider ? [provider.id] : [],
        },
      },
      verification: { modelName: 'verifications', storeIdentifier: 'hashed' },
      plugins: [
        magicLink({
          expiresIn: 15 * 60,
          sendMagicLink: ({ token }) => passages.getStore()?.onLink?.(token),
        }),
        passkey({
          rpID: new URL(url).hostname,
          rpName: 'Broadsheet',
          origin,
          schema: {
            passkey: {
              modelName: 'passkeys',
              fields: { userId: 'reader', credentialID: 'credentialId' },
            },
          },
        }),
        genericOAuth({ config: provider ? [oauthConfig(provider)] : [] }),
      ],
    })
  }

  async function takeIn(within: Store, row: Record<string, unknown>) {
    const passage = passages.getStore()
    const verified = row['emailVerified'] === 1
    try {
      const reader = await join(
        within,
        {
          name: textIn(row['name']).slice(0, 80),
          ...(verified && { email: textIn(row['email']) }),
          ...(passage?.invitation && { invitation: passage.invitation }),
        },
        { keeper: settings.keeper, now: new Date() },
      )
      const made = await within
        .selectFrom('readers')
        .selectAll()
        .where('id', '=', reader.id)
        .executeTakeFirstOrThrow()
      return { ...made }
    } catch (error) {
      if (!passage || !(error instanceof DomainError)) throw error
      passage.refusal = error
      const { APIError } = await import('@better-auth/core/error')
      throw new APIError('FORBIDDEN', { code: 'refused', message: error.message })
    }
  }

  /** One instance for what happens here, and one for each house elsewhere: one that is down stops no other. */
  function doorOf(provider: Provider | undefined): ReturnType<typeof build> {
    const id = provider?.id ?? ''
    const known = open.get(id) ?? build(provider)
    open.set(id, known)
    known.catch(() => open.delete(id))
    return known
  }

  const session = `${cookie}.session_token`

  /** Our session as better-auth signs it, and its own cookies as they came. */
  function cookiesFor(request: Request): string {
    const all = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
    const own = all.filter((pair) => pair.startsWith(`${cookie}.`) && !pair.startsWith(session))
    const ours = all.find((pair) => pair.startsWith(`${cookie}=`))?.slice(cookie.length + 1)
    if (!ours) return own.join('; ')
    const signature = createHmac('sha256', key).update(ours).digest('base64')
    return [...own, `${session}=${encodeURIComponent(`${ours}.${signature}`)}`].join('; ')
  }

  return {
    async knock(request: Request, provider: Provider | undefined, how: Knock): Promise<Passed> {
      const { method, path, body, invitation, onLink } = how
      const passage: Passage = { method, invitation, ...(onLink && { onLink }) }
      const headers = new Headers({
        cookie: cookiesFor(request),
        origin,
        'user-agent': request.headers.get('user-agent') ?? '',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      })
      const asked = new Request(`${origin}/sign-in${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const answer = await passages.run(passage, async () => {
        const door = await inTime(doorOf(provider), provider)
        return inTime(door.handler(asked), provider)
      })
      if (passage.refusal) throw passage.refusal
      return readAnswer(answer)
    },
    /** Forgets what was learnt of another house, so that it is asked again. */
    forget: (provider: Provider) => void open.delete(provider.id),
  }

  async function readAnswer(answer: Response): Promise<Passed> {
    if (answer.status >= 500) throw new Error(`a door broke: ${answer.status}`)
    const set = answer.headers.getSetCookie()
    const opened = set.find((line) => line.startsWith(`${session}=`))
    const signed = decodeURIComponent(opened?.slice(session.length + 1).split(';')[0] ?? '')
    const token = signed.slice(0, Math.max(0, signed.lastIndexOf('.')))
    const location = URL.parse(answer.headers.get('location') ?? '', origin)
    const text = await answer.text()
    return {
      status: answer.status,
      ...(answer.headers.has('location') && location && { location }),
      json: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined,
      cookies: set.filter(
        (line) => !/^[^=]*\.(session_token|session_data|account_data|dont_remember)=/.test(line),
      ),
      ...(token && { token }),
    }
  }
}

async function inTime<T>(work: Promise<T>, provider: Provider | undefined): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new DomainError('missing', `${provider?.name ?? 'This site'} does not answer. Try again.`),
      )
    }, patience)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const textIn = (value: unknown) => (typeof value === 'string' ? value : '')
