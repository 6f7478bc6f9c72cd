import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { composer, type Dkim } from './compose.ts'
import { openFolder } from './folder.ts'
import type { Carrier } from './carrier.ts'
import { openSmtp } from './smtp.ts'

export { readMailAddress } from './address.ts'
export type { Mailbox, Took } from './box.ts'
export { openMailbox } from './mailbox.ts'
export {
  type EventReader,
  isReporter,
  type MailEvent,
  openEvents,
  type Posted,
  type Reporter,
  reporters,
} from './events.ts'
export { MailFault } from './fault.ts'
export { sentence } from './header.ts'
export type { Dkim } from './compose.ts'

/** One message to one address. Text of headers may be anything: it cannot break out of its line. */
export type Letter = {
  /** As `readMailAddress` gives it. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** `<local@domain>`; made up where it is left out. The same letter sent again has the same. */
  readonly messageId?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Where a bounce goes, if not to the sender. */
  readonly bouncesTo?: string
  readonly sentAt?: Date
}

export type Mailer = AsyncDisposable & {
  /** The address in From. */
  readonly from: string
  /** Whether letters leave this machine. */
  readonly kind: 'smtp' | 'folder'
  /**
   * Gives a letter to the server and answers what that said to it; a `MailFault` tells why not, and
   * whether it may have been taken all the same. `beforeHandover` runs when the server has the whole
   * letter but not yet the mark of its end: what it writes down is known before the letter can be
   * taken, and if it fails the letter is not sent.
   */
  send(letter: Letter, options?: SendOptions): Promise<string>
}

export type SendOptions = {
  readonly signal?: AbortSignal
  readonly beforeHandover?: () => Promise<void>
}

export type MailerOptions = {
  /** `Broadsheet <paper@example.org>`, or an address alone. */
  readonly from: string
  readonly dkim?: Dkim
  /** A certificate authority to trust beside the well-known ones, in PEM. */
  readonly ca?: string
  /** How long a server may say nothing, in milliseconds. RFC 5321 (4.5.3.2.6) grants it ten minutes after a letter. */
  readonly patience?: number
}

/**
 * Opens the way that letters go: `smtp://` or `smtps://user:password@host:port`, or a folder
 * (`file:` and a path), where each becomes an `.eml` file. `smtp://` demands STARTTLS, except to this
 * machine; `?tls=never` does without.
 */
export function openMailer(url: string, options: MailerOptions): Mailer {
  const carrier = carrierFor(url, options)
  const compose = composer(options)
  return {
    from: options.from,
    kind: carrier.kind,
    async send(letter, { signal, beforeHandover } = {}) {
      signal?.throwIfAborted()
      return carrier.carry(await compose(letter), {
        ...(signal && { signal }),
        ...(beforeHandover && { beforeHandover }),
      })
    },
    [Symbol.asyncDispose]: () => carrier[Symbol.asyncDispose](),
  }
}

function carrierFor(url: string, options: MailerOptions): Carrier {
  if (/^smtps?:/.test(url)) return openSmtp(new URL(url), options)
  if (url.startsWith('file://')) return openFolder(fileURLToPath(url))
  return openFolder(join(url.replace(/^file:/, '')))
}
