/** A real mail server that can fail in every way a real one does. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

/** What it says at some point of a letter, instead of taking it. */
export type Whim =
  | { readonly at: 'greeting' | 'sender' | 'recipient' | 'letter'; readonly code: number }
  | { readonly at: 'silence'; readonly milliseconds: number }
  /** Closes the connection while the letter is being given … */
  | { readonly at: 'middle' }
  /** … or when it has it, and keeps it, without a word. */
  | { readonly at: 'end' }
  /** Takes it, and says so later. */
  | { readonly at: 'answer'; readonly milliseconds: number }

export type Received = { readonly to: string; readonly from: string; readonly bytes: Buffer }

type Asked = { readonly to: string; readonly times: number }

export type PostOffice = AsyncDisposable & {
  readonly url: string
  readonly received: Received[]
  /** How many connections there were. */
  readonly visits: () => number
}

export const certificate = file('certificate.pem')

/**
 * Opens one on this machine. `whim` is asked for each letter, and told how often the address was
 * tried.
 */
export async function openPostOffice({
  whim = () => undefined,
  keep = (letter, received) => received.push(letter),
  secure = false,
  account,
}: {
  whim?: (asked: Asked) => Whim | undefined
  /** Told of each letter that is taken, and by which connection it came. */
  keep?: (letter: Received, received: Received[], session: string) => void
  secure?: boolean
  account?: { user: string; pass: string }
} = {}): Promise<PostOffice> {
  const received: Received[] = []
  const tries = new Map<string, number>()
  const whims = new Map<string, Whim | undefined>()
  let visits = 0

  const server = new SMTPServer({
    secure,
    key: file('key.pem'),
    cert: certificate,
    authOptional: account === undefined,
    disabledCommands: account ? [] : ['AUTH'],
    logger: false,
    // A client that goes away is no trouble of the server's.
    closeTimeout: 1,
    onConnect(_session, done) {
      visits++
      const now = whim({ to: '', times: visits })
      done(now?.at === 'greeting' ? refusal(now.code) : null)
    },
    onAuth(given, _session, done) {
      const right = given.username === account?.user && given.password === account?.pass
      if (right) done(null, { user: given.username })
      else done(refusal(535))
    },
    onRcptTo({ address }, session, done) {
      const times = (tries.get(address) ?? 0) + 1
      tries.set(address, times)
      const now = whim({ to: address, times })
      whims.set(session.id, now)
      if (now?.at === 'silence') setTimeout(done, now.milliseconds)
      else done(now?.at === 'recipient' || now?.at === 'sender' ? refusal(now.code) : null)
    },
    onData(stream, session, done) {
      const now = whims.get(session.id)
      if (now?.at === 'middle') {
        stream.once('data', () => hangUp(server, session))
        stream.resume()
        return
      }
      void answer(stream, session, now, done)
    },
  })

  async function answer(
    stream: Readable,
    session: SMTPServerSession,
    now: Whim | undefined,
    done: (error?: Error) => void,
  ): Promise<void> {
    // A client that goes away in the middle has sent nothing.
    const bytes = await buffer(stream).catch(() => undefined)
    if (!bytes) return
    if (now?.at === 'letter') {
      done(refusal(now.code))
      return
    }
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
    const to = session.envelope.rcptTo[0]?.address ?? ''
    keep({ from, to, bytes }, received, session.id)
    if (now?.at === 'end') hangUp(server, session)
    else if (now?.at === 'answer') setTimeout(done, now.milliseconds)
    else done()
  }

  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = portOf(listening.address())
  const who = account ? `${account.user}:${encodeURIComponent(account.pass)}@` : ''
  return {
    url: `smtp${secure ? 's' : ''}://${who}localhost:${port}${secure || account ? '' : '?tls=never'}`,
    received,
    visits: () => visits,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const connection of server.connections) socketOf(connection)?.destroy()
      }),
  }
}

function hangUp(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) {
    if (Reflect.get(connection, 'id') === session.id) socketOf(connection)?.destroy()
  }
}

function socketOf(connection: object): Socket | undefined {
  const socket: unknown = Reflect.get(connection, '_socket')
  return socket instanceof Socket ? socket : undefined
}

const refusal = (code: number) => Object.assign(new Error('not so'), { responseCode: code })

function portOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('listens nowhere')
  return address
}

function file(name: string): string {
  return readFileSync(new URL(`fixtures/mail/${name}`, import.meta.url), 'utf8')
}
