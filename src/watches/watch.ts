import { randomBytes } from 'node:crypto'
import { DomainError } from '#domain-error'
import { canonicalOf, demands } from '#search'
import type { About, Store } from '#store'
import { type Kind, subjectNamed } from './subject.ts'

/** A query that somebody keeps, and what it is kept for. */
export type Watch = {
  readonly id: string
  readonly owner: string
  /** `watch`: tell of what it finds; `pin`: whatever else there is; `mute`: never show it. */
  readonly kind: 'watch' | 'pin' | 'mute'
  readonly name: string
  /** What a query finds, what a person or a group puts forward, or what is put into a list. */
  readonly about: About
  /** In the language of the search; of a person, a group or a list, its id. */
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
  return put(within, owner, { about: 'query', ...readWish(wish) }, now)
}

/** Follows a person, a group or a list: what they put forward is told like what a query finds. */
export async function follow(
  within: Store,
  owner: string,
  { about, key }: { readonly about: Kind; readonly key: string },
  now = new Date(),
): Promise<Watch> {
  const subject = await subjectNamed(within, about, key, owner)
  if (!subject)
    throw new DomainError('missing', 'What you want to follow is not here, or not for everybody.')
  const { id: query, name } = subject
  return put(within, owner, { about, query, name, kind: 'watch', most: usual }, now)
}

/** Ends a watch on what a query finds, or on somebody, if there is one. */
export async function unfollow(
  within: Store,
  owner: string,
  { about, query }: Pick<Watch, 'about' | 'query'>,
): Promise<void> {
  const same = about === 'query' ? canonicalOf({ text: query }) || query : query
  const all = await watchesOf(within, owner)
  const known = all.find((one) => one.kind === 'watch' && one.about === about && one.query === same)
  if (known) await dropWatch(within, owner, known.id)
}

async function put(
  within: Store,
  owner: string,
  wish: Omit<Watch, 'id' | 'owner' | 'madeAt'>,
  now: Date,
): Promise<Watch> {
  const { about, query, name, kind, most } = wish
  const all = await watchesOf(within, owner)
  const known = all.find((one) => one.about === about && one.query === query && one.kind === kind)
  if (known) {
    await within.updateTable('watches').set({ name, most }).where('id', '=', known.id).execute()
    return { ...known, name, most }
  }
  if (all.length >= mostWatches) {
    throw new DomainError('too-many', `There is room for ${mostWatches} watches. Drop one first.`)
  }
  const id = randomBytes(10).toString('hex')
  const watch = { id, owner, about, kind, name, query, most, madeAt: now.toISOString() }
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
  await within.deleteFrom('askers').where('owner', '=', owner).execute()
  await within.deleteFrom('hooks').where('owner', '=', owner).execute()
  await within.deleteFrom('watches').where('owner', '=', owner).execute()
}

/** Ends all watches on somebody who is not there any more. */
export async function dropFollowers(within: Store, about: Kind, id: string): Promise<void> {
  const watches = within
    .selectFrom('watches')
    .select('id')
    .where('about', '=', about)
    .where('query', '=', id)
  await within.deleteFrom('hooks').where('watch', 'in', watches).execute()
  await within.deleteFrom('watches').where('about', '=', about).where('query', '=', id).execute()
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
