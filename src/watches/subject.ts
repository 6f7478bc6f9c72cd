import type { PaperId } from '#paper'
import type { About, Store } from '#store'
import { group } from './group.ts'
import { list } from './list.ts'
import { person } from './person.ts'

/** What is followed but is no query. */
export type Kind = Exclude<About, 'query'>

/** Somebody, some group or some list that can be followed. */
export type Subject = {
  readonly id: string
  readonly name: string
  /** What stands for it in addresses; it may change, and the id never does. */
  readonly key: string
}

/** What somebody who is followed did with a paper. */
export type Deed = {
  readonly subject: string
  readonly paper: PaperId
  readonly kind: 'nominated' | 'picked' | 'commented' | 'put in'
  readonly at: string
  /** The comment, its id and its last change; or the line of whoever picked. */
  readonly comment?: string
  readonly changedAt?: string
  readonly said?: string
  /** Who said it, where that is not the one who is followed; and in which group. */
  readonly by?: string
  readonly inGroup?: string
}

/** Instants: after the one, up to the other. */
export type Between = { readonly after: string; readonly upTo: string }

export type Followed = {
  readonly path: (key: string) => string
  /** Of its feed, without the format. */
  readonly feed: (key: string) => string
  /** Whom a key stands for, if `owner` (the empty text for anybody) may know of it. */
  named(store: Store, key: string, owner: string): Promise<Subject | undefined>
  /** Those of some ids that are still there for `owner`. */
  known(store: Store, ids: readonly string[], owner: string): Promise<Subject[]>
  /** What they did, the latest first. */
  deeds(store: Store, ids: readonly string[], between: Between, count: number): Promise<Deed[]>
}

const followed: Record<Kind, Followed> = { person, group, list }

export const kinds: readonly Kind[] = ['person', 'group', 'list']

export const isKind = (text: string): text is Kind => kinds.some((kind) => kind === text)

/** How many things of one that is followed are told at most. */
const most = 200

/** Whoever a key stands for, if `owner` may know of them. */
export const subjectNamed = (store: Store, about: Kind, key: string, owner = '') =>
  followed[about].named(store, key, owner)

/** What somebody who is followed did, the latest first. */
export async function deedsOf(
  store: Store,
  about: Kind,
  id: string,
  { after = '', upTo = '9' }: Partial<Between> = {},
  count = most,
): Promise<Deed[]> {
  return followed[about].deeds(store, [id], { after, upTo }, count)
}

/** Where somebody who is followed is to be found, and the feed of what they do. */
export const subjectPath = (about: Kind, key: string): string => followed[about].path(key)
export const subjectFeed = (about: Kind, key: string): string => followed[about].feed(key)

/**
 * The people, groups and lists among what `owner` watches, as they are called today, without those that are
 * gone or not for them any more.
 */
export async function subjectsOf(
  store: Store,
  owner: string,
  watches: readonly { readonly about: About; readonly query: string }[],
): Promise<ReadonlyMap<string, Subject>> {
  const found = await Promise.all(
    kinds.map(async (about) => {
      const ids = watches.filter((one) => one.about === about).map(({ query }) => query)
      return ids.length === 0 ? [] : followed[about].known(store, ids, owner)
    }),
  )
  return new Map(found.flat().map((subject) => [subject.id, subject]))
}
