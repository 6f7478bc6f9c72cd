import { Readable } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Carrier, Parcel } from './carrier.ts'
import { MailFault } from './fault.ts'
import type { MailerOptions, SendOptions } from './mail.ts'

/** How long a connection waits for its next letter, and how long one may take to come about. */
const idle = 20_000
const longestGreeting = 30_000

/** Bytes given at once: small, so that a connection that breaks is noticed before the end is marked. */
const piece = 16_384

/** Gives letters to a server, over connections that are kept for the next letter. */
export function openSmtp(url: URL, options: MailerOptions): Carrier {
  const free: SMTPConnection[] = []
  const all = new Set<SMTPConnection>()

  async function open(signal: AbortSignal | undefined): Promise<SMTPConnection> {
    const { default: Connection } = await import('nodemailer/lib/smtp-connection')
    const connection = new Connection(settings(url, options))
    all.add(connection)
    // Faults come by the callbacks too; without a listener they would end the process.
    connection.on('error', () => forget(connection))
    connection.on('end', () => forget(connection))
    const stop = () => connection.close()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      await connected(connection)
      if (url.username) await loggedIn(connection, url)
      return connection
    } catch (error) {
      forget(connection)
      connection.close()
      throw faultOf(error, { handedOver: false })
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  function forget(connection: SMTPConnection): void {
    all.delete(connection)
    const at = free.indexOf(connection)
    if (at >= 0) free.splice(at, 1)
  }

  function release(connection: SMTPConnection): void {
    if (!all.has(connection)) return
    free.push(connection)
    const leave = setTimeout(() => {
      if (!free.includes(connection)) return
      forget(connection)
      connection.quit()
    }, idle)
    leave.unref()
  }

  async function carry(parcel: Parcel, how: SendOptions): Promise<string> {
    const kept = free.pop()
    const connection = kept ?? (await open(how.signal))
    try {
      const reply = await give(connection, parcel, how)
      release(connection)
      return reply
    } catch (error) {
      if (error instanceof MailFault && error.code > 0 && error.code !== 421) {
        if (await reset(connection)) release(connection)
        throw error
      }
      forget(connection)
      connection.close()
      const stale = kept && error instanceof MailFault && error.code === 0
      if (stale && error.kind === 'later' && !how.signal?.aborted) return carry(parcel, how)
      throw error
    }
  }

  return {
    kind: 'smtp',
    carry,
    async [Symbol.asyncDispose]() {
      for (const connection of all) connection.quit()
      free.length = 0
      all.clear()
    },
  }
}

function settings(url: URL, { ca, patience = 600_000 }: MailerOptions) {
  const secure = url.protocol === 'smtps:'
  const near = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  const never = url.searchParams.get('tls') === 'never'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    ...(never ? { ignoreTLS: true } : { requireTLS: !secure && !near }),
    connectionTimeout: longestGreeting,
    greetingTimeout: longestGreeting,
    socketTimeout: patience,
    allowInternalNetworkInterfaces: true,
    ...(ca && { tls: { ca } }),
  }
}

const connected = (connection: SMTPConnection) =>
  new Promise<void>((resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('the connection was closed')))
    connection.connect((error) => (error ? reject(error) : resolve()))
  })

const loggedIn = (connection: SMTPConnection, url: URL) =>
  new Promise<void>((resolve, reject) => {
    const user = decodeURIComponent(url.username)
    const pass = decodeURIComponent(url.password)
    connection.once('error', reject)
    connection.login({ user, pass, credentials: { user, pass } }, (error) =>
      error ? reject(error) : resolve(),
    )
  })

/** Whether the connection can take another letter. */
const reset = (connection: SMTPConnection) =>
  new Promise<boolean>((resolve) => {
    const ended = () => resolve(false)
    connection.once('end', ended)
    connection.reset((error) => {
      connection.off('end', ended)
      resolve(!error)
    })
  })

/** Gives one letter. The stream ends, and with it the letter, only after `beforeHandover`. */
function give(
  connection: SMTPConnection,
  { from, to, bytes }: Parcel,
  { signal, beforeHandover }: SendOptions,
): Promise<string> {
  let handedOver = false
  async function* letter() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
    await beforeHandover?.()
    signal?.throwIfAborted()
    if (connection.destroyed) throw new Error('the connection was closed')
    handedOver = true
  }
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(faultOf(error, { handedOver }))
    const ended = () => fail(new Error('the connection was closed'))
    const stop = () => {
      // Once it is given, the answer is worth waiting for.
      if (!handedOver) connection.close()
    }
    signal?.addEventListener('abort', stop, { once: true })
    connection.once('error', fail)
    connection.once('end', ended)
    connection.send(
      { from, to: [to], size: bytes.length },
      Readable.from(letter(), { objectMode: false }),
      (error, sent) => {
        signal?.removeEventListener('abort', stop)
        connection.off('error', fail)
        connection.off('end', ended)
        if (error) fail(error)
        else resolve(sent.response)
      },
    )
  })
}

/** What an error of the library means for the letter. */
function faultOf(error: unknown, { handedOver }: { handedOver: boolean }): Error {
  const cause = error instanceof Error ? error : new Error(String(error))
  // Our own stream failed, in `beforeHandover`: that is no trouble of the mail's.
  if (textIn(cause, 'code') === 'ESTREAM') return cause
  const code = numberIn(cause, 'responseCode')
  const command = textIn(cause, 'command')
  const said = textIn(cause, 'response') || cause.message
  const fault = (kind: MailFault['kind'], about: MailFault['about']) =>
    new MailFault(kind, about, code, said, { cause })

  if (code === 0) {
    if (textIn(cause, 'code') === 'EENVELOPE') return fault('never', 'address')
    if (textIn(cause, 'code') === 'EMESSAGE') return fault('never', 'letter')
    return handedOver ? fault('unclear', 'server') : fault('later', 'server')
  }
  if (code === 421) return fault('later', 'server')
  const about = command === 'RCPT TO' ? 'address' : command === 'DATA' ? 'letter' : 'server'
  // A server that will not let us in has to be set right; that says nothing about the letter.
  return fault(code >= 500 && about !== 'server' ? 'never' : 'later', about)
}

const textIn = (error: Error, name: string): string => {
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' ? value : ''
}

const numberIn = (error: Error, name: string): number => {
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'number' ? value : 0
}
