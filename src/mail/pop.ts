import { once } from 'node:events'
import { connect as plain, type Socket } from 'node:net'
import { connect as secure } from 'node:tls'
import { longestMessage, type Mailbox, mostMessages } from './box.ts'

/** How long a server may say nothing, in milliseconds. */
const patience = 30_000

/** Messages that are larger, in bytes, are left where they are. */
const largest = 20_000_000

/**
 * A mailbox at a server, by POP3 (RFC 1939; STLS of RFC 2595). Messages are marked as deleted one by
 * one and go when the session ends well, so that one which breaks off loses none.
 */
export function openPop(url: URL, { ca }: { readonly ca?: string }): Mailbox {
  const left = new Set<string>()
  return {
    async read(take, signal) {
      await using session = await openSession(url, ca, signal)
      const sizes = new Map(pairs(await session.ask('LIST', 'many')))
      const fresh = pairs(await session.ask('UIDL', 'many'))
        .filter(([number, id]) => !left.has(id) && Number(sizes.get(number)) < largest)
        .slice(0, mostMessages)
      let taken = 0
      for (const [number, id] of fresh) {
        signal.throwIfAborted()
        const message = await session.ask(`RETR ${number}`, 'many')
        if ((await take(message)) === 'left') left.add(id)
        else {
          await session.ask(`DELE ${number}`)
          taken++
        }
      }
      await session.ask('QUIT')
      return taken
    },
  }
}

type Session = AsyncDisposable & {
  /** Says a line, and answers what the server has to say: a line, or many. */
  ask(line: string, answer?: 'one' | 'many'): Promise<string>
}

async function openSession(
  url: URL,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<Session> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const near = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)
  const isSecure = url.protocol === 'pop3s:'
  const port = Number(url.port) || (isSecure ? 995 : 110)
  const trust = { servername: host, ...(ca !== undefined && { ca }) }
  let socket = isSecure ? secure({ host, port, ...trust }) : plain({ host, port })
  let talk = reader(socket)
  const stop = () => socket.destroy(new Error('stopped'))
  signal.addEventListener('abort', stop, { once: true })

  async function ask(line: string, answer: 'one' | 'many' = 'one'): Promise<string> {
    socket.write(`${line}\r\n`)
    return ok(line, await talk(answer))
  }
  function close() {
    signal.removeEventListener('abort', stop)
    socket.destroy()
  }
  try {
    ok('the greeting', await talk('one'))
    if (!isSecure && !near && url.searchParams.get('tls') !== 'never') {
      await ask('STLS')
      const raw = socket
      raw.removeAllListeners('data')
      socket = secure({ socket: raw, ...trust })
      await once(socket, 'secureConnect')
      talk = reader(socket)
    }
    await ask(`USER ${word(url.username)}`)
    await ask(`PASS ${word(url.password)}`)
  } catch (error) {
    close()
    throw error
  }
  return { ask, [Symbol.asyncDispose]: async () => close() }
}

/** What a setting holds must not say two things to a server. */
function word(text: string): string {
  const plainWord = decodeURIComponent(text)
  if (/[\r\n\0]/.test(plainWord)) throw new Error('a name or password with a line break in it')
  return plainWord
}

/** The answer to a line, or the refusal as a fault; of PASS nothing but that is told. */
function ok(line: string, answer: string): string {
  if (answer.startsWith('+OK')) return answer.replace(/^[^\n]*\n?/, '')
  const [verb] = line.split(' ')
  throw new Error(`the mailbox refused ${verb}: ${answer.split('\r\n')[0]?.slice(0, 200)}`)
}

const pairs = (text: string) =>
  text
    .split('\r\n')
    .filter(Boolean)
    .map((line) => {
      const [number = '', said = ''] = line.split(' ')
      return [number, said] as const
    })

/** Reads answers from a connection: a line, or lines up to one with a dot alone. */
function reader(socket: Socket): (answer: 'one' | 'many') => Promise<string> {
  let buffered = ''
  let failed: Error | undefined
  let wake: (() => void) | undefined
  socket.setTimeout(patience, () => socket.destroy(new Error('the mailbox says nothing')))
  socket.on('data', (chunk: Buffer) => {
    buffered += chunk.toString('latin1')
    wake?.()
  })
  socket.on('error', (error) => {
    failed = error
    wake?.()
  })
  socket.on('close', () => {
    failed ??= new Error('the mailbox closed the connection')
    wake?.()
  })
  const end = { one: '\r\n', many: '\r\n.\r\n' } as const
  return async (answer) => {
    for (;;) {
      // A refusal is one line, whatever was asked; and an empty list is a dot after the first line.
      const kind = answer === 'many' && !buffered.startsWith('-') ? 'many' : 'one'
      const at = buffered.indexOf(end[kind])
      if (at >= 0) {
        const said = buffered.slice(0, at)
        buffered = buffered.slice(at + end[kind].length)
        return kind === 'one' ? said : said.replace(/^\./gm, '').slice(0, longestMessage)
      }
      if (failed) throw failed
      if (buffered.length > 2 * largest) throw new Error('a message without an end')
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
}
