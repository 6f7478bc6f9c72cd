import { hash } from 'node:crypto'
import { stateOf } from '#catalog'
import { dayOf } from '#paper'
import type { Store } from '#store'
import type { Freshness } from './v1/route.ts'

/** What the state of the store tells; of an answer that only its content tells, nothing does. */
type Known = Exclude<Freshness, 'made'>

/** For so many milliseconds a state is taken for the present one, unless we wrote in the meantime. */
const lasts = 200

/**
 * Tells what stands for all that answers are made of, so that a request that asks whether something
 * changed costs no answer: often not even a question to the store. It may lag by a fifth of a second
 * behind what other processes write, never behind what was written through this door. `seal` is of
 * the shape of the answers: a new edition of the program is news to everybody.
 */
export function freshness({ store, now, seal }: { store: Store; now: () => Date; seal: string }) {
  const known = new Map<Known, { tag: Promise<string>; until: number }>()
  const look = {
    catalog: () => stateOf(store, 'search'),
    readers: async () => `${await stateOf(store, 'search')} ${await doingsOf(store)}`,
  }
  const lookAnew = (kind: Known): Promise<string> => {
    const tag = look[kind]().then((state) => tagOf(`${seal} ${dayOf(now())} ${state}`))
    known.set(kind, { tag, until: performance.now() + lasts })
    tag.catch(() => known.delete(kind))
    return tag
  }
  return {
    /** The tag of an answer that would be made now, as of a moment ago. */
    async tag(kind: Known): Promise<string> {
      const before = known.get(kind)
      return before && performance.now() < before.until ? before.tag : lookAnew(kind)
    },
    /** The same, as of now. */
    lookAnew,
    /** To be called when something was written. */
    forget: () => known.clear(),
  }
}

/** The tag of a text. Weak, for the same may be packed in different ways. */
export const tagOf = (text: string): string =>
  `W/"${hash('sha256', text, 'base64url').slice(0, 22)}"`

/** Whether the asker has it already (RFC 9110, 13.1.2). */
export const isKnown = (asked: string | undefined, tag: string): boolean =>
  asked !== undefined &&
  asked.split(',').some((one) => {
    const bare = one.trim()
    return bare === '*' || bare === tag || `W/${bare}` === tag
  })

/** Changes with whatever readers do to papers, and with every score. */
async function doingsOf(store: Store): Promise<string> {
  const { signal, scored } = await store
    .selectNoFrom(({ selectFrom }) => [
      selectFrom('signals')
        .select(({ fn }) => fn.max('place').as('place'))
        .as('signal'),
      selectFrom('bookmarks').select('place').where('follower', '=', 'trending').as('scored'),
    ])
    .executeTakeFirstOrThrow()
  return `${signal ?? 0} ${scored ?? 0}`
}
