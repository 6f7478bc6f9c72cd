import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { addressOf, isReader, readerById, readersOf } from '#accounts'
import { papersOf } from '#catalog'
import { mailOf } from '#discussion'
import { addJobs, finishJob, type Job, later, putOff } from '#jobs'
import { type Letter, MailFault } from '#mail'
import { plainText } from '#paper'
import type { ReaderId, Store } from '#store'
import { noteBounce, noteTaken, stopped } from './addresses.ts'
import { nextDue } from './due.ts'
import type { Links } from './links.ts'
import type { Press } from './send.ts'
import { subscriptionOfReader, usualChoices } from './subscription.ts'
import { noticeWords as words } from './notice-words.ts'

/** What happened is told by mail this long after it, so that what follows comes along; in milliseconds. */
const gathers = 10 * 60_000

/** No reader gets two such letters within this. */
const apart = 60 * 60_000

/** What is older than this is no news any more. */
const longest = 3 * 24 * 60 * 60_000

/** As with digests: what was given whole and never answered for is given once more, and not again. */
const mostHandovers = 2

/** Puts a job into the queue for each reader who is to be told something by mail. */
export async function scheduleNotices(store: Store, now: Date): Promise<void> {
  const waiting = await store
    .selectFrom('notices')
    .innerJoin('readers', 'readers.id', 'notices.reader')
    .select(({ fn }) => ['notices.reader', fn.min('notices.at').as('at')])
    .where('readAt', 'is', null)
    .where('at', '>', new Date(now.getTime() - longest).toISOString())
    .where('emailVerified', '=', 1)
    .where(
      sql<boolean>`notices.place > coalesce((select max(up_to) from notice_letters
        where notice_letters.reader = notices.reader and state <> 'handing'), 0)`,
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('jobs')
            .select('jobs.place')
            .where('kind', '=', 'notices')
            .whereRef('key', '=', 'notices.reader'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('quiet')
            .select('quiet.reader')
            .where('mail', '=', 'never')
            .whereRef('quiet.reader', '=', 'notices.reader'),
        ),
      ),
    )
    .groupBy('notices.reader')
    .execute()
  for (const { reader, at } of waiting) {
    const notBefore = await whenFor(store, reader, new Date(at))
    await addJobs(store, [{ kind: 'notices', key: reader, notBefore }], now)
  }
}

/** When a reader is told: soon, or at the hour at which their digests come. */
async function whenFor(store: Store, reader: ReaderId, first: Date): Promise<Date> {
  if ((await mailOf(store, reader)) === 'digest') {
    const { choices = usualChoices } = (await subscriptionOfReader(store, reader)) ?? {}
    const due = nextDue(choices, first)
    if (due) return due.at
  }
  const last = await store
    .selectFrom('noticeLetters')
    .select(({ fn }) => fn.max('sentAt').as('sentAt'))
    .where('reader', '=', reader)
    .executeTakeFirst()
  const after = last?.sentAt ? Date.parse(last.sentAt) + apart : 0
  return new Date(Math.max(first.getTime() + gathers, after))
}

/**
 * Tells a reader by mail what they have not read. Killed anywhere and begun again, it tells what was
 * not told; a second time, as the same letter, only what the server had whole without our hearing
 * that it took it.
 */
export async function deliverNotices(press: Press, job: Job, signal: AbortSignal): Promise<string> {
  const { store, mailer, links, now } = press
  const reader = (await readerById(store, job.key))?.id
  const letter =
    reader && ((await openLetter(store, reader)) ?? (await newLetter(store, reader, now())))
  if (!reader || !letter) {
    await finishJob(store, job)
    return 'dropped'
  }
  const settle = (state: Settled, fault = '') =>
    settleLetter(store, job, letter, state, now(), fault)
  if (letter.handovers >= mostHandovers) return settle('unclear', letter.fault)
  const address = await addressOf(store, reader)
  if (!address || (await mailOf(store, reader)) === 'never') return settle('dropped')
  if ((await stopped(store, address)) !== undefined) return settle('dropped')
  const domain = address.slice(address.lastIndexOf('@') + 1)
  if (mailer.kind === 'smtp' && !press.pace.mayGo(domain, now())) {
    await putOff(store, job, new Date(now().getTime() + 10_000), { tries: job.tries - 1 })
    return 'paced'
  }
  try {
    await mailer.send(await written(store, letter, address, links), {
      signal,
      beforeHandover: () => hand(store, letter),
    })
  } catch (error) {
    if (!(error instanceof MailFault)) throw error
    const fault = error.message
    if (error.kind === 'never') {
      if (error.about === 'address') {
        await noteBounce(store, address, { fault, kind: 'bounce' }, now())
      }
      return settle('refused', fault)
    }
    if (error.kind === 'unclear') {
      if (letter.handovers + 1 >= mostHandovers) return settle('unclear', fault)
      await putOff(store, job, later(now(), 1, 5 * 60_000, 5 * 60_000), { fault })
      return 'deferred'
    }
    // It was not taken, so that giving it whole did not count.
    await put(store, { ...letter, fault })
    if (error.about === 'server') throw error
    await putOff(store, job, later(now(), job.tries, 5 * 60_000, 4 * 3_600_000), { fault })
    return 'deferred'
  }
  const outcome = await settle('sent')
  await noteTaken(store, address, now())
  return outcome
}

