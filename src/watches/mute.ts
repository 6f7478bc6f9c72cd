import type { Paper, PaperId } from '#paper'
import { havingAny } from '#search'
import type { Watch } from './watch.ts'

/** Which of some papers somebody never wants to be shown. */
export function mutedAmong(
  watches: readonly Pick<Watch, 'kind' | 'query'>[],
  papers: readonly Paper[],
): ReadonlySet<PaperId> {
  const mutes = watches.filter(({ kind }) => kind === 'mute')
  if (mutes.length === 0) return new Set()
  const isMuted = havingAny(mutes.map(({ query }) => query))
  return new Set(papers.filter(isMuted).map(({ id }) => id))
}
