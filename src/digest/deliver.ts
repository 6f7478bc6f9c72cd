import { papersOf } from '#catalog'
import { finishJob, type Job, later, putOff } from '#jobs'
import { MailFault } from '#mail'
import { type Day, isDay } from '#paper'
import type { Store } from '#store'
import { noteBounce, noteTaken, stopped } from './addresses.ts'
import { choose, type Chosen, type Content } from './choose.ts'
import { digestLetter } from './letter.ts'
import { pageOf } from './page-of.ts'
import type { Press } from './send.ts'
import { end, type Subscription, subscriptionOf } from './subscription.ts'

/** After so long a digest is not news any more, in milliseconds; what it told is in the next one. */
const longest = 20 * 60 * 60 * 1000

/** A letter that was given whole, and never answered for, is given once more and not again. */
const mostHandovers = 2

type Digest = Awaited<ReturnType<typeof digestOf>>

/** What becomes of a digest for good. */
type End = 'sent' | 'empty' | 'unclear' | 'refused' | 'late' | 'dropped'

/**
 * Writes a digest, sends it and notes what became of it. Killed anywhere and begun again, it sends
 * what was not sent; and it sends a second time, as the same letter, only what the server had whole
 * without our hearing that it took it.
 */
export async function deliver(press: Press, job: Job, signal: AbortSignal): Promise<string> {
  const { store, mailer, links, now } = press
  const [id = '', day = ''] = job.key.split(' ')
  const digest = isDay(day) ? await digestOf(store, id, day) : undefined
  if (!digest) {
    await finishJob(store, job)
    return 'dropped'
  }
  const settle = (state: End, more: { fault?: string; seen?: number } = {}) =>
    settleDigest(store, job, digest, state, now(), more)

  if (digest.state === 'handing' && digest.handovers >= mostHandovers) {
    return settle('unclear', { seen: digest.upTo, fault: digest.fault })
  }
  const subscription = await addressed(store, id)
  if (subscription?.state !== 'on') return settle('dropped')
  const fault = await stopped(store, subscription.address)
  if (fault !== undefined) {
    await end(store, id, fault, now(), 'stopped')
    return settle('dropped', { fault })
  }
  if (now().getTime() - Date.parse(digest.dueAt) > longest) {
    return settle('late', { fault: digest.fault })
  }
  const domain = subscription.address.slice(subscription.address.lastIndexOf('@') + 1)
  if (mailer.kind === 'smtp' && !press.pace.mayGo(domain, now())) {
    await putOff(store, job, new Date(now().getTime() + 10_000), { tries: job.tries - 1 })
    return 'paced'
  }

  const { upTo, ...chosen } = await chosenFor(press, digest, subscription)
  const papers = chosen.content.sections.reduce((sum, { entries }) => sum + entries.length, 0)
  const written = {
    content: JSON.stringify(chosen.content),
    papers,
    upTo,
    writtenAt: digest.writtenAt || now().toISOString(),
  }
  const same = (within: Store) =>
    within.updateTable('digests').where('subscription', '=', id).where('day', '=', digest.day)
  if (papers === 0 && subscription.choices.ifNone === 'nothing') {
    await same(store).set(written).execute()
    return settle('empty', { seen: upTo })
  }
  const letter = digestLetter(
    pageOf(chosen, subscription, digest.day, links),
    subscription,
    digest.day,
    { links, papers, sentAt: new Date(written.writtenAt) },
  )
  try {
    await mailer.send(letter, {
      signal,
      beforeHandover: async () => {
        const handovers = digest.handovers + 1
        await same(store)
          .set({ ...written, state: 'handing', handovers, tries: job.tries })
          .execute()
      },
    })
  } catch (error) {
    if (!(error instanceof MailFault)) throw error
    return await missed(press, job, { ...digest, upTo }, subscription.address, error)
  }
  const outcome = await settle('sent', { seen: upTo })
  await noteTaken(store, subscription.address, now())
  return outcome
}

