import { holderHere, insertRows, isGone, passingOver, type Store } from '#store'

/** Work that must happen once, not before an instant. */
export type Job = {
  readonly place: number
  readonly kind: string
  readonly key: string
  readonly body: string
  /** How often it was begun, this time included. */
  readonly tries: number
  readonly madeAt: string
  readonly holder: string
}

/** How long work is its doer's, in milliseconds, without a word. */
const lease = 10 * 60_000

/** Puts work into the queue. Of one kind and key there is never more than one. */
export async function addJobs(
  within: Store,
  jobs: readonly {
    readonly kind: string
    readonly key: string
    readonly body?: string
    readonly notBefore?: Date
  }[],
  now = new Date(),
): Promise<void> {
  const madeAt = now.toISOString()
  await insertRows(
    within,
    'jobs',
    jobs.map(({ kind, key, body = '', notBefore = now }) => ({
      kind,
      key,
      body,
      notBefore: notBefore.toISOString(),
      tries: 0,
      holder: '',
      until: '',
      fault: '',
      madeAt,
    })),
    { key: ['kind', 'key'], taken: 'leave' },
  )
}

/**
 * Takes up to `count` jobs whose time has come, the oldest first. They are the caller's until they
 * are finished or put off, for ten minutes at most; those of a process that died are free again.
 */
export async function takeJobs(
  store: Store,
  kind: string,
  count: number,
  now = new Date(),
): Promise<Job[]> {
  const at = now.toISOString()
  const holder = holderHere()
  const until = new Date(now.getTime() + lease).toISOString()
  return store.transaction().execute(async (within) => {
    const due = within
      .selectFrom('jobs')
      .select('place')
      .where('kind', '=', kind)
      .where('notBefore', '<=', at)
      .where('until', '<', at)
      .orderBy('notBefore')
      .orderBy('place')
      .limit(count)
    const free = await passingOver(within, due).execute()
    if (free.length === 0) return []
    const taken = await within
      .updateTable('jobs')
      .set((row) => ({ holder, until, tries: row('tries', '+', 1) }))
      .where(
        'place',
        'in',
        free.map(({ place }) => place),
      )
      .where('until', '<', at)
      .returning(['place', 'kind', 'key', 'body', 'tries', 'madeAt', 'holder'])
      .execute()
    return taken.toSorted((a, b) => a.place - b.place)
  })
}

/** Says, in the transaction that did it, that a job is done. False if it was no longer ours. */
export async function finishJob(within: Store, job: Job): Promise<boolean> {
  const { numDeletedRows } = await within
    .deleteFrom('jobs')
    .where('place', '=', job.place)
    .where('holder', '=', job.holder)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

/** Puts a job off. `uncounted` for one that was not even tried. */
export async function putOff(
  within: Store,
  job: Job,
  notBefore: Date,
  { fault = '', tries = job.tries }: { readonly fault?: string; readonly tries?: number } = {},
): Promise<void> {
  await within
    .updateTable('jobs')
    .set({ holder: '', until: '', notBefore: notBefore.toISOString(), fault, tries })
    .where('place', '=', job.place)
    .where('holder', '=', job.holder)
    .execute()
}

/** Frees the jobs of processes that are gone. */
export async function freeJobs(store: Store, kind: string): Promise<void> {
  const held = await store
    .selectFrom('jobs')
    .select('holder')
    .where('kind', '=', kind)
    .where('holder', '!=', '')
    .distinct()
    .execute()
  const gone = held.map(({ holder }) => holder).filter(isGone)
  for (const holder of gone) {
    await store
      .updateTable('jobs')
      .set({ holder: '', until: '' })
      .where('holder', '=', holder)
      .execute()
  }
}

/** How many jobs of a kind wait, and since when the oldest could have been done. */
export async function waiting(
  store: Store,
  kind: string,
): Promise<{ count: number; since: string }> {
  const row = await store
    .selectFrom('jobs')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('notBefore').as('since')])
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
  return { count: row.count, since: row.since ?? '' }
}

/** When to try again what failed so often: after `first` milliseconds, then twice as long each time. */
export const later = (now: Date, tries: number, first: number, longest: number): Date =>
  new Date(now.getTime() + Math.min(first * 2 ** Math.max(0, tries - 1), longest))
