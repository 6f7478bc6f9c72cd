import { randomBytes } from 'node:crypto'
import { DomainError } from '#domain-error'
import type { PaperId } from '#paper'
import {
  insertRows,
  type LibraryActKind,
  lockShelf,
  noteSignals,
  type ReaderId,
  type Signal,
  type Store,
} from '#store'
import { type Change, putStands, type Stand, standsOf } from './stand.ts'

/** What a reader did to the library, as it can be told and undone. */
export type LibraryAct = {
  readonly id: string
  readonly kind: LibraryActKind
  /** How many papers stand otherwise since then. */
  readonly papers: number
}

export const newId = (): string => randomBytes(10).toString('hex')

/** An act can be undone for so long. */
const undoable = 30 * 24 * 60 * 60 * 1000

type Doing = {
  /** The act that this goes on with, where it takes several steps. */
  readonly id?: string
  readonly kind: LibraryActKind
  readonly papers: readonly PaperId[]
  /** What is needed to undo it beside the papers. */
  readonly detail?: unknown
  /** How a paper stands afterwards, given how it stood. */
  readonly change: (stand: Stand | undefined, paper: PaperId) => Stand | undefined
}

/**
 * Does one thing to any number of papers of a reader's library, and keeps how they stood before.
 * Papers that became others are taken for those. Where nothing changes, nothing is noted.
 */
export async function act(
  within: Store,
  reader: ReaderId,
  { id = newId(), kind, papers, detail = null, change }: Doing,
  now: Date,
): Promise<LibraryAct | undefined> {
  await lockShelf(within, reader)
  const ids = await whatTheyAre(within, papers)
  const stands = await standsOf(within, reader, ids)
  const changes = ids
    .map((paper): Change => {
      const before = stands.get(paper)
      return { paper, before, after: change(before, paper) }
    })
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  if (changes.length === 0 && detail === null) return undefined

  await forgetOldActs(within, reader, now)
  await within
    .insertInto('libraryActs')
    .values({
      id,
      reader,
      kind,
      detail: JSON.stringify(detail),
      at: now.toISOString(),
      undoneAt: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  await insertRows(
    within,
    'libraryBefore',
    changes.map(({ paper, before }) => ({
      act: id,
      paper,
      before: before ? JSON.stringify(before) : '',
    })),
    { key: ['act', 'paper'], taken: 'leave' },
  )
  await putStands(within, reader, changes)
  await noteSignals(within, signalsOf(reader, changes), now)
  return { id, kind, papers: changes.length }
}

/** How the papers of an act stood before it. */
async function beforeAct(within: Store, id: string): Promise<Map<PaperId, Stand | undefined>> {
  const rows = await within
    .selectFrom('libraryBefore')
    .select(['paper', 'before'])
    .where('act', '=', id)
    .execute()
  return new Map(rows.map(({ paper, before }) => [paper, standIn(before)]))
}

/** The last acts of a reader that were not undone, the latest first. */
export async function actsOf(store: Store, reader: ReaderId, count: number): Promise<LibraryAct[]> {
  return store
    .selectFrom('libraryActs')
    .leftJoin('libraryBefore', 'act', 'id')
    .select(({ fn }) => ['id', 'kind', 'at', fn.count<number>('paper').as('papers')])
    .where('reader', '=', reader)
    .where('undoneAt', 'is', null)
    .groupBy(['id', 'kind', 'at'])
    .orderBy('at', 'desc')
    .limit(count)
    .execute()
}

/** An act of a reader's that can still be undone; refuses where there is none. */
export async function ownAct(within: Store, reader: ReaderId, id: string) {
  const found = await within
    .selectFrom('libraryActs')
    .select(['id', 'kind', 'detail', 'undoneAt'])
    .where('id', '=', id)
    .where('reader', '=', reader)
    .executeTakeFirst()
  if (!found) {
    throw new DomainError('missing', 'There is nothing left to undo there: it is too long ago.')
  }
  return found
}

/** Says that an act was undone, and puts its papers back as they stood. */
export async function putBack(within: Store, reader: ReaderId, id: string, now: Date) {
  const before = await beforeAct(within, id)
  const stands = await standsOf(within, reader, [...before.keys()])
  const there = await collectionIds(within, reader)
  const changes = [...before].map(([paper, stood]) => ({
    paper,
    before: stands.get(paper),
    after: stood && inThose(stood, there),
  }))
  await within
    .updateTable('libraryActs')
    .set({ undoneAt: now.toISOString() })
    .where('id', '=', id)
    .execute()
  await putStands(within, reader, changes)
  await noteSignals(within, signalsOf(reader, changes), now)
}

export async function collectionIds(within: Store, reader: ReaderId): Promise<Set<string>> {
  const rows = await within
    .selectFrom('collections')
    .select('id')
    .where('reader', '=', reader)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** A collection may have gone in the meantime. */
export function inThose(stand: Stand, there: ReadonlySet<string>): Stand {
  const collections = Object.entries(stand.collections).filter(([id]) => there.has(id))
  return { ...stand, collections: Object.fromEntries(collections) }
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `act` alone
export const standIn = (json: string) => (json ? (JSON.parse(json) as Stand) : undefined)

/** Saved, taken out, rated: what others may learn a reader's taste from. */
function signalsOf(reader: ReaderId, changes: readonly Change[]): Signal[] {
  return changes.flatMap(({ paper, before, after }): Signal[] => {
    if (!after) return before ? [{ reader, paper, kind: 'unsave' }] : []
    return [
      ...(before ? [] : [{ reader, paper, kind: 'save' } as const]),
      ...(after.interest === (before?.interest ?? 0)
        ? []
        : [{ reader, paper, kind: 'rate' } as const]),
    ]
  })
}

/** The papers of these ids, or those that they turned out to be, each once; refuses what is not here. */
async function whatTheyAre(within: Store, papers: readonly PaperId[]): Promise<PaperId[]> {
  const found = new Map<PaperId, PaperId | null>()
  for (let i = 0; i < papers.length; i += 500) {
    const rows = await within
      .selectFrom('papers')
      .select(['id', 'mergedInto'])
      .where('id', 'in', papers.slice(i, i + 500))
      .execute()
    for (const { id, mergedInto } of rows) found.set(id, mergedInto)
  }
  const ids = new Set<PaperId>()
  for (const paper of papers) {
    const into = found.get(paper)
    if (into === undefined) {
      throw new DomainError('missing', `Broadsheet does not hold ${paper}.`)
    }
    if (into === null) ids.add(paper)
    else for (const id of await whatTheyAre(within, [into])) ids.add(id)
  }
  return [...ids]
}

async function forgetOldActs(within: Store, reader: ReaderId, now: Date): Promise<void> {
  const long = new Date(now.getTime() - undoable).toISOString()
  const old = within
    .selectFrom('libraryActs')
    .select('id')
    .where('reader', '=', reader)
    .where('at', '<', long)
  await within.deleteFrom('libraryBefore').where('act', 'in', old).execute()
  await within
    .deleteFrom('libraryActs')
    .where('reader', '=', reader)
    .where('at', '<', long)
    .execute()
}
