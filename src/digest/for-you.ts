import { papersOf } from '#catalog'
import { sentence } from '#mail'
import { type Paper, type PaperId, plainText } from '#paper'
import { forYouAmong, type Means, type Reason } from '#recommend'
import type { ReaderId } from '#store'
import { digestWords as words } from './words.ts'

/** Of some papers those that suit a reader, the best first, each with why. */
export type Suited = (
  reader: ReaderId,
  count: number,
) => Promise<readonly { readonly id: PaperId; readonly why: string }[]>

/** What suits readers among these papers: what the index knows of them is fetched once for all. */
export function suitedAmong(
  { store, search }: Means,
  papers: ReadonlyMap<PaperId, Paper>,
  now: Date,
): Suited {
  const ids = [...papers.keys()]
  let cards: ReturnType<typeof search.cards> | undefined
  const kept: Means = {
    store,
    search: {
      around: search.around,
      lexicon: search.lexicon,
      cards: (asked) => (asked === ids ? (cards ??= search.cards(ids)) : search.cards(asked)),
    },
  }
  return async (reader, count) => {
    if (ids.length === 0) return []
    const suited = await forYouAmong(kept, reader, ids, { count, now })
    const named = suited.flatMap(({ reasons }) => reasons.slice(0, 1).flatMap(papersIn))
    const titles = new Map(
      (await papersOf(store, [...new Set(named)])).map(({ id, title }) => [
        id,
        sentence(plainText(title), 80),
      ]),
    )
    return suited.map(({ paper, reasons }) => ({
      id: paper.id,
      why: reasons[0] ? words.reason(reasons[0], titles) : '',
    }))
  }
}

const papersIn = (reason: Reason): readonly PaperId[] =>
  reason.kind === 'like' ? reason.papers : []
