import { DomainError } from '#domain-error'
import { addJobs, finishJob, freeJobs, type Job, later, putOff, takeJobs } from '#jobs'
import { type ImportOutcome, type ImportState, insertRows, type ReaderId, type Store } from '#store'
import { newId } from '../acts.ts'
import { askFor, type Asking } from './ask-for.ts'
import type { Item, List, Unread } from './item.ts'
import { readList } from './read-list.ts'
import { matchSome } from './settle.ts'
import { collectionNamed } from '../collections.ts'

/** A list of papers that a reader brought along, and how far it is taken in. */
export type Import = {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly state: ImportState
  readonly fault: string
  readonly madeAt: string
  readonly doneAt: string | null
  readonly counts: Readonly<Record<ImportOutcome, number>>
}

const job = 'library-import'

type Sent = {
  /** What the reader calls it. */
  readonly name: string
  readonly text: string
  /** Whether papers that only the list knows are taken into the catalogue: in a house for one. */
  readonly beyond?: 'take' | 'leave'
}

/** Begins to take in a list. The rest is done by `goOnWith`, here and now, or by `workOnImports`. */
export async function beginImport(
  store: Store,
  reader: ReaderId,
  { name, text, beyond = 'leave' }: Sent,
  now = new Date(),
): Promise<string> {
  return store.transaction().execute((within) => {
    const sent = { name, content: text.toWellFormed(), beyond }
    return insertImport(within, reader, sent, now)
  })
}

async function insertImport(
  within: Store,
  reader: ReaderId,
  { name, content, beyond }: { name: string; content: string; beyond: 'take' | 'leave' },
  now: Date,
): Promise<string> {
  const id = newId()
  await forgetOldImports(within, reader)
  await within
    .insertInto('imports')
    .values({
      id,
      reader,
      name: name.toWellFormed().replaceAll('\0', '').slice(0, 200),
      kind: '',
      cameFrom: '',
      state: 'reading',
      fault: '',
      content,
      beyond,
      madeAt: now.toISOString(),
      doneAt: null,
    })
    .execute()
  await addJobs(within, [{ kind: job, key: id }], now)
  return id
}

/** Begins with a list that was read already, as from a program's own interface. */
export async function beginWithList(
  store: Store,
  reader: ReaderId,
  { name, list, beyond = 'leave' }: Omit<Sent, 'text'> & { readonly list: List },
  now = new Date(),
): Promise<string> {
  return store.transaction().execute(async (within) => {
    const id = await insertImport(within, reader, { name, content: '', beyond }, now)
    await writeDown(within, id, reader, list, now)
    return id
  })
}

/**
 * Reads a list and takes in what we hold of it; whatever must be asked for elsewhere is left to
 * `workOnImports`. Stop it anywhere and call it again.
 */
export async function goOnWith(store: Store, id: string, now = new Date()): Promise<ImportState> {
  const row = await store.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return 'done'
  if (row.state === 'reading') {
    await readIn(store, row, now)
    return goOnWith(store, id, now)
  }
  if (row.state !== 'matching') return row.state
  while (await matchSome(store, row, now));
  return (await importOf(store, row.reader, id)).state
}

async function readIn(
  store: Store,
  { id, reader, content }: { id: string; reader: ReaderId; content: string },
  now: Date,
): Promise<void> {
  let list: List
  try {
    list = readList(content)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await store
      .updateTable('imports')
      .set({ state: 'refused', fault: error.message, content: '', doneAt: now.toISOString() })
      .where('id', '=', id)
      .execute()
    return
  }
  await store.transaction().execute((within) => writeDown(within, id, reader, list, now))
}

const isUnread = (one: Item | Unread): one is Unread => 'reason' in one

async function writeDown(within: Store, id: string, reader: ReaderId, list: List, now: Date) {
  for (const name of list.collections ?? []) {
    if (name.trim()) await collectionNamed(within, reader, name, now)
  }
  await insertRows(
    within,
    'importItems',
    list.items.map((one, position) => ({
      import: id,
      position,
      title: (one.title || ('id' in one ? one.id : '') || one.spot).slice(0, 500),
      item: isUnread(one) ? '' : JSON.stringify(one),
      outcome: isUnread(one) ? ('aside' as const) : ('waiting' as const),
      became: '',
      reason: isUnread(one) ? `${one.spot}: ${one.reason}` : '',
    })),
    { key: ['import', 'position'], taken: 'leave' },
  )
  await within
    .updateTable('imports')
    .set({ state: 'matching', kind: list.kind, cameFrom: list.cameFrom, content: '' })
    .where('id', '=', id)
    .execute()
}

