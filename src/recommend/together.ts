import { probation } from '#accounts'
import type { PaperId } from '#paper'
import type { ReaderId, Store } from '#store'

/** Nothing is told of fewer readers than this together. */
export const fewestReaders = 5

/** Who shares fewer papers than this is nobody like the reader. */
const fewestShared = 2

/** So many readers who are most alike are asked, and so many of what they keep. */
const most = { readers: 200, papers: 200 }

/** How many keep a paper with what the reader keeps, and how strongly that speaks for it. */
export type Together = ReadonlyMap<PaperId, { readonly strength: number; readonly readers: number }>

/**
 * What readers keep who keep what this reader keeps. It takes part who agreed to, on both sides, and
 * stands firmly; and a paper is named once five of them keep it. So one account moves nothing: new
 * ones do not count, and an old one is one of five, whose strength grows by the root.
 */
export async function keptTogether(store: Store, reader: ReaderId, now: Date): Promise<Together> {
  const { sharesAt } = (await store
    .selectFrom('tastes')
    .select('sharesAt')
    .where('reader', '=', reader)
    .executeTakeFirst()) ?? { sharesAt: null }
  if (!sharesAt) return new Map()
  const since = new Date(now.getTime() - probation).toISOString()
  const alike = await store
    .selectFrom('saved as mine')
    .innerJoin('saved as theirs', 'theirs.paper', 'mine.paper')
    .innerJoin('tastes', 'tastes.reader', 'theirs.reader')
    .innerJoin('readers', 'readers.id', 'theirs.reader')
    .select(({ fn }) => ['theirs.reader', fn.countAll<number>().as('shared')])
    .where('mine.reader', '=', reader)
    .where('theirs.reader', '!=', reader)
    .where('tastes.sharesAt', 'is not', null)
    .where('readers.joinedAt', '<=', since)
    .where('readers.bannedAt', 'is', null)
    .groupBy('theirs.reader')
    .having(({ fn }) => fn.countAll(), '>=', fewestShared)
    .orderBy('shared', 'desc')
    .orderBy('theirs.reader')
    .limit(most.readers)
    .execute()
  if (alike.length < fewestReaders) return new Map()
  const kept = await store
    .selectFrom('saved')
    .select(({ fn }) => ['paper', fn.countAll<number>().as('readers')])
    .where(
      'reader',
      'in',
      alike.map((one) => one.reader),
    )
    .groupBy('paper')
    .having(({ fn }) => fn.countAll(), '>=', fewestReaders)
    .orderBy('readers', 'desc')
    .orderBy('paper')
    .limit(most.papers)
    .execute()
  return new Map(
    kept.map(({ paper, readers }) => [
      paper,
      { readers, strength: Math.sqrt(Math.min(1, readers / alike.length)) },
    ]),
  )
}
