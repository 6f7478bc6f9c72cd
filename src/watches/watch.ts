import { randomBytes } from 'node:crypto'
import { DomainError } from '#domain-error'
import { canonicalOf, demands } from '#search'
import type { Store } from '#store'

/** A query that somebody keeps, and what it is kept for. */
export type Watch = {
  readonly id: string
  readonly owner: string
  /** `watch`: tell of what it finds; `pin`: whatever else there is; `mute`: never show it. */
  readonly kind: 'watch' | 'pin' | 'mute'
  readonly name: string
  /** In the language of the search. */
  readonly query: string
  /** How many of its papers a digest has at most. */
  readonly most: number
  readonly madeAt: string
}

export type WatchKind = Watch['kind']

export type Wish = {
  readonly query: string
  readonly kind?: WatchKind
  readonly name?: string
  readonly most?: number
}

const longest = 500
const mostWatches = 100
const usual = 10

/** What somebody watches, in the order in which it was begun. */
export async function watchesOf(store: Store, owner: string): Promise<Watch[]> {
  return store
    .selectFrom('watches')
    .selectAll()
    .where('owner', '=', owner)
    .orderBy('madeAt')
    .orderBy('id')
    .execute()
}

export async function watchOf(store: Store, id: string): Promise<Watch | undefined> {
  return store.selectFrom('watches').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Keeps a query. The same one kept again is changed, not doubled. */
export async function keepWatch(
  within: Store,
  owner: string,
  wish: Wish,
  now = new Date(),
): Promise<Watch> {
  const { query, name, kind, most } = readWish(wish)
  const all = await watchesOf(within, owner)
  const known = all.find((one) => one.query === query && one.kind === kind)
  if (known) {
    await within.updateTable('watches').set({ name, most }).where('id', '=', known.id).execute()
    return { ...known, name, most }
  }
  if (all.length >= mostWatches) {
    throw new DomainError('too-many', `There is room for ${mostWatches} watches. Drop one first.`)
  }
  const id = randomBytes(10).toString('hex')
  const watch = { id, owner, kind, name, query, most, madeAt: now.toISOString() }
  await within.insertInto('watches').values(watch).execute()
  return watch
}

/** Ends a watch of that owner's, and what hangs on it. */
export async function dropWatch(within: Store, owner: string, id: string): Promise<void> {
  const mine = await watchOf(within, id)
  if (mine?.owner !== owner) return
  await within.deleteFrom('hooks').where('watch', '=', id).execute()
  await within.deleteFrom('watches').where('id', '=', id).execute()
}

/** Ends all watches of an owner. */
export async function dropWatches(within: Store, owner: string): Promise<void> {
  await within.deleteFrom('hooks').where('owner', '=', owner).execute()
  await within.deleteFrom('watches').where('owner', '=', owner).execute()
}

function readWish({ query, name = '', kind = 'watch', most = usual }: Wish) {
  const text = oneLine(query)
  if (text === '') throw new DomainError('invalid', 'Say what to watch: words, cat:cs.LG, au:"…"')
  if (text.length > longest) {
    throw new DomainError('invalid', `A query has at most ${longest} characters.`)
  }
  // What only has a meaning holds of every paper, more or less.
  if (kind !== 'watch' && !demands(text)) {
    throw new DomainError('invalid', 'Name words, an author or a category that a paper must have.')
  }
  const canonical = canonicalOf({ text })
  return {
    query: canonical === '' ? text : canonical,
    name: oneLine(name).slice(0, 100) || nameOf(text),
    kind,
    most: Math.min(50, Math.max(1, Math.trunc(most) || usual)),
  }
}

/** `au:"Ada Lovelace"` → Ada Lovelace; anything else names itself. */
const nameOf = (query: string) => query.replace(/^au:"([^"]+)"$/, '$1').slice(0, 100)

const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .trim()
