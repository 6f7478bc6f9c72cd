import { papersOf } from '#catalog'
import type { PaperId } from '#paper'
import type { Among } from '#search'
import type { Store } from '#store'
import { mutedAmong } from './mute.ts'
import { type Deed, deedsOf, subjectsOf } from './subject.ts'
import { type Watch, watchesOf } from './watch.ts'

/** What came in since a place of the log of changes. */
export type Window = { readonly among: Among; readonly upTo: number }

/** What a watch is asked about: papers that came in, and what people did between two instants. */
export type Since = {
  readonly window: Window
  readonly after: string
  readonly upTo: string
}

/** A paper that a watch found; what somebody did with it, the latest first, where it is on them. */
export type Found = { readonly paper: PaperId; readonly deeds: readonly Deed[] }

/** What is not older than this may still be under way in another transaction, in milliseconds. */
const settling = 10_000

/** Up to when all that people did is there to be read. */
export const settledAt = (now: Date): string => new Date(now.getTime() - settling).toISOString()

/** What a watch finds, the best or the latest first, without what its owner never wants to see. */
export async function foundBy(
  store: Store,
  watch: Pick<Watch, 'owner' | 'about' | 'kind' | 'query'>,
  { window, after, upTo }: Since,
): Promise<Found[]> {
  const { about, kind, query } = watch
  const mutes = (await watchesOf(store, watch.owner)).filter((one) => one.kind === 'mute')
  if (about !== 'query') {
    if (!(await subjectsOf(store, watch.owner, [watch])).has(query)) return []
    const found = byPaper(await deedsOf(store, about, query, { after, upTo }))
    const papers =
      mutes.length > 0
        ? await papersOf(
            store,
            found.map(({ paper }) => paper),
          )
        : []
    const muted = mutedAmong(mutes, papers)
    return found.filter(({ paper }) => !muted.has(paper))
  }
  const answers =
    kind === 'pin'
      ? window.among.withAll({ text: query })
      : (await window.among.find({ text: query })).map((hit) => hit.id)
  const muted = new Set(mutes.flatMap((mute) => window.among.withAll({ text: mute.query })))
  return answers.filter((paper) => !muted.has(paper)).map((paper) => ({ paper, deeds: [] }))
}

/** Each paper once, with all that was done with it. */
export const byPaper = (deeds: readonly Deed[]): Found[] =>
  [...Map.groupBy(deeds, ({ paper }) => paper)].map(([paper, some]) => ({ paper, deeds: some }))
