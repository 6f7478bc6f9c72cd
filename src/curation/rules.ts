import type { Reader } from '#accounts'
import { dayWithPapers } from '#catalog'
import { DomainError } from '#domain-error'
import { addDays, type Day, dayOf, isCategory, isDay, type Paper } from '#paper'
import type { Footing, Store } from '#store'

/** The front page is for papers up to this many days old. */
export const oldestForFront = 14

/** How much anybody may nominate and endorse in a day and a night; newcomers less, and not nothing. */
export const dailyLimit: Readonly<Record<Footing, number>> = { new: 5, established: 50 }

/** The day a paper is of: the one it is listed under, or else that of its publication. */
export function dayOfPaper({ day, publishedAt }: Pick<Paper, 'day' | 'publishedAt'>): Day | '' {
  const published = publishedAt.slice(0, 10)
  return day || (isDay(published) ? published : '')
}

/** The day whose front page is the latest: the last one that has papers. */
export async function frontDay(within: Store, now: Date): Promise<Day> {
  const today = dayOf(now)
  return (await dayWithPapers(within, { upTo: today })) ?? today
}

/** Refuses what is neither the front page nor one of arXiv's categories, or too old for the first. */
export function mayStand(paper: Paper, topic: string, now: Date): void {
  if (topic !== '') {
    if (isCategory(topic)) return
    throw new DomainError(
      'invalid',
      `“${topic.slice(0, 40)}” is not a topic. Topics are categories such as cs.LG.`,
    )
  }
  const day = dayOfPaper(paper)
  if (day && day >= addDays(dayOf(now), -oldestForFront)) return
  throw new DomainError(
    'invalid',
    `The front page is for papers up to ${oldestForFront} days old. Nominate this one to a topic instead.`,
  )
}

/** Refuses more than the day's share of nominations and endorsements. */
export async function notTooMany(
  within: Store,
  reader: Reader,
  footing: Footing,
  now: Date,
): Promise<void> {
  const since = new Date(now.getTime() - 24 * 60 * 60 * 1000).toISOString()
  const acts = await within
    .selectFrom('acts')
    .select('at')
    .where('reader', '=', reader.id)
    .where('at', '>', since)
    .where('kind', 'in', ['nominated', 'endorsed'])
    .orderBy('at', 'desc')
    .limit(dailyLimit[footing])
    .execute()
  const oldest = acts.at(-1)
  if (!oldest || acts.length < dailyLimit[footing]) return
  const again = new Date(Date.parse(oldest.at) + 24 * 60 * 60 * 1000)
  throw new DomainError(
    'too-many',
    `That was ${dailyLimit[footing]} in a day${footing === 'new' ? ', which is the share of a new account' : ''}. You can nominate and endorse again on ${again.toISOString().slice(0, 16).replace('T', ' at ')} UTC.`,
  )
}

/** A curator's line as it is kept: one line of at most 280 characters. */
export function readLine(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  if (line.length > longestLine) {
    throw new DomainError(
      'invalid',
      `A line has at most ${longestLine} characters; this has ${line.length}.`,
    )
  }
  return line
}

const longestLine = 280
