import { keep, type Kept, keepEdition } from '#catalog'
import { DomainError } from '#domain-error'
import type { PaperRecord } from '#paper'
import { type Store, takeLease } from '#store'
import { turnsIn } from './ask.ts'
import type { Aside, Batch, Source } from './source.ts'

/** What a harvest did. */
export type Harvest = {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly aside: number
  /** Editions that are new or different. */
  readonly editions: number
  /** What had to be assumed to read it. */
  readonly assumed: readonly string[]
}

/**
 * Takes everything from one source into the catalogue, after the place where the last harvest of it
 * ended. Stop it anywhere and call it again: a batch is kept whole, with its place, or not at all.
 * A source that another process is harvesting is refused.
 */
export async function harvest(
  store: Store,
  source: Source,
  signal: AbortSignal,
  options: { readonly now?: Date; onBatch?(so: Harvest, batch: Batch): void } = {},
): Promise<Harvest> {
  const now = options.now ?? new Date()
  await using lease = source.asks && (await takeLease(store, `source:${source.name}`))
  if (source.asks && !lease) {
    const what = source.label ?? source.name
    throw new DomainError('too-many', `another process is harvesting ${what}: try again in a while`)
  }
  const until = lease ? AbortSignal.any([signal, lease.signal]) : signal
  let so: Harvest = { added: 0, changed: 0, unchanged: 0, aside: 0, editions: 0, assumed: [] }
  for await (const batch of source.batches(await placeOf(store, source), until, turnsIn(store))) {
    const kept = await keepBatch(store, source, batch, now)
    so = {
      added: so.added + kept.added,
      changed: so.changed + kept.changed,
      unchanged: so.unchanged + kept.unchanged,
      aside: so.aside + (batch.asides?.length ?? 0),
      editions: so.editions + (kept.edition ? 1 : 0),
      assumed: [...so.assumed, ...(batch.assumed ?? [])],
    }
    options.onBatch?.(so, batch)
  }
  return so
}

/** The records that were set aside, the latest first. */
export async function asides(
  store: Store,
  count: number,
): Promise<(Aside & { source: string; at: string })[]> {
  return store
    .selectFrom('asides')
    .innerJoin('sources', 'sources.name', 'asides.source')
    .select(['sources.label as source', 'spot', 'reason', 'excerpt', 'at'])
    .orderBy('asides.place', 'desc')
    .limit(count)
    .execute()
}

/** One transaction for a batch, its edition and its place. */
function keepBatch(
  store: Store,
  source: Source,
  batch: Batch,
  now: Date,
): Promise<Kept & { edition: boolean }> {
  return store.transaction().execute(async (within) => {
    await remember(within, source, batch.place, now)
    await takeBack(within, source, batch.records)
    await setAside(within, source, batch.asides ?? [], now)
    const origin = batch.origin ?? source.origin
    const kept = await keep(within, origin, batch.records, now)
    if (!batch.edition) return { ...kept, edition: false }

    const { entries, ...edition } = batch.edition
    const rows = kept.papers.map((paper, i) => ({
      paper,
      section: entries[i]?.section ?? '',
      shown: entries[i]?.shown ?? {},
    }))
    return { ...kept, edition: await keepEdition(within, edition, origin, rows, now) }
  })
}

async function placeOf(store: Store, { name }: Source): Promise<string | undefined> {
  const last = await store
    .selectFrom('sources')
    .select('place')
    .where('name', '=', name)
    .executeTakeFirst()
  return last?.place
}

async function remember(
  within: Store,
  { name, label = name }: Source,
  place: string,
  now: Date,
): Promise<void> {
  const visit = { label, place, harvestedAt: now.toISOString() }
  await within
    .insertInto('sources')
    .values({ name, ...visit })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(visit))
    .execute()
}

/** A record that could not be kept once, and now can, is set aside no longer. */
async function takeBack(
  within: Store,
  { name }: Source,
  records: readonly PaperRecord[],
): Promise<void> {
  const any = await within
    .selectFrom('asides')
    .select('place')
    .where('source', '=', name)
    .limit(1)
    .executeTakeFirst()
  if (!any) return
  const spots = records.flatMap(({ id }) => (id ? [id, `oai:arXiv.org:${id}`] : []))
  for (let i = 0; i < spots.length; i += 1000) {
    await within
      .deleteFrom('asides')
      .where('source', '=', name)
      .where('spot', 'in', spots.slice(i, i + 1000))
      .execute()
  }
}

/** Notes what could not be kept. A record that fails again is noted once. */
async function setAside(
  within: Store,
  { name }: Source,
  all: readonly Aside[],
  now: Date,
): Promise<void> {
  if (all.length === 0) return
  const rows = all.map(({ spot, reason, excerpt }) => ({
    source: name,
    spot,
    reason,
    excerpt: excerpt.slice(0, 300),
    at: now.toISOString(),
  }))
  await within
    .insertInto('asides')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['source', 'spot']).doUpdateSet(({ ref }) => ({
        reason: ref('excluded.reason'),
        excerpt: ref('excluded.excerpt'),
        at: ref('excluded.at'),
      })),
    )
    .execute()
}
