import { waiting } from '#jobs'
import { addDays, type Day, dayOf } from '#paper'
import type { DigestTables, Store } from '#store'
import type { Symptom } from '#symptom'

type State = DigestTables['digests']['state']

/** How the digests of a day stand. */
export type DayOfDigests = {
  readonly day: Day
  readonly due: number
  /** Of these, how many were written, and how many came back after a server had taken them. */
  readonly written: number
  readonly bounced: number
  readonly counts: Readonly<Partial<Record<State, number>>>
  /** What a server said last that was no thanks; empty if nothing. */
  readonly fault: string
}

/** How the digests of the last days stand, the latest first. */
export async function standing(store: Store, now: Date, days = 7): Promise<DayOfDigests[]> {
  const from = addDays(dayOf(now), 1 - days)
  const rows = await store
    .selectFrom('digests')
    .select(({ fn, eb }) => [
      'day',
      'state',
      fn.countAll<number>().as('count'),
      fn
        .sum<number | string>(eb.case().when('writtenAt', '!=', '').then(1).else(0).end())
        .as('written'),
      fn
        .sum<number | string>(eb.case().when('bouncedAt', '!=', '').then(1).else(0).end())
        .as('bounced'),
    ])
    .where('day', '>=', from)
    .groupBy(['day', 'state'])
    .execute()
  const faults = await store
    .selectFrom('digests')
    .select(({ fn }) => ['day', fn.max('fault').as('fault')])
    .where('day', '>=', from)
    .where('fault', '!=', '')
    .groupBy('day')
    .execute()
  return [...Map.groupBy(rows, ({ day }) => day)]
    .map(([day, some]) => ({
      day,
      due: sum(some, 'count'),
      written: sum(some, 'written'),
      bounced: sum(some, 'bounced'),
      counts: Object.fromEntries(some.map(({ state, count }) => [state, count])),
      fault: faults.find((one) => one.day === day)?.fault ?? '',
    }))
    .toSorted((x, y) => (x.day < y.day ? 1 : -1))
}

/** A sum of many numbers may come as text, since it may be larger than ours. */
const sum = <Name extends string>(
  rows: readonly Record<Name, number | string>[],
  name: Name,
): number => rows.reduce((so, row) => so + Number(row[name]), 0)

/** How many people get digests, how many addresses we stopped, and what waits since when. */
export async function subscribers(
  store: Store,
): Promise<{ on: number; stopped: number; waiting: number; since: string }> {
  const rows = await store
    .selectFrom('subscriptions')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
  const count = (state: string) => rows.find((row) => row.state === state)?.count ?? 0
  const { count: queue, since } = await waiting(store, 'digest')
  return { on: count('on'), stopped: count('stopped'), waiting: queue, since }
}

/** After so long in the queue, in milliseconds, a letter waits for somebody to look. */
const tooLong = 2 * 60 * 60 * 1000

/** Whether digests go out as they should. */
export async function checkDigests(store: Store, now: Date): Promise<Symptom[]> {
  const about = 'digests'
  const { on, stopped, waiting: queue, since } = await subscribers(store)
  const [today] = await standing(store, now, 2)
  const tally = today
    ? `${today.due} due on ${today.day}, ${today.written} written: ${[
        ...Object.entries(today.counts),
        ...(today.bounced > 0 ? [['came back', today.bounced] as const] : []),
      ]
        .map(([state, count]) => `${count} ${state}`)
        .join(', ')}.`
    : 'None was due today.'
  const what = `${on} subscribers, ${stopped} of whose addresses we stopped. ${tally}`
  const overdue = await store
    .selectFrom('subscriptions')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('state', '=', 'on')
    .where('dueAt', '!=', '')
    .where('dueAt', '<', new Date(now.getTime() - tooLong).toISOString())
    .executeTakeFirstOrThrow()
  const late = queue > 0 && now.getTime() - Date.parse(since) > tooLong
  if (overdue.count > 0 || late) {
    const fault = today?.fault ? ` The server said last: ${today.fault}` : ''
    return [
      {
        about,
        state: 'ill',
        what: `${overdue.count + queue} digests should have gone out and did not. ${what}${fault}`,
        doing:
          'See that a worker runs (broadsheet serve), and try the server: broadsheet mail you@example.org',
      },
    ]
  }
  if (today?.fault) {
    const doing = 'What was put off is tried again by itself.'
    return [{ about, state: 'watch', what: `${what} A server said: ${today.fault}`, doing }]
  }
  return [{ about, state: 'well', what, doing: '' }]
}
