import { paperOf } from '#catalog'
import { dayOfPaper, noteActs } from '#curation'
import { type Day, fieldOf, type PaperId } from '#paper'
import { type Change, follow, followSignals, type Store } from '#store'
import { type Account, accountOf } from './evidence.ts'
import { type Score, score } from './formula.ts'

const atOnce = 500

/** What is kept of how a score came about. */
export type Parts = Account &
  Score & {
    /** Up to what the public log was told of votes counted less. */
    readonly logged: { readonly new: number; readonly together: number }
  }

/**
 * Scores the papers of which there is news, and says how many votes and nominations it read. Stop it
 * anywhere and call it again. One process at a time may.
 */
export async function refreshScores(
  store: Store,
  signal?: AbortSignal,
  now = () => new Date(),
): Promise<number> {
  const scoreAll = async (news: readonly { paper: PaperId }[]) => {
    for (const paper of new Set(news.map((one) => one.paper))) await scorePaper(store, paper, now())
  }
  let read = 0
  for (;;) {
    if (signal?.aborted) return read
    const changes = await follow(store, 'trending: papers', atOnce, async (some) =>
      scoreAll(await cared(store, some)),
    )
    const signals = await followSignals(store, 'trending', atOnce, scoreAll)
    if (changes + signals === 0) return read
    read += signals
  }
}

/** Of papers that changed, those that readers have to do with, and what was merged. */
async function cared(store: Store, changes: readonly Change[]): Promise<{ paper: PaperId }[]> {
  const papers = changes.map(({ paper }) => paper)
  const tables = ['scores', 'votes', 'endorsements'] as const
  const known = await Promise.all(
    tables.map((table) =>
      store.selectFrom(table).select('paper').distinct().where('paper', 'in', papers).execute(),
    ),
  )
  return [...changes.filter(({ kind }) => kind === 'merged'), ...known.flat()]
}

/** Scores one paper from what is known now; one that nobody cares for has no score. */
export async function scorePaper(store: Store, id: PaperId, now = new Date()): Promise<void> {
  const paper = await paperOf(store, id)
  if (!paper) return
  if (paper.id !== id) await store.deleteFrom('scores').where('paper', '=', id).execute()
  const day = dayOfPaper(paper)
  await store.transaction().execute(async (within) => {
    const account = await accountOf(within, paper, day)
    if (account.votes === 0 && account.nominator.reader === '') {
      await within.deleteFrom('scores').where('paper', '=', paper.id).execute()
      return
    }
    const outcome = score(account)
    const known = await within
      .selectFrom('scores')
      .select('parts')
      .where('paper', '=', paper.id)
      .executeTakeFirst()
    const before: Parts | undefined = known && JSON.parse(known.parts)
    const logged = await logDiscounts(within, paper.id, account, before?.logged, now)
    const row = {
      day,
      dayNumber: dayNumberOf(day),
      field: fieldOf(paper.categories[0] ?? ''),
      votes: account.votes,
      counted: account.counted,
      gained: Math.log2(1 + account.counted),
      heat: outcome.heat,
      lifted: outcome.lifted,
      result: outcome.result,
      parts: JSON.stringify({ ...account, ...outcome, logged } satisfies Parts),
      scoredAt: now.toISOString(),
    }
    await within
      .insertInto('scores')
      .values({ paper: paper.id, ...row })
      .onConflict((conflict) => conflict.column('paper').doUpdateSet(row))
      .execute()
  })
}

/** Days since 1970; a paper of no known day counts as the oldest. */
export const dayNumberOf = (day: Day | ''): number =>
  day ? Math.floor(Date.parse(day) / (24 * 60 * 60 * 1000)) : 0

/** Fewer votes than these counted less are no news. */
const worthLogging = 5

/** Says in the public log that votes count less, once they are a handful and at each doubling. */
async function logDiscounts(
  within: Store,
  paper: PaperId,
  { fresh, groups, votes, counted }: Account,
  logged: Parts['logged'] = { new: 0, together: 0 },
  now: Date,
): Promise<Parts['logged']> {
  const together = groups.reduce((sum, { readers }) => sum + (readers > 2 ? readers : 0), 0)
  const amounts = { new: fresh, together }
  const newly = (['new', 'together'] as const).filter(
    (why) => amounts[why] >= worthLogging && amounts[why] >= 2 * logged[why],
  )
  const about = { reader: '', kind: 'discounted', paper, topic: '', day: '' } as const
  await noteActs(
    within,
    newly.map((why) => ({
      ...about,
      detail: { why, votes: amounts[why], counted: Math.round(counted * 10) / 10, all: votes },
    })),
    now,
  )
  return {
    new: newly.includes('new') ? amounts.new : logged.new,
    together: newly.includes('together') ? amounts.together : logged.together,
  }
}
