import { randomBytes } from 'node:crypto'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { addJobs, finishJob, freeJobs, type Job, later, putOff, takeJobs } from '#jobs'
import type { PaperId } from '#paper'
import type { Store } from '#store'
import { foundBy, settledAt, type Window } from './found.ts'
import { post, type Reach } from './post.ts'
import { isShape, messageOf, type Shape } from './shapes.ts'
import { watchOf } from './watch.ts'

/** A program that is told what a watch finds. */
export type Hook = {
  readonly id: string
  readonly owner: string
  readonly watch: string
  readonly url: string
  readonly shape: Shape
  readonly secret: string
  readonly fault: string
  readonly saidAt: string
  /** Since when it is told nothing, because it failed too often. */
  readonly stoppedAt: string | null
}

export type HookMeans = {
  readonly store: Store
  readonly windowOf: (seen: number, now: Date) => Promise<Window>
  /** Scheme and host of the site. */
  readonly site: string
  readonly reach: Reach
  readonly now: () => Date
}

const mostHooks = 20
const mostFaults = 20

export async function hooksOf(store: Store, owner: string): Promise<Hook[]> {
  return store
    .selectFrom('hooks')
    .selectAll()
    .where('owner', '=', owner)
    .orderBy('madeAt')
    .execute()
}

/** Lets a program be told of what a watch finds from now on. */
export async function addHook(
  within: Store,
  owner: string,
  {
    watch,
    url,
    shape,
    secret = '',
  }: { watch: string; url: string; shape: string; secret?: string },
  now = new Date(),
): Promise<Hook> {
  const mine = await watchOf(within, watch)
  if (mine?.owner !== owner || mine.kind === 'mute') {
    throw new DomainError('missing', 'Choose one of your watches.')
  }
  const address = URL.parse(url.trim())
  if (!address || !/^https?:$/.test(address.protocol) || address.username || url.length > 2000) {
    throw new DomainError('invalid', 'A webhook has an address like https://hooks.example.org/…')
  }
  if (!isShape(shape)) throw new DomainError('invalid', 'That is no shape of a message we know.')
  if (shape === 'telegram' && !address.searchParams.has('chat_id')) {
    throw new DomainError(
      'invalid',
      'Telegram wants to know the chat: https://api.telegram.org/bot…/sendMessage?chat_id=…',
    )
  }
  if ((await hooksOf(within, owner)).length >= mostHooks) {
    throw new DomainError('too-many', `There is room for ${mostHooks} webhooks. Drop one first.`)
  }
  const { last } = await within
    .selectFrom('changes')
    .select(({ fn }) => fn.max('place').as('last'))
    .executeTakeFirstOrThrow()
  const hook = {
    id: randomBytes(10).toString('hex'),
    owner,
    watch,
    url: address.href,
    shape,
    secret: secret.trim().slice(0, 200) || randomBytes(24).toString('base64url'),
    // Before the first paper there is no place to begin from; one before it does as well.
    seen: Math.max(1, last ?? 1),
    toldAt: settledAt(now),
    faults: 0,
    fault: '',
    saidAt: '',
    stoppedAt: null,
    madeAt: now.toISOString(),
  }
  await within.insertInto('hooks').values(hook).execute()
  return hook
}

export async function dropHook(within: Store, owner: string, id: string): Promise<void> {
  await within.deleteFrom('hooks').where('id', '=', id).where('owner', '=', owner).execute()
}

/** Looks what is new for every hook, and tells it. One process at a time may do this. */
export async function tellHooks(means: HookMeans, signal: AbortSignal): Promise<number> {
  await look(means)
  await freeJobs(means.store, 'hook')
  let told = 0
  for (;;) {
    signal.throwIfAborted()
    const jobs = await takeJobs(means.store, 'hook', 10, means.now())
    if (jobs.length === 0) return told
    for (const job of jobs) if (await tell(means, job, signal)) told++
  }
}

/** Puts what is new for each hook into the queue, and moves its mark, in one. */
async function look({ store, windowOf, now }: HookMeans): Promise<void> {
  const rows = await store
    .selectFrom('hooks')
    .innerJoin('watches', 'watches.id', 'hooks.watch')
    .select(['hooks.id', 'hooks.owner', 'hooks.seen', 'hooks.toldAt'])
    .select(['watches.about', 'watches.query', 'watches.kind'])
    .where('hooks.stoppedAt', 'is', null)
    .execute()
  for (const { id, seen, toldAt, ...watch } of rows) {
    const upTo = settledAt(now())
    const window = await windowOf(seen, now())
    if (watch.about === 'query' ? window.upTo <= seen : upTo <= toldAt) continue
    const found = await foundBy(store, watch, { window, after: toldAt, upTo })
    const mark = watch.about === 'query' ? String(window.upTo) : upTo.replace(/\D/g, '')
    await store.transaction().execute(async (within) => {
      if (found.length > 0) {
        const body = JSON.stringify(found.slice(0, 200).map(({ paper }) => paper))
        await addJobs(within, [{ kind: 'hook', key: `${id} ${mark}`, body }], now())
      }
      const told = { seen: Math.max(seen, window.upTo), toldAt: upTo }
      await within.updateTable('hooks').set(told).where('id', '=', id).execute()
    })
  }
}

/** Tells one hook; what fails is tried again for a day, and a hook that only fails is left alone. */
async function tell({ store, site, reach, now }: HookMeans, job: Job, signal: AbortSignal) {
  const [id = ''] = job.key.split(' ')
  const hook = await store.selectFrom('hooks').selectAll().where('id', '=', id).executeTakeFirst()
  const watch = hook && (await watchOf(store, hook.watch))
  if (!hook || !watch || hook.stoppedAt !== null) {
    await finishJob(store, job)
    return false
  }
  const ids: PaperId[] = JSON.parse(job.body)
  const papers = await papersOf(store, ids)
  const { name, query } = watch
  const message = messageOf(
    hook.shape,
    { watch: { name, query }, papers, site },
    { ...hook, delivery: job.key.replace(' ', '-') },
    now(),
  )
  const answer = await post(message, reach, signal)
  signal.throwIfAborted()
  const at = now().toISOString()
  if (answer.ok) {
    await store.transaction().execute(async (within) => {
      await within
        .updateTable('hooks')
        .set({ faults: 0, fault: '', saidAt: at })
        .where('id', '=', id)
        .execute()
      await finishJob(within, job)
    })
    return true
  }
  const faults = hook.faults + 1
  const stops = answer.gone || faults >= mostFaults
  await store.transaction().execute(async (within) => {
    await within
      .updateTable('hooks')
      .set({ faults, fault: answer.fault.slice(0, 300), ...(stops && { stoppedAt: at }) })
      .where('id', '=', id)
      .execute()
    const tooOld = now().getTime() - Date.parse(job.madeAt) > day
    if (stops || tooOld) await finishJob(within, job)
    else
      await putOff(within, job, later(now(), job.tries, 30_000, 4 * hour), { fault: answer.fault })
  })
  return false
}

const hour = 3_600_000
const day = 24 * hour
