import { DomainError } from '#domain-error'
import { MailFault } from '#mail'
import { dayOf } from '#paper'
import { choose } from './choose.ts'
import { digestLetter } from './letter.ts'
import { pageOf } from './page-of.ts'
import type { Press } from './send.ts'
import type { Subscription } from './subscription.ts'

/** Sends somebody the digest as it would be now, beside those that are due. */
export async function sendTest(
  { store, windowOf, mailer, links }: Press,
  subscription: Subscription,
  now: Date,
): Promise<void> {
  const day = dayOf(now, subscription.choices.zone)
  const chosen = await choose(store, subscription, await windowOf(subscription.seen, now), now)
  const page = pageOf(chosen, subscription, day, links)
  const papers = chosen.content.sections.reduce((sum, { entries }) => sum + entries.length, 0)
  const { messageId: _, ...letter } = digestLetter(page, subscription, day, {
    links,
    papers,
    sentAt: now,
  })
  try {
    const subject = `Test: ${letter.subject}`
    await mailer.send({ ...letter, subject }, { signal: AbortSignal.timeout(30_000) })
  } catch (error) {
    if (!(error instanceof MailFault)) throw error
    throw new DomainError('invalid', `The test letter was not taken: ${error.message}`)
  }
}
