import { createHash, randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import type { Parcel } from './carrier.ts'
import { headerText, sentence } from './header.ts'
import type { Letter } from './mail.ts'

/** The key that signs letters, and where its other half stands: `selector._domainkey.domain`. */
export type Dkim = { readonly domain: string; readonly selector: string; readonly key: string }

/**
 * The headers under the signature. RFC 8058 (section 4) wants both of List-Unsubscribe; a name given
 * once more than it occurs keeps others from adding one.
 */
const signed = [
  'From:From:To:To:Subject:Subject:Date:Date:Message-ID:Message-ID:Reply-To:Reply-To',
  'MIME-Version:Content-Type:Content-Transfer-Encoding',
  'List-Id:List-Id:List-Unsubscribe:List-Unsubscribe:List-Unsubscribe-Post:List-Unsubscribe-Post',
  'Auto-Submitted:Feedback-ID',
].join(':')

/** Makes letters into what travels: MIME, and a signature where there is a key. */
export function composer({
  from,
  dkim,
}: {
  readonly from: string
  readonly dkim?: Dkim
}): (letter: Letter) => Promise<Parcel> {
  const sender = partsOf(from)
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1)
  return async (letter) => {
    // Loaded with the first letter: the pages need none of it.
    const [{ default: MailComposer }, { default: Signer }] = await Promise.all([
      import('nodemailer/lib/mail-composer'),
      import('nodemailer/lib/dkim'),
    ])
    const messageId = letter.messageId ?? `<${randomUUID()}@${domain}>`
    const mail = new MailComposer({
      // The library takes what looks like an encoded word for one.
      from: { name: sentence(sender.name).replaceAll('=?', '= ?'), address: sender.address },
      to: letter.to,
      messageId,
      date: letter.sentAt ?? new Date(),
      text: letter.text,
      ...(letter.html !== undefined && { html: letter.html }),
      // The same letter sent again is the same to its last byte.
      baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 20),
      disableFileAccess: true,
      disableUrlAccess: true,
      newline: 'win',
      headers: Object.entries({
        Subject: headerText(letter.subject),
        ...letter.headers,
      }).map(([key, value]) => ({ key, value: ready(key, value) })),
    }).compile()
    const bytes = await mail.build()
    const signer =
      dkim &&
      new Signer({
        domainName: dkim.domain,
        keySelector: dkim.selector,
        privateKey: dkim.key,
        headerFieldNames: signed,
      })
    return {
      from: letter.bouncesTo ?? sender.address,
      to: letter.to,
      messageId,
      bytes: signer ? await buffer(signer.sign(bytes)) : bytes,
    }
  }
}

/** What can stand in a header as it is: plain, and no word longer than a line may be. */
const fits = /^(?!.*\S{900})[\x20-\x7e]*$/

/** A header as it stands in the letter: folded where it is long, and on lines of its own making only. */
function ready(key: string, value: string) {
  const line = value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  if (!/^[\w-]+$/.test(key)) throw new Error(`“${key}” is no name of a header`)
  return {
    prepared: true,
    value: folded(fits.test(line) ? line : headerText(line), key.length + 2),
  }
}

function folded(value: string, indent: number): string {
  let length = indent
  return value
    .split(' ')
    .map((word, i) => {
      const breaks = i > 0 && length + word.length + 1 > 76
      length = breaks ? word.length + 1 : length + word.length + 1
      return i === 0 ? word : breaks ? `\r\n ${word}` : ` ${word}`
    })
    .join('')
}

/** `Name <address>`, or an address alone. */
export function partsOf(from: string): { name: string; address: string } {
  const [, name = '', address = from] = from.match(/^\s*"?(.*?)"?\s*<([^<>\s]+)>\s*$/s) ?? []
  return { name, address: address.trim() }
}
