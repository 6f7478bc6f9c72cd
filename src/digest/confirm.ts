import { finishJob, type Job, later, putOff } from '#jobs'
import { MailFault } from '#mail'
import { stopped } from './addresses.ts'
import { alreadyLetter, confirmLetter } from './letter.ts'
import type { Press } from './send.ts'
import { subscriptionOf } from './subscription.ts'

/** How often it is tried to reach an address that nobody has confirmed yet. */
const mostTries = 6

/** Sends the letter that asks whether a digest is wanted, and says what became of it. */
export async function confirm(press: Press, job: Job, signal: AbortSignal): Promise<string> {
  const { store, mailer, links, now } = press
  const subscription = await subscriptionOf(store, job.key)
  if (!subscription || (await stopped(store, subscription.address))) {
    await finishJob(store, job)
    return 'dropped'
  }
  const letter =
    subscription.state === 'on'
      ? alreadyLetter(subscription, links)
      : confirmLetter(subscription, links)
  try {
    await mailer.send(letter, { signal })
  } catch (error) {
    if (!(error instanceof MailFault) || error.about === 'server') throw error
    if (error.kind === 'later' && job.tries < mostTries) {
      await putOff(store, job, later(now(), job.tries, 5 * 60_000, 3_600_000))
      return 'deferred'
    }
    await finishJob(store, job)
    return 'refused'
  }
  await finishJob(store, job)
  return 'confirm'
}
