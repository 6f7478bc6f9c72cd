import { checkDay, type LedgerDay, ledgerOf } from '#harvest'
import { dayOf } from '#paper'
import { openStore, type Store } from '#store'
import { announcedOn } from './announcements.ts'
import { fastClock } from './clock.ts'
import { inventedPapers } from './papers.ts'
import { type Play, playArxiv, type PlayedArxiv } from './server.ts'

const never = new AbortController().signal
export const papers = inventedPapers(3600, { from: dayOf(new Date('2026-11-05')), aDay: 200 })
export const thursday = dayOf(new Date('2026-11-19'))
export const friday = dayOf(new Date('2026-11-20'))
export const announced = announcedOn(friday, 'cs.LG', papers)
export const arrived = announced.filter(({ kind }) => kind === 'new' || kind === 'cross').length

/** The morning after the announcement, in Ithaca. */
export const morning = '2026-11-20T12:00:00Z'

export type Scene = AsyncDisposable & {
  readonly arxiv: PlayedArxiv
  readonly store: Store
  readonly clock: ReturnType<typeof fastClock>
  /** Puts the clock to another time. */
  at(time: string): Scene
  check(signal?: AbortSignal): Promise<LedgerDay>
  ledger(day: typeof friday): Promise<LedgerDay[]>
}

/** An arXiv that plays, with its clock and ours the same, and an empty store. */
export async function setUp(play: Play = {}): Promise<Scene> {
  let clock = fastClock(morning)
  const arxiv = await playArxiv({ papers, now: () => clock.now(), ...play })
  const store = await openStore(':memory:')
  const scene: Scene = {
    arxiv,
    store,
    get clock() {
      return clock
    },
    at(time) {
      clock = fastClock(time)
      return scene
    },
    check: (signal = never) =>
      checkDay(store, 'cs.LG', signal, {
        rss: arxiv.rss,
        listing: arxiv.listing,
        query: arxiv.query,
        clock,
        random: () => 0.5,
      }),
    ledger: (day) => ledgerOf(store, { from: day, to: day, category: 'cs.LG' }, clock.now()),
    async [Symbol.asyncDispose]() {
      await store.destroy()
      await arxiv[Symbol.asyncDispose]()
    },
  }
  return scene
}

export const brief = ({ state, announced: all, held, missing }: LedgerDay) => ({
  state,
  announced: all,
  held,
  missing: missing.length,
})

export const outcomesOf = ({ checks }: LedgerDay) =>
  checks.map(({ source, outcome }) => `${source} ${outcome}`)

export const roads = ({ asked }: PlayedArxiv) => asked.map((address) => address.split('/')[1])

export const outcomes = ({ repairs }: LedgerDay) =>
  Object.fromEntries(
    Map.groupBy(repairs, ({ outcome }) => outcome)
      .entries()
      .map(([outcome, all]) => [outcome, all.length]),
  )
