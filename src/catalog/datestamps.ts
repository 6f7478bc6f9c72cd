import { type ExpressionBuilder, sql } from 'kysely'
import type { PaperId } from '#paper'
import { insertRows, type Schema, type Store } from '#store'

/** When what we tell of a paper last changed; `gone` where its id leads to another by now. */
export type Stamp = { readonly id: PaperId; readonly at: string; readonly gone: boolean }

/** Which papers, by when they changed. */
export type Stamped = {
  /** Instants, both included. */
  readonly from?: string | undefined
  readonly until?: string | undefined
  /** Those that come after this one. */
  readonly after?: { readonly at: string; readonly id: string } | undefined
  /** Those with one of these categories, and those that are gone. */
  readonly categories?: readonly string[] | undefined
  /** These alone. */
  readonly ids?: readonly PaperId[] | undefined
  /** arXiv's alone. */
  readonly ofArxiv?: boolean
}

/** Notes, within a transaction, that papers changed or are gone. */
export async function stamp(
  within: Store,
  papers: readonly { readonly id: PaperId }[],
  { gone }: { readonly gone: boolean },
  now: Date,
): Promise<void> {
  const at = now.toISOString()
  const rows = papers.map(({ id }) => ({ id, at, gone: gone ? 1 : 0 }))
  await insertRows(within, 'datestamps', rows, { key: ['id'], taken: ['at', 'gone'] })
}

/** From this many papers on, a category is looked for along the changes, and not the changes along it. */
const large = 5000

/** Papers in the order in which they changed, the earliest first. */
export async function stampedPapers(
  store: Store,
  wanted: Stamped,
  count: number,
): Promise<Stamp[]> {
  const rows = await (
    await asked(store, wanted)
  )
    .select(['id', 'at', 'gone'])
    .orderBy('at')
    .orderBy('id')
    .limit(count)
    .execute()
  return rows.map(({ id, at, gone }) => ({ id, at, gone: gone === 1 }))
}

/**
 * How many there are of them altogether. Of a large set in a long stretch of time it is an estimate,
 * as the protocol allows: the share of that stretch in all that changed.
 */
export async function countStamped(store: Store, wanted: Stamped): Promise<number> {
  const { categories, from, until, after: _, ...rest } = wanted
  const inTime = { ...rest, from, until }
  if (categories === undefined || (await isSmall(store, categories))) return counted(store, wanted)
  const changed =
    from === undefined && until === undefined ? undefined : await counted(store, inTime)
  if (changed !== undefined && changed <= large * 4) return counted(store, wanted)
  const [{ papers }, all] = await Promise.all([
    store
      .selectFrom('listings')
      .select(({ fn }) => fn.count<number>('paper').distinct().as('papers'))
      .where('category', 'in', categories)
      .executeTakeFirstOrThrow(),
    changed === undefined ? 1 : counted(store, rest),
  ])
  return changed === undefined ? papers : Math.round((papers * changed) / Math.max(1, all))
}

async function counted(store: Store, wanted: Stamped): Promise<number> {
  const { count } = await (
    await asked(store, wanted)
  )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

async function isSmall(store: Store, categories: readonly string[]): Promise<boolean> {
  const beyond = await store
    .selectFrom('listings')
    .select('paper')
    .where('category', 'in', categories)
    .offset(large)
    .limit(1)
    .execute()
  return beyond.length === 0
}

/** One of these; PostgreSQL knows no empty list. */
const among =
  (ids: readonly PaperId[]) =>
  ({ eb }: ExpressionBuilder<Schema, 'datestamps'>) =>
    ids.length === 0 ? eb('gone', '=', -1) : eb('id', 'in', ids)

async function asked(store: Store, { from, until, after, categories, ids, ofArxiv }: Stamped) {
  const listed = () =>
    store
      .selectFrom('listings')
      .select('paper')
      .where('category', 'in', categories ?? [])
  // Whoever is gone has no listings any more, but its row still says what it had.
  const wasListed = ({ exists, selectFrom }: ExpressionBuilder<Schema, 'datestamps'>) =>
    exists(
      selectFrom('papers')
        .select('papers.id')
        .whereRef('papers.id', '=', 'datestamps.id')
        .where(({ or, eb }) =>
          or((categories ?? []).map((one) => eb('papers.categories', 'like', `%"${one}"%`))),
        ),
    )
  const small = categories !== undefined && (await isSmall(store, categories))
  // Few are named one by one, so that nobody goes through all changes to find them.
  const few = small
    ? [
        ...(await listed().execute()).map(({ paper }) => paper),
        ...(
          await store
            .selectFrom('datestamps')
            .select('id')
            .where(sql<boolean>`gone = 1`)
            .where(wasListed)
            .execute()
        ).map(({ id }) => id),
      ]
    : undefined
  return store
    .selectFrom('datestamps')
    .$if(from !== undefined, (query) => query.where('at', '>=', from!))
    .$if(until !== undefined, (query) => query.where('at', '<=', until!))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(at, id) > (${after!.at}, ${after!.id})`),
    )
    .$if(ids !== undefined, (query) => query.where(among(ids!)))
    .$if(ofArxiv === true, (query) => query.where(sql<boolean>`id not like '%:%'`))
    .$if(few !== undefined, (query) => query.where(among(few!)))
    .$if(categories !== undefined && !small, (query) =>
      query.where((where) =>
        where.or([
          where.and([where('gone', '=', 1), wasListed(where)]),
          where.exists(
            where
              .selectFrom('listings')
              .select('paper')
              .whereRef('paper', '=', 'datestamps.id')
              .where('category', 'in', categories!),
          ),
        ]),
      ),
    )
}

/** When each of these papers changed; what never stood for itself is not among them. */
export async function stampsOf(
  store: Store,
  ids: readonly PaperId[],
): Promise<ReadonlyMap<PaperId, Stamp>> {
  if (ids.length === 0) return new Map()
  const rows = await store.selectFrom('datestamps').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, { ...row, gone: row.gone === 1 }]))
}

/** When anything changed first. */
export async function earliestStamp(store: Store): Promise<string | undefined> {
  const row = await store
    .selectFrom('datestamps')
    .select('at')
    .orderBy('at')
    .limit(1)
    .executeTakeFirst()
  return row?.at
}
