import { categoryCodes, nameKey, type PaperId, provisionalId, understand } from '#paper'
import type { Store } from '#store'

/** What a query names outright, and the papers it names. */
export type Named = {
  readonly kind: 'id' | 'doi' | 'title' | 'author'
  readonly papers: readonly PaperId[]
}

const most = 1000

/**
 * The papers that a text names, if it is an identifier, a DOI, a whole title or an author's name:
 * answered by the store, so it is right even while the index is being made.
 */
export async function namedBy(
  store: Store,
  text: string,
  byDoi: (doi: string) => Promise<readonly PaperId[] | undefined>,
): Promise<Named | undefined> {
  const bare = text.trim().replace(/^["“”](.*)["“”]$/s, '$1')
  if (bare === '' || bare.length > 500) return undefined
  const doi = bare
    .toLowerCase()
    .replace(/^(doi:\s*|https?:\/\/(dx\.)?doi\.org\/)?(?=10\.\d{4,9}\/)/, '')
    // The end of the sentence that it was copied from.
    .replace(/[.,;)\]]+$/, '')
  const asDoi = /^10\.\d{4,9}\/\S+$/.test(doi) ? doi : undefined
  const id = understand(bare) ?? (asDoi && understand(`doi:${asDoi}`))
  const byId = id ? await standing(store, [id, ...otherForms(id)]) : []
  if (byId.length > 0) return { kind: asDoi ? 'doi' : 'id', papers: byId }

  if (asDoi) {
    const papers = await byDoi(asDoi)
    if (papers && papers.length > 0) return { kind: 'doi', papers }
  }

  const title = provisionalId(bare).slice('title:'.length)
  const titled = await store
    .selectFrom('papers')
    .select('id')
    .where('titleHash', '=', title)
    .where('mergedInto', 'is', null)
    .orderBy('day', 'desc')
    .limit(most)
    .execute()
  if (titled.length > 0) return { kind: 'title', papers: titled.map((row) => row.id) }

  const key = nameKey(bare.replace(/^([^,]+),\s*([^,]+)$/, '$2 $1')) // as reference lists have it
  if (key === '') return undefined
  const written = await store
    .selectFrom('authorships')
    .select('paper')
    .where('nameKey', '=', key)
    .groupBy(['paper', 'day'])
    .orderBy('day', 'desc')
    .orderBy('paper', 'desc')
    .limit(most)
    .execute()
  return written.length > 0
    ? { kind: 'author', papers: written.map((row) => row.paper) }
    : undefined
}

/**
 * Ids before April 2007 are written with and without the class of their subject: `math.GT/0309136` is
 * `math/0309136`.
 */
function otherForms(id: PaperId): PaperId[] {
  const [, archive, subject, number] = /^([a-z-]+)(\.[A-Z]{2})?\/(\d{7})$/.exec(id) ?? []
  if (archive === undefined) return []
  if (subject !== undefined) return [understand(`${archive}/${number}`) ?? id]
  return categoryCodes
    .filter((code) => code.startsWith(`${archive}.`))
    .flatMap((code) => understand(`${code}/${number}`) ?? [])
}

/** The papers that stand for these ids now: one that was merged is the paper it turned out to be. */
async function standing(store: Store, ids: readonly PaperId[]): Promise<PaperId[]> {
  const rows = await store
    .selectFrom('papers')
    .select(['id', 'mergedInto'])
    .where('id', 'in', ids)
    .execute()
  const moved = rows.flatMap(({ mergedInto }) => mergedInto ?? [])
  const here = rows.filter(({ mergedInto }) => !mergedInto).map(({ id }) => id)
  return moved.length > 0 ? [...here, ...(await standing(store, moved))] : here
}
