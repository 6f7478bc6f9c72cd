import { addJobs } from '#jobs'
import { insertRows, type Store } from '#store'
import { lastDue, nextDue } from './due.ts'

const atOnce = 500

/**
 * Puts digests into the queue whose hour has come, and says how many. Where several were due while
 * nobody was at work, the last of them is written, and tells of all that came in since.
 */
export async function schedule(store: Store, now: Date): Promise<number> {
  let all = 0
  for (;;) {
    const some = await scheduleSome(store, now)
    all += some
    if (some < atOnce) return all
  }
}

async function scheduleSome(store: Store, now: Date): Promise<number> {
  const at = now.toISOString()
  return store.transaction().execute(async (within) => {
    const waiting = await within
      .selectFrom('subscriptions')
      .select(['id', 'days', 'hour', 'zone'])
      .where('state', '=', 'on')
      .where('dueAt', '!=', '')
      .where('dueAt', '<=', at)
      .orderBy('dueAt')
      .limit(atOnce)
      .execute()
    const due = waiting.flatMap(({ id, ...rhythm }) => {
      const last = lastDue(rhythm, now)
      return last ? [{ id, ...last }] : []
    })
    await insertRows(
      within,
      'digests',
      due.map(({ id, day, at: dueAt }) => ({
        ...blank,
        subscription: id,
        day,
        dueAt: dueAt.toISOString(),
      })),
      { key: ['subscription', 'day'], taken: 'leave' },
    )
    // One that stands there already is sent, or waits; either way it is not begun again.
    const fresh = await freshOf(within, due)
    await addJobs(
      within,
      fresh.map(({ id, day }) => ({ kind: 'digest', key: `${id} ${day}` })),
      now,
    )
    for (const { id, ...rhythm } of waiting) {
      const next = nextDue(rhythm, now)
      await within
        .updateTable('subscriptions')
        .set({ dueAt: next?.at.toISOString() ?? '' })
        .where('id', '=', id)
        .execute()
    }
    return waiting.length
  })
}

async function freshOf<Due extends { readonly id: string; readonly day: string }>(
  within: Store,
  due: readonly Due[],
): Promise<readonly Due[]> {
  if (due.length === 0) return []
  const rows = await within
    .selectFrom('digests')
    .select(['subscription', 'day'])
    .where('state', '=', 'due')
    .where(
      'subscription',
      'in',
      due.map(({ id }) => id),
    )
    .execute()
  const fresh = new Set(rows.map(({ subscription, day }) => `${subscription} ${day}`))
  return due.filter(({ id, day }) => fresh.has(`${id} ${day}`))
}

const blank = {
  state: 'due' as const,
  tries: 0,
  handovers: 0,
  content: '',
  papers: 0,
  upTo: 0,
  writtenAt: '',
  sentAt: '',
  fault: '',
  bouncedAt: '',
}
