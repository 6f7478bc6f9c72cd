import { randomBytes } from 'node:crypto'
import type { PaperId } from '#paper'
import type { ReaderId, Store } from '#store'
import { type Settings, usual } from './formula.ts'

/** How a reader has set the model, and what is kept beside it. */
export type Choices = {
  readonly settings: Settings
  /** How many questions may still be asked. */
  readonly questions: number
  /** Since when this reader's saves and votes count for others, among many. */
  readonly sharesAt: string | null
  /** What opens the feed; empty where there is none. */
  readonly feedKey: string
  /** How much is made of interests, by the papers that name them. */
  readonly weights: ReadonlyMap<PaperId, number>
}

/** So many questions are asked of a reader who said nothing else. */
export const usualQuestions = 5

export async function choicesOf(store: Store, reader: ReaderId): Promise<Choices> {
  const [row, interests] = await Promise.all([
    store.selectFrom('tastes').selectAll().where('reader', '=', reader).executeTakeFirst(),
    store
      .selectFrom('interests')
      .select(['paper', 'weight'])
      .where('reader', '=', reader)
      .execute(),
  ])
  return {
    settings: row ? { fresh: row.fresh, wide: row.wide, people: row.people } : usual,
    questions: row?.questions ?? usualQuestions,
    sharesAt: row?.sharesAt ?? null,
    feedKey: row?.feedKey ?? '',
    weights: new Map(interests.map(({ paper, weight }) => [paper, weight])),
  }
}

type Changes = Partial<Settings> & {
  readonly questions?: number
  readonly sharesAt?: string | null
  readonly feedKey?: string
  readonly shortlist?: string
  readonly shortlistAt?: string
}

/** Changes what a reader has set, and leaves the rest. */
export async function setTaste(store: Store, reader: ReaderId, changes: Changes): Promise<void> {
  const given = {
    ...changes,
    ...(changes.fresh !== undefined && { fresh: part(changes.fresh) }),
    ...(changes.wide !== undefined && { wide: part(changes.wide) }),
    ...(changes.people !== undefined && { people: part(changes.people) }),
    ...(changes.questions !== undefined && {
      questions: Math.min(50, Math.max(0, Math.trunc(changes.questions))),
    }),
  }
  if (Object.keys(given).length === 0) return
  await store
    .insertInto('tastes')
    .values({
      reader,
      ...usual,
      questions: usualQuestions,
      sharesAt: null,
      feedKey: '',
      shortlist: '',
      shortlistAt: '',
      ...given,
    })
    .onConflict((conflict) => conflict.column('reader').doUpdateSet(given))
    .execute()
}

const part = (value: number) => Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0.5))

/** Makes a new address for a reader's feed; the one before opens nothing any more. */
export async function renewFeed(store: Store, reader: ReaderId): Promise<string> {
  const feedKey = randomBytes(18).toString('base64url')
  await setTaste(store, reader, { feedKey })
  return feedKey
}

/** Whose feed a key opens. */
export async function readerOfFeed(store: Store, key: string): Promise<ReaderId | undefined> {
  if (!/^[\w-]{24}$/.test(key)) return undefined
  const row = await store
    .selectFrom('tastes')
    .select('reader')
    .where('feedKey', '=', key)
    .executeTakeFirst()
  return row?.reader
}

/** Says how much is to be made of an interest: 0 switches it off, 1 is as it comes. */
export async function weighInterest(
  store: Store,
  reader: ReaderId,
  { anchor, members }: { readonly anchor: PaperId; readonly members: readonly PaperId[] },
  weight: number,
  now = new Date(),
): Promise<void> {
  const within = Math.min(3, Math.max(0, Number.isFinite(weight) ? weight : 1))
  await store.transaction().execute(async (transaction) => {
    // It may have been named by another of its papers before.
    await transaction
      .deleteFrom('interests')
      .where('reader', '=', reader)
      .where('paper', 'in', [anchor, ...members])
      .execute()
    if (within === 1) return
    await transaction
      .insertInto('interests')
      .values({ reader, paper: anchor, weight: within, at: now.toISOString() })
      .execute()
  })
}
