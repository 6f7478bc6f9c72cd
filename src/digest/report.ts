import { DomainError } from '#domain-error'
import { readMailAddress } from '#mail'

/** What came back of a letter: whose address it was about, and why. */
export type Report = {
  readonly address: string
  readonly kind: 'bounce' | 'complaint'
  readonly fault: string
  /** The mark of the subscription in the letter that came back; empty where that is not in it. */
  readonly mark: string
}

const longest = 1_000_000

/** Whether a message is such a report at all. */
export const isReport = (message: string): boolean =>
  /report-type="?(delivery-status|feedback-report)/i.test(message.slice(0, longest))

/**
 * Reads what a mail server sends when a letter did not arrive (RFC 3464), or when somebody took it
 * for spam (RFC 5965). A report of a delay is no bounce: `undefined`. Anything else is refused.
 */
export function readReport(message: string): Report | undefined {
  const text = message.slice(0, longest).replace(/\r\n?/g, '\n')
  // A long field goes on in lines that begin with a space.
  const unfolded = text.replace(/\n[ \t]+/g, ' ')
  const mark = unfolded.match(/\/mail\/([\w-]+\.[\w-]{24})\/leave/)?.[1] ?? ''
  const field = (name: string) =>
    unfolded.match(new RegExp(`^${name}:[ \\t]*(.+)$`, 'im'))?.[1]?.trim() ?? ''

  if (/report-type="?feedback-report/i.test(unfolded)) {
    const address = addressIn(
      field('Original-Rcpt-To') || field('Removal-Recipient') || lastTo(unfolded),
    )
    return { address, kind: 'complaint', fault: field('Feedback-Type') || 'abuse', mark }
  }
  if (/report-type="?delivery-status/i.test(unfolded)) {
    if (field('Action').toLowerCase() !== 'failed') return undefined
    const address = addressIn(field('Original-Recipient') || field('Final-Recipient'))
    const fault = `${field('Status')} ${field('Diagnostic-Code')}`.trim().slice(0, 300)
    return { address, kind: 'bounce', fault: fault || 'failed', mark }
  }
  throw new DomainError(
    'invalid',
    'This is neither a delivery report (RFC 3464) nor a complaint (RFC 5965).',
  )
}

/** The address that the letter which came back was written to: its own header is the last. */
const lastTo = (text: string) => [...text.matchAll(/^To:[ \t]*(.+)$/gim)].at(-1)?.[1] ?? ''

/** `rfc822; <ada@example.com>` → ada@example.com. */
function addressIn(text: string): string {
  const bare = text.replace(/^\s*[\w-]+\s*;/, '').replace(/^.*<([^<>]*)>.*$/, '$1')
  return readMailAddress(bare)
}
