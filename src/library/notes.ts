import { z } from 'zod'
import { paperOf } from '#catalog'
import { DomainError } from '#domain-error'
import { type PaperId, readPaperId } from '#paper'
import type { ReaderId, Store } from '#store'
import { act, type LibraryAct, newId } from './acts.ts'
import { justSaved } from './stand.ts'

/** What a reader noted on a paper, for nobody else to read. */
export type Note = {
  readonly id: string
  readonly paper: PaperId
  /** Markdown, with formulas between dollar signs. */
  readonly body: string
  readonly writtenAt: string
  readonly editedAt: string | null
}

/** What goes into a form that may be sent twice: the same note under it is one note. */
export const newNoteId = newId

/** In characters. */
export const longestNote = 50_000

const columns = ['id', 'paper', 'body', 'writtenAt', 'editedAt'] as const

/** A reader's notes on a paper, or on all of them, in the order in which they were written. */
export async function notesOf(store: Store, reader: ReaderId, paper?: PaperId): Promise<Note[]> {
  return store
    .selectFrom('notes')
    .select(columns)
    .where('reader', '=', reader)
    .$if(paper !== undefined, (query) => query.where('paper', '=', paper ?? readPaperId('')))
    .orderBy('writtenAt')
    .orderBy('id')
    .execute()
}

/** What a note of the reader's said before each edit, the latest first. */
export async function noteEditsOf(
  store: Store,
  reader: ReaderId,
  note: string,
): Promise<{ body: string; until: string }[]> {
  await ownNote(store, reader, note)
  return store
    .selectFrom('noteEdits')
    .select(['body', 'until'])
    .where('note', '=', note)
    .orderBy('until', 'desc')
    .execute()
}

/** Notes something on a paper, which is saved where it was not. The same under one id is one note. */
export async function writeNote(
  store: Store,
  reader: ReaderId,
  { paper, body, id = newId() }: { paper: PaperId; body: string; id?: string | undefined },
  now = new Date(),
): Promise<Note> {
  const text = readBody(body)
  const own = /^[0-9a-f]{20}$/.test(id) ? id : newId()
  return store.transaction().execute(async (within) => {
    const found = await paperOf(within, paper)
    if (!found) throw new DomainError('missing', `Broadsheet does not hold ${paper}.`)
    const note = {
      id: own,
      paper: found.id,
      body: text,
      writtenAt: now.toISOString(),
      editedAt: null,
    }
    const { numInsertedOrUpdatedRows } = await within
      .insertInto('notes')
      .values({ ...note, reader })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 0n) return ownNote(within, reader, own)
    const change = (stand = justSaved(now)) => stand
    await act(within, reader, { kind: 'save', papers: [found.id], change }, now)
    return note
  })
}

/** Puts other words in the place of a note; what it said before stays to be seen. */
export async function editNote(
  store: Store,
  reader: ReaderId,
  id: string,
  body: string,
  now = new Date(),
): Promise<Note> {
  const text = readBody(body)
  return store.transaction().execute(async (within) => {
    const note = await ownNote(within, reader, id)
    if (note.body === text) return note
    const at = now.toISOString()
    await within
      .insertInto('noteEdits')
      .values({ note: id, body: note.body, until: at })
      .onConflict((conflict) => conflict.columns(['note', 'until']).doNothing())
      .execute()
    await within
      .updateTable('notes')
      .set({ body: text, editedAt: at })
      .where('id', '=', id)
      .execute()
    return { ...note, body: text, editedAt: at }
  })
}

/** Deletes a note, with all it ever said. It can be undone. */
export async function forgetNote(
  store: Store,
  reader: ReaderId,
  id: string,
  now = new Date(),
): Promise<LibraryAct | undefined> {
  return store.transaction().execute(async (within) => {
    const note = await ownNote(within, reader, id)
    const edits = await noteEditsOf(within, reader, id)
    await within.deleteFrom('noteEdits').where('note', '=', id).execute()
    await within.deleteFrom('notes').where('id', '=', id).execute()
    const detail = { note, edits }
    return act(
      within,
      reader,
      { kind: 'forget-note', papers: [], detail, change: (stand) => stand },
      now,
    )
  })
}

const shape = z.object({
  note: z.object({
    id: z.string(),
    paper: z.string().transform(readPaperId),
    body: z.string(),
    writtenAt: z.string(),
    editedAt: z.string().nullable(),
  }),
  edits: z.array(z.object({ body: z.string(), until: z.string() })),
})

/** Writes a note again that was deleted. */
export async function restoreNote(within: Store, reader: ReaderId, before: unknown): Promise<void> {
  const { note, edits } = shape.parse(before)
  const paper = (await paperOf(within, note.paper))?.id ?? note.paper
  await within
    .insertInto('notes')
    .values({ ...note, paper, reader })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  for (const edit of edits) {
    await within
      .insertInto('noteEdits')
      .values({ note: note.id, ...edit })
      .onConflict((conflict) => conflict.columns(['note', 'until']).doNothing())
      .execute()
  }
}

async function ownNote(store: Store, reader: ReaderId, id: string): Promise<Note> {
  const note = await store
    .selectFrom('notes')
    .select(columns)
    .where('id', '=', id)
    .where('reader', '=', reader)
    .executeTakeFirst()
  if (!note) throw new DomainError('missing', 'There is no such note.')
  return note
}

function readBody(body: string): string {
  const text = body.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\0', '').trim()
  if (!text) throw new DomainError('invalid', 'Write something first.')
  if (text.length > longestNote) {
    throw new DomainError(
      'invalid',
      `A note has at most ${longestNote} characters; this one has ${text.length}.`,
    )
  }
  return text
}
