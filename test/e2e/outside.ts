/** What stands outside of a house of readers: a server for mail, and a house that vouches for people. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { simpleParser } from 'mailparser'
import { Provider } from 'oidc-provider'
import { SMTPServer } from 'smtp-server'

export type Mailbox = AsyncDisposable & {
  readonly url: string
  /** The next letter to an address, within ten seconds. */
  next(to: string): Promise<{ subject: string; text: string }>
}

/** A real SMTP server that keeps what it is given. */
export async function openMailbox(): Promise<Mailbox> {
  const letters: { to: string; subject: string; text: string }[] = []
  const keep = async (stream: Readable, to: readonly { address: string }[]) => {
    const { subject = '', text = '' } = await simpleParser(stream)
    for (const { address } of to) letters.push({ to: address, subject, text })
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      void keep(stream, session.envelope.rcptTo).finally(() => done())
    },
  })
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return {
    url: `smtp://127.0.0.1:${portOf(listening)}?tls=never`,
    async next(to) {
      const end = Date.now() + 10_000
      while (Date.now() < end) {
        const at = letters.findIndex((letter) => letter.to === to)
        const [letter] = at < 0 ? [] : letters.splice(at, 1)
        if (letter) return letter
        await new Promise((resolve) => setTimeout(resolve, 30))
      }
      throw new Error(`no letter came to ${to}`)
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

export type People = Readonly<Record<string, { email: string; verified: boolean; name: string }>>

/** A real OpenID Connect provider: whoever types a name there is that person. */
export async function openProvider(
  people: People,
  callbacks: readonly string[],
): Promise<{ issuer: string } & AsyncDisposable> {
  let serve: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
  const server = createServer((request, response) => serve?.(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://localhost:${portOf(server)}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'broadsheet',
        client_secret: 'a-secret-of-the-tests',
        redirect_uris: [...callbacks],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, id) => {
      const person = people[id]
      return {
        accountId: id,
        claims: () => ({
          sub: id,
          ...(person && {
            email: person.email,
            email_verified: person.verified,
            name: person.name,
          }),
        }),
      }
    },
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['of the tests'] },
  })
  serve = provider.callback()
  return {
    issuer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server does not listen')
  return address.port
}
