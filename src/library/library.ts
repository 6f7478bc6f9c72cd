import type { PaperId } from '#paper'
import type { ReadState, ReaderId, Store } from '#store'
import { DomainError } from '#domain-error'
import { act, collectionIds, inThose, type LibraryAct, ownAct, putBack, standIn } from './acts.ts'
import { restoreCollection } from './collections.ts'
import { forgetImportedNotes } from './import/take-in.ts'
import { restoreNote } from './notes.ts'
import { eraseTopic, restoreTopic } from './topics.ts'
import { justSaved, type Stand, standsOf } from './stand.ts'

export { actsOf, type LibraryAct } from './acts.ts'
export {
  collect,
  type Collection,
  collectionsOf,
  dropCollection,
  makeCollection,
  renameCollection,
  uncollect,
} from './collections.ts'
export {
  type Exported,
  type ExportFormat,
  exportFormats,
  exportShelf,
  readFormat,
} from './export.ts'
export {
  beginImport,
  beginWithList,
  goOnWith,
  type Import,
  importedItems,
  importOf,
  importsOf,
  workOnImports,
} from './import/imports.ts'
export { askZotero } from './import/zotero-api.ts'
export { textIn } from './import/unpack.ts'
export { libraryHolding } from './holding.ts'
export {
  type List,
  listAt,
  listsIn,
  listsOf,
  type PutIn,
  putIn,
  publish,
  withdraw,
} from './lists.ts'
export {
  editNote,
  forgetNote,
  longestNote,
  newNoteId,
  type Note,
  noteEditsOf,
  notesOf,
  writeNote,
} from './notes.ts'
export { openFor, type Private, privateTo, releases } from './private.ts'
export { readStates } from './states.ts'
export { type Stand, standsOf } from './stand.ts'
export { tag, tagsOf, untag } from './tags.ts'
export {
  addExample,
  dropExample,
  dropTopic,
  makeTopic,
  setThreshold,
  type Topic,
  topicOf,
  topicsOf,
} from './topics.ts'
export { type Shelved, type ShelfSort, shelfSorts, type View, type Viewed, viewed } from './view.ts'
export type { ImportOutcome, ImportState, LibraryActKind, ReadState } from '#store'

/**
 * Saves a paper in a reader's library. Saving twice is saving once; and one that was taken out of
 * late comes back as it stood.
 */
export async function save(
  store: Store,
  reader: ReaderId,
  paper: PaperId,
  now = new Date(),
): Promise<LibraryAct | undefined> {
  return saveAll(store, reader, [paper], now)
}

/** Saves many papers at once. */
export async function saveAll(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  now = new Date(),
): Promise<LibraryAct | undefined> {
  return store.transaction().execute(async (within) => {
    const asBefore = await takenOut(within, reader, papers)
    const change = (stand: Stand | undefined, paper: PaperId) =>
      stand ?? asBefore.get(paper) ?? justSaved(now)
    return act(within, reader, { kind: 'save', papers, change }, now)
  })
}

/** Takes a paper out of a reader's library, with its tags and from its collections. Notes stay. */
export async function unsave(
  store: Store,
  reader: ReaderId,
  paper: PaperId,
  now = new Date(),
): Promise<LibraryAct | undefined> {
  return unsaveAll(store, reader, [paper], now)
}

/** Takes out many papers at once. */
export async function unsaveAll(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  now = new Date(),
): Promise<LibraryAct | undefined> {
  return store
    .transaction()
    .execute((within) =>
      act(within, reader, { kind: 'unsave', papers, change: () => undefined }, now),
    )
}

/** Says how far a reader is with papers. They are saved where they were not. */
export async function setState(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  state: ReadState,
  now = new Date(),
): Promise<LibraryAct | undefined> {
  const change = (stand = justSaved(now)) =>
    stand.state === state ? stand : { ...stand, state, stateAt: now.toISOString() }
  return store
    .transaction()
    .execute((within) => act(within, reader, { kind: 'state', papers, change }, now))
}

/** Says how much papers interest a reader, from 1 to 5; 0 takes that back. */
export async function rate(
  store: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
  interest: number,
  now = new Date(),
): Promise<LibraryAct | undefined> {
  if (!Number.isInteger(interest) || interest < 0 || interest > 5) {
    throw new DomainError('invalid', 'Interest is a number from 1 to 5, or 0 for none.')
  }
  const change = (stand = justSaved(now)) => ({ ...stand, interest })
  return store
    .transaction()
    .execute((within) => act(within, reader, { kind: 'rate', papers, change }, now))
}

/** Which of these papers a reader has saved, and how they stand. */
export async function savedOf(
  store: Store,
  reader: ReaderId | undefined,
  papers?: readonly PaperId[],
): Promise<ReadonlyMap<PaperId, Stand>> {
  return reader === undefined ? new Map() : standsOf(store, reader, papers)
}

/** Notes that a reader opened the page of a paper, where it stands in the library. */
export async function noteOpened(
  store: Store,
  reader: ReaderId,
  paper: PaperId,
  now = new Date(),
): Promise<void> {
  await store
    .updateTable('saved')
    .set({ openedAt: now.toISOString() })
    .where('reader', '=', reader)
    .where('paper', '=', paper)
    .execute()
}

/** Undoes an act: all its papers stand as they stood before it. Undoing twice is undoing once. */
export async function undo(
  store: Store,
  reader: ReaderId,
  id: string,
  now = new Date(),
): Promise<void> {
  await store.transaction().execute(async (within) => {
    const { kind, detail, undoneAt } = await ownAct(within, reader, id)
    if (undoneAt) return
    const before: unknown = JSON.parse(detail)
    if (kind === 'drop-collection') await restoreCollection(within, reader, before)
    if (kind === 'forget-note') await restoreNote(within, reader, before)
    if (kind === 'make-topic') await eraseTopic(within, reader, before)
    if (kind === 'drop-topic') await restoreTopic(within, reader, before)
    if (kind === 'import') await forgetImportedNotes(within, reader, id)
    await putBack(within, reader, id, now)
  })
}

/** How papers stood when they were last taken out. */
async function takenOut(
  within: Store,
  reader: ReaderId,
  papers: readonly PaperId[],
): Promise<Map<PaperId, Stand>> {
  if (papers.length > 100) return new Map()
  const rows = await within
    .selectFrom('libraryActs')
    .innerJoin('libraryBefore', 'act', 'id')
    .select(['paper', 'before'])
    .where('reader', '=', reader)
    .where('kind', '=', 'unsave')
    .where('undoneAt', 'is', null)
    .where('paper', 'in', papers)
    .orderBy('at')
    .execute()
  if (rows.length === 0) return new Map()
  const there = await collectionIds(within, reader)
  const stands = new Map<PaperId, Stand>()
  for (const { paper, before } of rows) {
    const stand = standIn(before)
    if (stand) stands.set(paper, inThose(stand, there))
  }
  return stands
}
