import { addDays, dayOf, isDay } from '#paper'
import type { Store } from '#store'
import type { Symptom } from '#symptom'
import { ledgerOf, type LedgerDay } from './ledger.ts'

const day = 24 * 60 * 60 * 1000

/** When each source was last harvested, of those that are harvested again and again. */
export async function checkSources(
  store: Store,
  wanted: readonly string[],
  now: Date,
): Promise<Symptom[]> {
  const rows = await store
    .selectFrom('sources')
    .select(['name', 'label', 'harvestedAt'])
    .where('name', 'in', wanted.length > 0 ? wanted : [''])
    .execute()
  const known = new Map(rows.map((row) => [row.name, row]))
  if (wanted.length === 0) {
    return [
      {
        about: 'sources',
        state: 'watch',
        what: 'No source is harvested by itself.',
        doing: 'Name some in BROADSHEET_HARVEST (cs,stat) and BROADSHEET_SOURCES (hf).',
      },
    ]
  }
  return wanted.map((name): Symptom => {
    const last = known.get(name)
    if (!last) {
      const doing = 'The worker harvests it as soon as it runs.'
      return { about: name, state: 'watch', what: 'It was never harvested.', doing }
    }
    const old = now.getTime() - Date.parse(last.harvestedAt)
    const what = `It was last harvested ${moment(last.harvestedAt)}.`
    // Over a long weekend with a holiday arXiv is silent for four days.
    if (old < 5 * day) return { about: name, state: 'well', what, doing: '' }
    const doing = 'See in the log why, or try by hand: broadsheet harvest.'
    return { about: name, state: 'ill', what, doing }
  })
}

/** Days of the last two weeks that are not whole, of every category that is asked about. */
export async function checkLedger(store: Store, now: Date): Promise<Symptom[]> {
  const to = dayOf(now)
  const from = addDays(to, -14)
  if (!isDay(from)) return []
  const lines = await ledgerOf(store, { from, to }, now)
  const byCategory = Map.groupBy(lines, ({ category }) => category)
  return [...byCategory].map(([category, days]): Symptom => {
    const open = days.filter(({ state }) => /short|stale|failed/.test(state))
    const whole = days.filter(({ state }) => state === 'complete').length
    const unasked = days.filter(
      ({ state, checks, day: of }) => state === 'pending' && checks.length === 0 && of < to,
    ).length
    if (open.length === 0 && unasked > 0) {
      return {
        about: `ledger of ${category}`,
        state: 'watch',
        what: `Of two weeks ${whole} days are whole; of ${unasked} nobody has asked arXiv yet.`,
        doing: 'The worker goes back over them, a few at a time.',
      }
    }
    if (open.length === 0) {
      const what = `All that arXiv announced in two weeks is here (${whole} days).`
      return { about: `ledger of ${category}`, state: 'well', what, doing: '' }
    }
    return {
      about: `ledger of ${category}`,
      state: 'watch',
      what: open.map(inShort).join('; ') + '.',
      doing:
        'The worker asks again and fetches what is missing by other roads; so does broadsheet check.',
    }
  })
}

const inShort = ({ day: of, state, reason }: LedgerDay) => `${of} is ${state}: ${reason}`

/** What was set aside in the last week. */
export async function checkAsides(store: Store, now: Date): Promise<Symptom[]> {
  const since = new Date(now.getTime() - 7 * day).toISOString()
  const { count } = await store
    .selectFrom('asides')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('at', '>=', since)
    .executeTakeFirstOrThrow()
  const about = 'set aside'
  if (count === 0) return [{ about, state: 'well', what: 'Nothing in the last week.', doing: '' }]
  const what = count === 1 ? '1 record in the last week.' : `${count} records in the last week.`
  return [{ about, state: 'watch', what, doing: 'broadsheet import --aside tells why.' }]
}

const moment = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`
