/** A house that speaks OpenID Connect, and can lie in every way that a real one could. */
import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'

export type Lies = {
  /** Claims that stand in the token in place of the true ones. */
  claims?: Readonly<Record<string, unknown>>
  /** Signs with a key that is not its own. */
  foreignKey?: boolean
  /** Does not answer when it is discovered. */
  silent?: boolean
}

/** What tells one real house from another. */
export type Shape = {
  /** Where things are under the issuer. */
  readonly paths?: Readonly<Record<'authorize' | 'token' | 'me' | 'keys', string>>
  /** What else is said when it is discovered. */
  readonly discovery?: Readonly<Record<string, unknown>>
  /** How a client proves itself: by what it posts alone. */
  readonly posts?: true
  /** Whether scopes beyond these are refused. */
  readonly scopes?: readonly string[]
  /** What comes with the token, and stands in it, of a person. */
  readonly withToken?: (person: Readonly<Record<string, unknown>>) => object
  readonly inToken?: (person: Readonly<Record<string, unknown>>) => object
}

const usualPaths = { authorize: '/authorize', token: '/token', me: '/me', keys: '/keys' }

/** Opens one; whoever comes is the person that `person` holds then. */
export async function openOidc(shape: Shape = {}) {
  const { paths = usualPaths, discovery = {}, withToken, inToken = (person) => person } = shape
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const codes = new Map<string, { nonce: string; challenge: string }>()
  const house = {
    issuer: '',
    person: {} as Readonly<Record<string, unknown>>,
    lies: {} as Lies,
    /** What a browser does there: it is sent on at once, with a code. */
    visit(url: URL): URL {
      const asked = (url.searchParams.get('scope') ?? '').split(' ')
      const refused = shape.scopes && asked.find((scope) => !shape.scopes?.includes(scope))
      if (refused) throw new Error(`this house knows no scope ${refused}`)
      if (url.pathname !== paths.authorize) throw new Error(`nobody is at ${url.pathname}`)
      const code = `code-${codes.size}`
      codes.set(code, {
        nonce: url.searchParams.get('nonce') ?? '',
        challenge: url.searchParams.get('code_challenge') ?? '',
      })
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      return back
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  const answers: Record<string, (request: IncomingMessage) => Promise<object>> = {
    '/.well-known/openid-configuration': async () => ({
      issuer: house.issuer,
      authorization_endpoint: house.issuer + paths.authorize,
      token_endpoint: house.issuer + paths.token,
      userinfo_endpoint: house.issuer + paths.me,
      jwks_uri: house.issuer + paths.keys,
      id_token_signing_alg_values_supported: ['RS256'],
      ...discovery,
    }),
    [paths.keys]: async () => ({
      keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
    }),
    [paths.me]: async () => house.person,
    async [paths.token](request) {
      const sent = new URLSearchParams(await bodyOf(request))
      const known = codes.get(sent.get('code') ?? '')
      codes.delete(sent.get('code') ?? '')
      const verifier = createHash('sha256')
        .update(sent.get('code_verifier') ?? '')
        .digest('base64url')
      const proves = sent.has('client_secret') && !request.headers.authorization
      if (shape.posts && !proves) return { error: 'invalid_client' }
      if (!known || verifier !== known.challenge) return { error: 'invalid_grant' }
      const at = Math.floor(Date.now() / 1000)
      const claims = {
        iss: house.issuer,
        aud: 'broadsheet',
        iat: at,
        exp: at + 300,
        nonce: known.nonce,
        ...inToken(house.person),
        ...house.lies.claims,
      }
      const key = house.lies.foreignKey ? foreign.privateKey : own.privateKey
      const token = { access_token: 'an-access-token', token_type: 'Bearer' }
      return { ...token, ...withToken?.(house.person), id_token: jwt(claims, key) }
    },
  }
  const server = createServer((request, response) => {
    const answer = answers[new URL(request.url ?? '', house.issuer).pathname]
    if (!answer || house.lies.silent) {
      response.writeHead(503).end()
      return
    }
    void answer(request).then((json) =>
      response
        .writeHead('error' in json ? 400 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(json)),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  house.issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return house
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

function jwt(claims: object, key: KeyObject): string {
  const signed = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims)}`
  return `${signed}.${createSign('sha256').update(signed).sign(key).toString('base64url')}`
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
