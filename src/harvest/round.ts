import { calendarOf } from '#catalog'
import { DomainError } from '#domain-error'
import { addDays, type Day, lastListed, quietDay } from '#paper'
import type { Store } from '#store'
import { arxivManners } from './arxiv-manners.ts'
import { checkDay, checkPastDay, type CheckDay } from './check-day.ts'
import { isCheckDue, isDue } from './due.ts'
import { fetchEarlierWords } from './earlier-words.ts'
import { harvest, type Harvest } from './into-catalogue.ts'
import type { LedgerDay } from './ledger.ts'
import { remembered } from './ledger-state.ts'
import type { Source } from './source.ts'

/** What is harvested again and again, and the category of arXiv's that is checked after it. */
export type Daily = {
  readonly source: Source
  readonly category?: string
  /** Hours between two harvests; left out for arXiv, which has its own calendar. */
  readonly every?: number
}

/** What a round did; nothing was due where it has neither. */
export type Round = {
  readonly harvested?: Harvest
  readonly checked?: readonly LedgerDay[]
}

/** How many past days a round asks for. */
const budget = 5

/** A past day that was asked for in vain is asked for again after so many milliseconds. */
const rest = 6 * 60 * 60 * 1000

/**
 * Does what is due of a source: harvests it, asks what the day announced and fetches what is
 * missing, and goes back over days of which that is not known, the latest first, a few in each
 * round. Stop it anywhere and call it again.
 */
export async function round(
  store: Store,
  { source, category, every }: Daily,
  signal: AbortSignal,
  options: CheckDay = {},
): Promise<Round> {
  const { clock } = { ...arxivManners, ...options }
  let harvested: Harvest | undefined
  let failure: DomainError | undefined
  if (await isDue(store, source, clock.now(), every)) {
    try {
      harvested = await harvest(store, source, signal, { now: clock.now() })
    } catch (error) {
      // Another process is at it, or the server wants peace for hours: another time.
      if (!(error instanceof DomainError)) throw error
      if (error.kind === 'too-many') return {}
      // Where one road is closed another may be open, so what was announced is asked all the same.
      if (category === undefined) throw error
      failure = error
    }
  }
  if (category === undefined) return harvested ? { harvested } : {}
  const checked: LedgerDay[] = []
  if (await isCheckDue(store, category, clock.now())) {
    checked.push(await checkDay(store, category, signal, options))
  }
  for (const day of await daysInQuestion(store, category, clock.now())) {
    checked.push(await checkPastDay(store, category, day, signal, options))
  }
  if (checked.length > 0) await fetchEarlierWords(store, signal, options)
  if (failure) throw failure
  return { ...(harvested && { harvested }), ...(checked.length > 0 && { checked }) }
}

/** Past days of which arXiv has not said what it announced, the latest first. */
async function daysInQuestion(store: Store, category: string, now: Date): Promise<Day[]> {
  const first = await store
    .selectFrom('checks')
    .select(({ fn }) => fn.min('day').as('day'))
    .where('category', '=', category)
    .executeTakeFirst()
  const to = addDays(lastListed(now, await calendarOf(store)), -1)
  const earliest = addDays(to, 2 - remembered)
  if (!first?.day) return []
  const from = first.day > earliest ? first.day : earliest
  if (from > to) return []
  const asked = await store
    .selectFrom('checks')
    .select(['day', 'outcome', 'checkedAt'])
    .where('category', '=', category)
    .where('source', '=', 'arxiv:listing')
    .where('day', '>=', from)
    .where('day', '<=', to)
    .execute()
  const answered = new Set(asked.flatMap(({ day, outcome }) => (outcome === 'answered' ? day : [])))
  const late = new Date(now.getTime() - rest).toISOString()
  const asleep = new Set(asked.flatMap(({ day, checkedAt }) => (checkedAt > late ? day : [])))
  const calendar = await calendarOf(store)
  const days: Day[] = []
  for (let day = to; day >= from && days.length < budget; day = addDays(day, -1)) {
    const known = answered.has(day) || quietDay(day, calendar)
    if (!known && !asleep.has(day)) days.push(day)
  }
  return days
}
