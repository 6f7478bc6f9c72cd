import { setImmediate } from 'node:timers/promises'
import { freeJobs, type Job, later, putOff, takeJobs } from '#jobs'
import { type Mailer, MailFault } from '#mail'
import type { Store } from '#store'
import type { HookMeans } from '#watches'
import { confirm } from './confirm.ts'
import { deliver } from './deliver.ts'
import type { Links } from './links.ts'
import { deliverNotices, scheduleNotices } from './notices.ts'
import { openPace, type Pace } from './pace.ts'
import { schedule } from './schedule.ts'
import { openWindows, type SearchOfDigests, type Window } from './window.ts'

/** What digests are written and sent with. */
export type Press = {
  readonly store: Store
  readonly mailer: Mailer
  readonly links: Links
  readonly now: () => Date
  readonly windowOf: (seen: number, now: Date) => Promise<Window>
  readonly pace: Pace
  /** How far webhooks may reach. */
  readonly reach: Reach
}

export type PressMeans = {
  readonly store: Store
  readonly search: SearchOfDigests
  readonly mailer: Mailer
  readonly links: Links
  readonly now: () => Date
  /** Letters to one domain in a minute. */
  readonly perMinute?: number
  readonly reach?: Reach
}

type Reach = HookMeans['reach']

export function openPress({
  search,
  perMinute = 300,
  reach = 'public',
  ...means
}: PressMeans): Press {
  return { ...means, reach, windowOf: openWindows(means.store, search), pace: openPace(perMinute) }
}

/** What became of letters. */
export type Sent = Record<string, number>

const batch = 40

/** How many letters are under way at the same time: servers take their time to answer. */
const atOnce = 4

/**
 * Sends what is due, until nothing more is or the server is in trouble; then the fault is thrown,
 * and what was not sent waits. One process at a time may do this.
 */
export async function sendDue(press: Press, signal: AbortSignal): Promise<Sent> {
  const { store, now } = press
  const sent: Sent = {}
  await freeJobs(store, 'digest')
  await freeJobs(store, 'confirm')
  await freeJobs(store, 'notices')
  for (const [kind, send] of [
    ['confirm', confirm],
    ['notices', deliverNotices],
    ['digest', deliver],
  ] as const) {
    if (kind === 'digest') await schedule(store, now())
    if (kind === 'notices') await scheduleNotices(store, now())
    for (;;) {
      signal.throwIfAborted()
      const jobs = await takeJobs(store, kind, batch, now())
      if (jobs.length === 0) break
      const trouble = await sendAll(press, jobs, send, sent, signal)
      if (trouble) throw trouble
    }
  }
  return sent
}

type Send = (press: Press, job: Job, signal: AbortSignal) => Promise<string>

/** Does these jobs, some at the same time. What the server is in no state to take is put back. */
async function sendAll(
  press: Press,
  jobs: readonly Job[],
  send: Send,
  sent: Sent,
  signal: AbortSignal,
): Promise<unknown> {
  const left = [...jobs]
  let trouble: unknown
  const one = async () => {
    for (let job = left.shift(); job; job = left.shift()) {
      if (trouble !== undefined || signal.aborted) {
        await putOff(press.store, job, press.now(), { tries: job.tries - 1 })
        continue
      }
      try {
        const outcome = await send(press, job, signal)
        sent[outcome] = (sent[outcome] ?? 0) + 1
      } catch (error) {
        trouble ??= error
        const server = error instanceof MailFault && error.about === 'server'
        const tries = server || signal.aborted ? job.tries - 1 : job.tries
        // Those behind it have their turn first: it may be this letter that the server cannot bear.
        const again = signal.aborted ? press.now() : later(press.now(), tries, 60_000, hour)
        await putOff(press.store, job, again, { tries, fault: String(error) })
      }
      // Pages and signals have their turn.
      await setImmediate()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return trouble
}

const hour = 3_600_000
