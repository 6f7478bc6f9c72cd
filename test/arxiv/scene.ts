import { arxivOai, type ArxivOai, arxivPapers, harvest, type Harvest, type Source } from '#harvest'
import type { PaperId } from '#paper'
import { openStore, type Store } from '#store'
import { fastClock } from './clock.ts'
import { type Play, playArxiv, type PlayedArxiv } from './server.ts'

export type Scene = AsyncDisposable & {
  readonly arxiv: PlayedArxiv
  readonly store: Store
  readonly clock: ReturnType<typeof fastClock>
  source(options: ArxivOai): Source
  papers(ids: readonly PaperId[]): Source
  /** Fetches certain papers. */
  fetch(ids: readonly PaperId[]): Promise<Harvest>
  /** Harvests; stops after so many pages where told. */
  harvest(options: ArxivOai, stop?: AbortController, pages?: number): Promise<Harvest>
}

/** An arXiv that plays, an empty store, and a clock that does not wait. */
export async function setUp(played: Play, begin?: string): Promise<Scene> {
  const arxiv = await playArxiv(played)
  const store = await openStore(':memory:')
  const clock = fastClock(begin)
  const source = (options: ArxivOai) =>
    arxivOai({ base: arxiv.oai, clock, random: () => 0.5, ...options })
  const papers = (ids: readonly PaperId[]) =>
    arxivPapers(ids, { base: arxiv.query, clock, random: () => 0.5 })
  return {
    arxiv,
    store,
    clock,
    source,
    papers,
    fetch: (ids) => harvest(store, papers(ids), new AbortController().signal),
    harvest(options, stop = new AbortController(), pages = Number.POSITIVE_INFINITY) {
      let seen = 0
      return harvest(store, source(options), stop.signal, {
        onBatch: () => {
          if (++seen >= pages) stop.abort()
        },
      })
    },
    async [Symbol.asyncDispose]() {
      await store.destroy()
      await arxiv[Symbol.asyncDispose]()
    },
  }
}

export const summary = ({ added, changed, unchanged, aside }: Harvest) => ({
  added,
  changed,
  unchanged,
  aside,
})
