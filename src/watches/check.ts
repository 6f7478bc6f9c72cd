import { DomainError } from '#domain-error'
import type { Store } from '#store'
import { type Found, foundBy, settledAt, type Window } from './found.ts'
import { type Watch, watchesOf } from './watch.ts'

export type CheckMeans = {
  readonly store: Store
  readonly windowOf: (seen: number, now: Date) => Promise<Window>
  readonly now: () => Date
}

/** What one watch found since it was asked last. */
export type News = {
  readonly watch: Watch
  readonly found: readonly Found[]
  /** How many more there are than were asked for. */
  readonly more: number
}

export type Check = {
  /** How far this told; whoever asks with it as `since` is told what comes after. */
  readonly mark: string
  /** Where this began: whoever lost the answer asks with it, and is told the same and what came since. */
  readonly since: string
  readonly news: readonly News[]
}

/** What people did is told of this many days when a program asks for the first time. */
const firstDays = 7

/**
 * What is new for all that somebody watches, or for one watch, since a program (`asker`) asked last,
 * or since a mark that it was given. The first time that is the latest day of papers, and a week of
 * what people did. What is pinned or watched is told; what is muted never.
 */
export async function checkWatches(
  { store, windowOf, now }: CheckMeans,
  owner: string,
  {
    asker = '',
    since,
    watch,
    most = 20,
  }: {
    readonly asker?: string
    readonly since?: string | undefined
    readonly watch?: string | undefined
    readonly most?: number
  } = {},
): Promise<Check> {
  const at = now()
  const all = (await watchesOf(store, owner)).filter(({ kind }) => kind !== 'mute')
  const asked = watch === undefined ? all : all.filter(({ id }) => id === watch)
  if (watch !== undefined && asked.length === 0) {
    throw new DomainError('missing', 'That is none of your watches. List them to see which are.')
  }
  // One watch that is asked for alone has a mark of its own.
  const name = (watch === undefined ? asker : `${watch} ${asker}`).slice(0, 200)
  const from = since === undefined ? await markOf(store, owner, name, at) : readMark(since)
  const window = await windowOf(from.seen, at)
  const upTo = settledAt(at)
  const news: News[] = []
  for (const one of asked) {
    const found = await foundBy(store, one, { window, after: from.toldAt, upTo })
    const few = found.slice(0, most)
    news.push({ watch: one, found: few, more: found.length - few.length })
  }
  const to = {
    seen: Math.max(from.seen, window.upTo),
    toldAt: upTo > from.toldAt ? upTo : from.toldAt,
  }
  await noteMark(store, owner, name, to, at)
  return { mark: writeMark(to), since: writeMark(from), news }
}

type Mark = { readonly seen: number; readonly toldAt: string }

const writeMark = ({ seen, toldAt }: Mark) => `${seen}-${Date.parse(toldAt)}`

function readMark(text: string): Mark {
  const [, seen = '', at = ''] = text.match(/^(\d{1,15})-(\d{1,14})$/) ?? []
  if (!at) throw new DomainError('invalid', 'A mark is what an earlier check gave you as `mark`.')
  return { seen: Number(seen), toldAt: new Date(Number(at)).toISOString() }
}

async function markOf(store: Store, owner: string, name: string, now: Date): Promise<Mark> {
  const row = await store
    .selectFrom('askers')
    .select(['seen', 'toldAt'])
    .where('owner', '=', owner)
    .where('name', '=', name)
    .executeTakeFirst()
  const first = new Date(now.getTime() - firstDays * 24 * 3_600_000).toISOString()
  return row ?? { seen: 0, toldAt: first }
}

/** Programs that have not asked for so long are forgotten, in milliseconds. */
const longest = 400 * 24 * 3_600_000

async function noteMark(store: Store, owner: string, name: string, to: Mark, now: Date) {
  const row = { ...to, askedAt: now.toISOString() }
  await store
    .insertInto('askers')
    .values({ owner, name, ...row })
    .onConflict((conflict) => conflict.columns(['owner', 'name']).doUpdateSet(row))
    .execute()
  await store
    .deleteFrom('askers')
    .where('owner', '=', owner)
    .where('askedAt', '<', new Date(now.getTime() - longest).toISOString())
    .execute()
}
