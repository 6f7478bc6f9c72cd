import { createHash } from 'node:crypto'
import type { Letter } from '#mail'
import type { Day } from '#paper'
import { htmlDigest } from './email.tsx'
import type { Links } from './links.ts'
import type { Page } from './page-of.ts'
import { plainDigest } from './plain.ts'
import type { Subscription } from './subscription.ts'
import { digestWords as words } from './words.ts'

type Addressed = Pick<Subscription, 'id' | 'address'>

/** A digest as a letter that its reader can leave with one click. */
export function digestLetter(
  page: Page,
  { id, address }: Addressed,
  day: Day,
  {
    links,
    papers,
    sentAt,
  }: { readonly links: Links; readonly papers: number; readonly sentAt: Date },
): Letter {
  return {
    to: address,
    subject: words.subject(day, papers),
    text: plainDigest(page),
    html: htmlDigest(page),
    messageId: messageIdOf(id, day, links),
    headers: { ...listHeaders(id, links), 'Feedback-ID': 'digest:broadsheet' },
    ...back(id, day, links),
    sentAt,
  }
}

/**
 * RFC 2369 and 8058: how to leave by one click, which works over https alone; RFC 2919: which list it
 * is; RFC 3834: that nobody is there to be answered.
 */
function listHeaders(id: string, links: Links): Record<string, string> {
  const secure = links.site.startsWith('https:')
  return {
    'List-Id': `Broadsheet digest <digest.${hostOf(links)}>`,
    'List-Unsubscribe': [links.leave(id), leaveByMail(id, links)]
      .filter(Boolean)
      .map((to) => `<${to}>`)
      .join(', '),
    ...(secure && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    'List-Archive': `<${links.choices(id)}>`,
    'Auto-Submitted': 'auto-generated',
    Precedence: 'bulk',
  }
}

/** Beside the link, for programs that only write mail (RFC 2369, 3.2); where somebody reads that. */
function leaveByMail(id: string, links: Links): string {
  const address = links.leaveBy(id)
  return address && `mailto:${address}?subject=unsubscribe`
}

/** Where a letter comes back to if it cannot be delivered. */
function back(id: string, day: Day | '', links: Links): { bouncesTo?: string } {
  const address = links.returnTo(id, day)
  return address ? { bouncesTo: address } : {}
}

/** Made of the subscription and the day, so that a digest sent twice is one letter. */
export function messageIdOf(id: string, day: Day, links: Links): string {
  const mark = createHash('sha256').update(`${id} ${day}`).digest('hex').slice(0, 24)
  return `<digest.${day}.${mark}@${hostOf(links)}>`
}

const hostOf = ({ site }: Links) => new URL(site).hostname

/** Asks the owner of an address whether the digest is wanted. */
export function confirmLetter({ id, address }: Addressed, links: Links): Letter {
  const host = hostOf(links)
  return {
    to: address,
    subject: `Do you want papers from ${host} by mail?`,
    text: [
      `Somebody, we hope you, asked for a digest of new papers at ${address}.`,
      `To get it, open this page and press the button:\n${links.confirm(id)}`,
      'If it was not you, do nothing: nothing more will come.',
      '',
    ].join('\n\n'),
    ...back(id, '', links),
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

/** Answers somebody who asked for what they have. */
export function alreadyLetter({ id, address }: Addressed, links: Links): Letter {
  return {
    to: address,
    subject: `You get papers from ${hostOf(links)} already`,
    text: [
      `Somebody asked for a digest of new papers at ${address}, which has one already.`,
      `Change it, or leave it, here:\n${links.choices(id)}`,
      '',
    ].join('\n\n'),
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}