type NoticeLetter = {
  readonly reader: ReaderId
  readonly upTo: number
  /** Which notices, as JSON, so that the letter is the same when it goes again. */
  readonly places: string
  readonly state: 'handing' | Settled
  readonly handovers: number
  readonly writtenAt: string
  readonly sentAt: string
  readonly fault: string
}

type Settled = 'sent' | 'unclear' | 'refused' | 'dropped'

const openLetter = (store: Store, reader: ReaderId): Promise<NoticeLetter | undefined> =>
  store
    .selectFrom('noticeLetters')
    .selectAll()
    .where('reader', '=', reader)
    .where('state', '=', 'handing')
    .executeTakeFirst()

/** What a reader was told since the last letter, and has not read. */
async function newLetter(
  store: Store,
  reader: ReaderId,
  now: Date,
): Promise<NoticeLetter | undefined> {
  const { last } = await store
    .selectFrom('noticeLetters')
    .select(({ fn }) => fn.max('upTo').as('last'))
    .where('reader', '=', reader)
    .executeTakeFirstOrThrow()
  const rows = await store
    .selectFrom('notices')
    .select('place')
    .where('reader', '=', reader)
    .where('readAt', 'is', null)
    .where('place', '>', last ?? 0)
    .where('at', '>', new Date(now.getTime() - longest).toISOString())
    .orderBy('place')
    .execute()
  const places = rows.map(({ place }) => place)
  const upTo = places.at(-1)
  if (upTo === undefined) return undefined
  return {
    reader,
    upTo,
    places: JSON.stringify(places),
    state: 'handing',
    handovers: 0,
    writtenAt: now.toISOString(),
    sentAt: '',
    fault: '',
  }
}

const hand = (store: Store, letter: NoticeLetter): Promise<void> =>
  put(store, { ...letter, handovers: letter.handovers + 1 })

async function put(within: Store, letter: NoticeLetter): Promise<void> {
  await within
    .insertInto('noticeLetters')
    .values(letter)
    .onConflict((conflict) => conflict.columns(['reader', 'upTo']).doUpdateSet(letter))
    .execute()
}

/** Notes what became of a letter, in one with the job's end. */
async function settleLetter(
  store: Store,
  job: Job,
  letter: NoticeLetter,
  state: Settled,
  now: Date,
  fault: string,
): Promise<string> {
  await store.transaction().execute(async (within) => {
    const settled = { state, sentAt: now.toISOString(), fault }
    const known = await within
      .updateTable('noticeLetters')
      .set(settled)
      .where('reader', '=', letter.reader)
      .where('upTo', '=', letter.upTo)
      .executeTakeFirst()
    if (known.numUpdatedRows === 0n) await put(within, { ...letter, ...settled })
    await finishJob(within, job)
  })
  return state
}

/** Who did what to which paper, a line for each, with where to see it and how to have no more of it. */
async function written(
  store: Store,
  { reader, upTo, places, writtenAt }: NoticeLetter,
  to: string,
  links: Links,
): Promise<Letter> {
  const told: unknown = JSON.parse(places)
  const wanted = Array.isArray(told) ? told.map(Number) : []
  const notices = await store
    .selectFrom('notices')
    .select(['kind', 'paper', 'actor'])
    .where('reader', '=', reader)
    .where('place', 'in', wanted)
    .orderBy('place')
    .execute()
  const [people, papers] = await Promise.all([
    readersOf(store, notices.map(({ actor }) => actor).filter(isReader)),
    papersOf(store, [...new Set(notices.flatMap(({ paper }) => paper || []))]),
  ])
  const handles = new Map<string, string>(people.map(({ id, handle }) => [id, handle]))
  const titles = new Map<string, string>(papers.map(({ id, title }) => [id, plainText(title)]))
  const lines = notices.map(({ kind, paper, actor }) => {
    const handle = handles.get(actor)
    return words.line(kind, handle ? `@${handle}` : words.somebody, titles.get(paper) ?? paper)
  })
  const host = new URL(links.site).hostname
  const leave = links.leaveNotices(reader)
  const mark = createHash('sha256').update(`${reader} ${upTo}`).digest('hex').slice(0, 24)
  return {
    to,
    subject: lines.length === 1 ? (lines[0] ?? '') : words.subject(lines.length, host),
    text: [
      lines.map((line) => `- ${line}`).join('\n'),
      `${words.see}\n${links.site}/account/notices`,
      `${words.leave}\n${leave}`,
      '',
    ].join('\n\n'),
    messageId: `<notices.${upTo}.${mark}@${host}>`,
    headers: {
      'List-Id': `Broadsheet notices <notices.${host}>`,
      'List-Unsubscribe': `<${leave}>`,
      ...(links.site.startsWith('https:') && {
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
      'Auto-Submitted': 'auto-generated',
      Precedence: 'bulk',
      'Feedback-ID': 'notices:broadsheet',
    },
    sentAt: new Date(writtenAt),
  }
}
