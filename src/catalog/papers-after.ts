import { sql } from 'kysely'
import type { Day, PaperId, Span } from '#paper'
import type { Store } from '#store'

/** Which papers are wanted: those for which all of this holds. */
export type Wanted = {
  readonly span?: Span | undefined
  readonly category?: string | undefined
  /** The key of a name. */
  readonly author?: string | undefined
  /** `arxiv`, or the scheme of other ids: `acl`, `doi` … */
  readonly source?: string | undefined
}

/** Where a list stands that goes by days and, within a day, by ids: both from the last. */
export type PlaceInDays = { readonly day: Day | ''; readonly id: string }

/**
 * Papers in the order of their days, the latest first, that come after a place, and where to go on.
 * Unlike a number of papers to skip, a place stays where it is when papers come in before it, and
 * costs the same anywhere.
 */
export async function papersAfter(
  store: Store,
  wanted: Wanted,
  after: PlaceInDays | undefined,
  count: number,
): Promise<{ ids: PaperId[]; next: PlaceInDays | undefined }> {
  const { span, category, author, source } = wanted
  const rows = await store
    .selectFrom(listed(store, wanted).as('listed'))
    .select(['id', 'day'])
    .$if(span !== undefined, (some) =>
      some.where('day', '>=', span!.from).where('day', '<=', span!.to),
    )
    .$if(after !== undefined, (some) =>
      some.where(sql<boolean>`(day, id) < (${after!.day}, ${after!.id})`),
    )
    .$if(author !== undefined && category !== undefined, (some) =>
      some.where('id', 'in', ({ selectFrom }) =>
        selectFrom('listings').select('paper').where('category', '=', category!),
      ),
    )
    .$if(source === 'arxiv', (some) => some.where(sql<boolean>`id not like '%:%'`))
    .$if(source !== undefined && source !== 'arxiv', (some) =>
      some.where(sql<boolean>`id like ${`${source}:%`}`),
    )
    .orderBy('day', 'desc')
    .orderBy('id', 'desc')
    .limit(count + 1)
    .execute()
  const shown = rows.slice(0, count)
  return { ids: shown.map(({ id }) => id), next: rows.length > count ? shown.at(-1) : undefined }
}

type Listed = { id: PaperId; day: Day | '' }

function listed(store: Store, { category, author }: Wanted) {
  if (author !== undefined) {
    const own = store.selectFrom('authorships').select(['paper as id', 'day']).distinct()
    return own.where('nameKey', '=', author).$castTo<Listed>()
  }
  if (category !== undefined) {
    const under = store.selectFrom('listings').select(['paper as id', 'day'])
    return under.where('category', '=', category).$castTo<Listed>()
  }
  const all = store.selectFrom('papers').select(['id', 'day'])
  return all.where('mergedInto', 'is', null).$castTo<Listed>()
}
