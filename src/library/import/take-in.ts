import { createHash } from 'node:crypto'
import type { PaperId } from '#paper'
import { insertRows, type ReaderId, type Store } from '#store'
import { act } from '../acts.ts'
import { collectionNamed } from '../collections.ts'
import { justSaved, type Stand } from '../stand.ts'
import type { Item, Marks } from './item.ts'

export type Found = { readonly item: Item; readonly paper: PaperId }

/** Takes papers of a list into a reader's library, as one step of one act. Doing it twice is doing it once. */
export async function takeIn(
  within: Store,
  reader: ReaderId,
  { id, cameFrom, found }: { id: string; cameFrom: string; found: readonly Found[] },
  now: Date,
): Promise<void> {
  if (found.length === 0) return
  const names = new Set(
    found.flatMap(({ item }) => item.marks.collections ?? []).map((c) => c.name),
  )
  const ids = new Map<string, string>()
  for (const name of names) {
    if (name.trim()) ids.set(name, await collectionNamed(within, reader, name, now))
  }
  const byPaper = Map.groupBy(found, ({ paper }) => paper)
  const change = (stand: Stand | undefined, paper: PaperId) =>
    (byPaper.get(paper) ?? []).reduce<Stand | undefined>(
      (so, { item }) => united(so, item.marks, ids, { now, cameFrom }),
      stand,
    )
  const papers = [...byPaper.keys()]
  await act(within, reader, { id, kind: 'import', papers, detail: { notes: true }, change }, now)
  await takeNotes(within, reader, id, found, now)
}

/** What stood stands; tags and collections come to it, and what was not said yet. */
function united(
  stand: Stand | undefined,
  marks: Marks,
  ids: ReadonlyMap<string, string>,
  { now, cameFrom }: { now: Date; cameFrom: string },
): Stand {
  const fresh = justSaved(now, cameFrom)
  const begun: Stand = stand ?? {
    ...fresh,
    savedAt: marks.savedAt ?? fresh.savedAt,
    state: marks.state ?? fresh.state,
    stateAt: marks.stateAt ?? fresh.stateAt,
    openedAt: marks.openedAt ?? null,
    cameFrom: marks.cameFrom ?? cameFrom,
  }
  const collections = { ...begun.collections }
  for (const { name, addedAt } of marks.collections ?? []) {
    const id = ids.get(name)
    if (id) collections[id] ??= addedAt ?? now.toISOString()
  }
  return {
    ...begun,
    interest: begun.interest || (marks.interest ?? 0),
    collections,
    tags: [...new Set([...begun.tags, ...(marks.tags ?? [])])].toSorted(),
  }
}

/** The notes of a list, each once: its id is made of what it says. */
async function takeNotes(
  within: Store,
  reader: ReaderId,
  id: string,
  found: readonly Found[],
  now: Date,
): Promise<void> {
  const notes = found.flatMap(({ item, paper }) =>
    (item.marks.notes ?? []).map((note) => ({ ...note, paper, id: noteId(id, paper, note.body) })),
  )
  if (notes.length === 0) return
  const known = await within
    .selectFrom('notes')
    .select(['paper', 'body'])
    .where('reader', '=', reader)
    .where('paper', 'in', [...new Set(notes.map(({ paper }) => paper))])
    .execute()
  const there = new Set(known.map(({ paper, body }) => `${paper}\n${body}`))
  const fresh = notes.filter(({ paper, body }) => !there.has(`${paper}\n${body}`))
  await insertRows(
    within,
    'notes',
    fresh.map(({ id: note, paper, body, writtenAt = now.toISOString(), editedAt = null }) => ({
      id: note,
      paper,
      reader,
      body,
      writtenAt,
      editedAt,
    })),
    { key: ['id'], taken: 'leave' },
  )
  const edits = fresh.flatMap(({ id: note, edits: said = [] }) =>
    said.map(({ body, until }) => ({ note, body, until })),
  )
  await insertRows(within, 'noteEdits', edits, { key: ['note', 'until'], taken: 'leave' })
}

/** All notes of one import begin alike, so that undoing it finds them. */
const noteId = (id: string, paper: PaperId, body: string) =>
  id.slice(0, 8) +
  createHash('sha256').update(`${id}\n${paper}\n${body}`).digest('hex').slice(0, 12)

/** Takes back the notes of an import that were not edited since. */
export async function forgetImportedNotes(
  within: Store,
  reader: ReaderId,
  id: string,
): Promise<void> {
  const rows = await within
    .selectFrom('notes')
    .select(['id', 'paper', 'body'])
    .where('reader', '=', reader)
    .where('id', 'like', `${id.slice(0, 8)}%`)
    .execute()
  const own = rows.filter((row) => row.id === noteId(id, row.paper, row.body)).map((row) => row.id)
  if (own.length === 0) return
  await within.deleteFrom('noteEdits').where('note', 'in', own).execute()
  await within.deleteFrom('notes').where('id', 'in', own).execute()
}