/** What to do about a letter that was not taken. */
async function missed(
  { store, now }: Press,
  job: Job,
  digest: NonNullable<Digest>,
  address: string,
  error: MailFault,
): Promise<string> {
  const { kind, about, message: fault } = error
  const note = (set: { state?: 'deferred'; handovers?: number }) =>
    store
      .updateTable('digests')
      .set({ ...set, fault, tries: job.tries })
      .where('subscription', '=', digest.subscription)
      .where('day', '=', digest.day)
      .execute()
  if (kind === 'unclear') {
    if (digest.handovers + 1 >= mostHandovers) {
      return settleDigest(store, job, digest, 'unclear', now(), { fault, seen: digest.upTo })
    }
    await note({})
    await putOff(store, job, later(now(), 1, 5 * 60_000, 5 * 60_000), { fault })
    return 'deferred'
  }
  if (kind === 'never') {
    await store.transaction().execute(async (within) => {
      if (about === 'address') await noteBounce(within, address, { fault, kind: 'bounce' }, now())
    })
    return settleDigest(store, job, digest, 'refused', now(), { fault })
  }
  // It was not taken, so that giving it whole did not count.
  await note({ state: 'deferred', handovers: digest.handovers })
  if (about === 'server') throw error
  await putOff(store, job, later(now(), job.tries, 5 * 60_000, 4 * 3_600_000), { fault })
  return 'deferred'
}

/** Notes what became of a digest, and how far its reader has been told, in one with the job's end. */
async function settleDigest(
  store: Store,
  job: Job,
  digest: NonNullable<Digest>,
  state: End,
  now: Date,
  { fault = '', seen }: { fault?: string; seen?: number },
): Promise<string> {
  await store.transaction().execute(async (within) => {
    const sentAt = state === 'sent' || state === 'unclear' ? now.toISOString() : ''
    await within
      .updateTable('digests')
      .set({ state, sentAt, fault })
      .where('subscription', '=', digest.subscription)
      .where('day', '=', digest.day)
      .execute()
    if (seen !== undefined) {
      await within
        .updateTable('subscriptions')
        .set({ seen })
        .where('id', '=', digest.subscription)
        .where('seen', '<', seen)
        .execute()
    }
    await finishJob(within, job)
  })
  return state
}

/** What was chosen before, where it was; what is sent again is the same. */
async function chosenFor(
  { store, windowOf, now }: Press,
  digest: NonNullable<Digest>,
  subscription: Subscription,
): Promise<Chosen & { upTo: number }> {
  if (digest.content !== '')
    return { ...(await recalled(store, digest.content)), upTo: digest.upTo }
  const window = await windowOf(subscription.seen, now())
  const { content, papers } = await choose(store, subscription, window, now())
  return { content, papers, upTo: window.upTo }
}

/** A digest as it was written. */
export async function recalled(store: Store, text: string): Promise<Chosen> {
  const content: Content = JSON.parse(text)
  const ids = content.sections.flatMap(({ entries }) => entries.map(({ id }) => id))
  const papers = await papersOf(store, ids)
  return { content, papers: new Map(papers.map((paper) => [paper.id, paper])) }
}

export async function digestOf(store: Store, subscription: string, day: Day) {
  return store
    .selectFrom('digests')
    .selectAll()
    .where('subscription', '=', subscription)
    .where('day', '=', day)
    .executeTakeFirst()
}

/** A subscription, and the address it goes to now: a reader may have moved. */
async function addressed(store: Store, id: string): Promise<Subscription | undefined> {
  const known = await subscriptionOf(store, id)
  if (!known?.reader) return known
  const reader = await store
    .selectFrom('readers')
    .select(['email', 'emailVerified'])
    .where('id', '=', known.reader)
    .executeTakeFirst()
  return reader?.emailVerified ? { ...known, address: reader.email } : known
}