/** A list that a reader brought along; refuses where there is none. */
export async function importOf(store: Store, reader: ReaderId, id: string): Promise<Import> {
  const found = (await importsOf(store, reader)).find((one) => one.id === id)
  if (!found) throw new DomainError('missing', 'There is no such import.')
  return found
}

/** The lists that a reader brought along, the latest first. */
export async function importsOf(store: Store, reader: ReaderId): Promise<Import[]> {
  const [rows, counted] = await Promise.all([
    store
      .selectFrom('imports')
      .select(['id', 'name', 'kind', 'state', 'fault', 'madeAt', 'doneAt'])
      .where('reader', '=', reader)
      .orderBy('madeAt', 'desc')
      .execute(),
    store
      .selectFrom('importItems')
      .innerJoin('imports', 'imports.id', 'importItems.import')
      .select(({ fn }) => ['import', 'outcome', fn.countAll<number>().as('n')])
      .where('reader', '=', reader)
      .groupBy(['import', 'outcome'])
      .execute(),
  ])
  return rows.map((row) => {
    const counts = { waiting: 0, held: 0, brought: 0, aside: 0 }
    for (const one of counted) if (one.import === row.id) counts[one.outcome] = one.n
    return { ...row, counts }
  })
}

/** What became of the papers of a list: those of an outcome, in its order. */
export async function importedItems(
  store: Store,
  reader: ReaderId,
  id: string,
  outcome: ImportOutcome,
  count: number,
): Promise<{ title: string; became: string; reason: string }[]> {
  await importOf(store, reader, id)
  return store
    .selectFrom('importItems')
    .select(['title', 'became', 'reason'])
    .where('import', '=', id)
    .where('outcome', '=', outcome)
    .orderBy('position')
    .limit(count)
    .execute()
}

/** So many imports of a reader are remembered. */
const remembered = 20

async function forgetOldImports(within: Store, reader: ReaderId): Promise<void> {
  const rows = await within
    .selectFrom('imports')
    .select('id')
    .where('reader', '=', reader)
    .orderBy('madeAt', 'desc')
    .offset(remembered - 1)
    .limit(1000)
    .execute()
  await forgetImports(
    within,
    rows.map(({ id }) => id),
  )
}

export async function forgetImports(within: Store, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await within.deleteFrom('importItems').where('import', 'in', ids).execute()
  await within.deleteFrom('imports').where('id', 'in', ids).execute()
}

/** An outage is waited for so long, in milliseconds, twice as long each time, and so many times. */
const patience = { first: 30_000, longest: 30 * 60_000, tries: 8 }

/**
 * Works on imports that wait: reads them, takes in what we hold, and asks arXiv and Crossref for the
 * rest, a part at a time, in turn with all other requests. Says on how many it worked.
 */
export async function workOnImports(
  store: Store,
  asking: Asking,
  signal: AbortSignal,
  now = () => new Date(),
): Promise<number> {
  await freeJobs(store, job)
  let done = 0
  while (!signal.aborted) {
    const [taken] = await takeJobs(store, job, 1, now())
    if (!taken) return done
    await workOn(store, taken, asking, signal, now)
    done++
  }
  return done
}

async function workOn(
  store: Store,
  taken: Job,
  asking: Asking,
  signal: AbortSignal,
  now: () => Date,
): Promise<void> {
  try {
    const state = await goOnWith(store, taken.key, now())
    const more =
      state === 'asking' &&
      (await askFor(store, taken.key, asking, signal, {
        now: now(),
        last: taken.tries >= patience.tries,
      }))
    if (more) await putOff(store, taken, now(), { tries: 0 })
    else await finishJob(store, taken)
  } catch (error) {
    if (signal.aborted) {
      await putOff(store, taken, now(), { tries: taken.tries - 1 })
      return
    }
    const fault = error instanceof Error ? error.message.slice(0, 500) : ''
    const at = later(now(), taken.tries, patience.first, patience.longest)
    await putOff(store, taken, at, { fault })
    if (!(error instanceof DomainError)) throw error
  }
}
