import { DomainError } from '#domain-error'
import { arxivPapers, crossrefWorks, harvest } from '#harvest'
import { isArxivId, readPaperId } from '#paper'
import type { Store } from '#store'
import { privateTo, release } from '../private.ts'
import { settleAsked } from './settle.ts'

/** Where papers are asked for, if not at arXiv and Crossref themselves. */
export type Asking = {
  readonly arxiv?: string
  readonly crossref?: string
  readonly userAgent?: string
}

/** One question, with what is asked again, is given so many milliseconds. */
const longest = 45_000

/** arXiv answers a hundred at once; Crossref each by itself. */
const atOnce = { arxiv: 100, doi: 10 }

/**
 * Asks for the next papers of a list that are not held, and takes in what came. True where more are
 * to be asked for. What the service does not know is set aside; where it gives no answer at all this
 * throws, unless it is tried for the last time.
 */
export async function askFor(
  store: Store,
  id: string,
  asking: Asking,
  signal: AbortSignal,
  { now, last }: { readonly now: Date; readonly last: boolean },
): Promise<boolean> {
  const one = await store
    .selectFrom('imports')
    .select(['id', 'reader', 'cameFrom', 'beyond'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!one) return false
  const rows = await store
    .selectFrom('importItems')
    .select(['position', 'became'])
    .where('import', '=', id)
    .where('outcome', '=', 'waiting')
    .orderBy('position')
    .limit(1000)
    .execute()
  const own = rows.map(({ position, became }) => ({ position, paper: readPaperId(became) }))
  const wanted = release('asked for', privateTo(one.reader, own))
  const preprints = wanted.filter(({ paper }) => isArxivId(paper)).slice(0, atOnce.arxiv)
  const some = preprints.length > 0 ? preprints : wanted.slice(0, atOnce.doi)
  if (some.length === 0) return false

  const service = preprints.length > 0 ? 'arXiv' : 'Crossref'
  let why = `${service} does not know it either.`
  try {
    const until = AbortSignal.any([signal, AbortSignal.timeout(longest)])
    await harvest(store, sourceOf(some, asking), until, { now })
  } catch (error) {
    if (signal.aborted) throw error
    if (!last) {
      throw new DomainError('missing', `${service} gave no answer: it is asked again in a while`)
    }
    why = `${service} gave no answer. Import the list again in a while.`
  }
  const positions = some.map(({ position }) => position)
  await settleAsked(store, one, positions, why, now)
  return rows.length > some.length
}

function sourceOf(some: readonly { paper: ReturnType<typeof readPaperId> }[], asking: Asking) {
  const ids = some.map(({ paper }) => paper)
  const { userAgent } = asking
  const as = userAgent === undefined ? {} : { userAgent }
  return ids.some(isArxivId)
    ? arxivPapers(ids, { ...as, ...(asking.arxiv && { base: asking.arxiv }) })
    : crossrefWorks({
        ...as,
        set: ids.map((id) => id.replace(/^doi:/, '')).join(','),
        ...(asking.crossref && { base: asking.crossref }),
      })
}
