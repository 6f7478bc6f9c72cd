import type { LedgerDay, LedgerState } from '#harvest'

/** What the ledger says. */
export const ledger = {
  heading: 'Ledger',
  intro:
    'What arXiv announced in each category, and how much of it is held here. A day is complete when arXiv’s own page says how many papers it has and all of them are here.',
  none: 'arXiv was not asked about these days. To ask it about a category:',
  caption: (day: string) => `What was announced for ${day}`,
  columns: {
    category: 'Category',
    state: 'State',
    held: 'Held',
    new: 'New',
    cross: 'Cross-lists',
    replace: 'Replaced',
    evidence: 'What was seen',
  },
  states: {
    pending: 'Pending',
    complete: 'Complete',
    short: 'Short',
    stale: 'Stale',
    holiday: 'No announcement',
    failed: 'Failed',
  } satisfies Record<LedgerState, string>,
  held: (held: number, announced: number) => `${count(held)} of ${count(announced)}`,
  notKnown: '–',
  unasked: (categories: readonly string[]) =>
    `Nobody has asked arXiv about ${categories.join(', ')} for this day.`,
  missing: (n: number) => (n === 1 ? '1 paper is missing' : `${count(n)} papers are missing`),
  repaired: (n: number) =>
    n === 1
      ? '1 paper was fetched by another road'
      : `${count(n)} papers were fetched by another road`,
  further: (n: number) => (n === 1 ? 'and 1 more' : `and ${count(n)} more`),
  earlier: 'Earlier',
  later: 'Later',
  notADay: (text: string) => `“${text}” is not a day. Days look like 2026-11-20.`,
  foot: 'Ledger of this day',
  calendar: 'arXiv’s calendar',
  calendarHelp:
    'arXiv announces nothing on Fridays and Saturdays, nor on these evenings. The keeper corrects them with broadsheet calendar.',
  corrected: 'corrected here',
  announces: 'announces after all',
}

/** “412 of 412 announced, complete 20:31 UTC”. */
export function inOneLine({ held, announced, state, reason, knownAt }: LedgerDay): string {
  const at = knownAt ? ` ${timeInWords(knownAt)}` : ''
  if (state === 'holiday') return reason
  if (announced === 0) return `${state}${at}: ${reason}`
  return `${count(held)} of ${count(announced)} announced, ${state}${at}`
}

/** “20:31 UTC”. */
export const timeInWords = (at: string): string => `${at.slice(11, 16)} UTC`

/** “20 Nov, 20:31 UTC”. */
export const momentInWords = (at: string): string =>
  `${date.format(new Date(at))}, ${timeInWords(at)}`

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

const count = (n: number) => n.toLocaleString('en')
