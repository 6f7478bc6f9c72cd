import { z } from 'zod'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import {
  notesOf,
  rate,
  readStates,
  save,
  savedOf,
  setState,
  type Stand,
  tag,
  tagsOf,
  undo,
  unsave,
  untag,
  writeNote,
} from '#library'
import type { PaperId } from '#paper'
import type { ReaderId, Store } from '#store'
import { countUpTo, Cursor, nextAfter, readCursor, Skipping } from './cursor.ts'
import { readerIn, route } from './route.ts'
import { allOf, listOf, Paper, PaperPath, textUpTo } from './shapes.ts'
import { heldPaper, showPapers } from './show-papers.ts'

export const StandShape = z
  .object({
    savedAt: z.string(),
    state: z.enum(readStates),
    interest: z.int().describe('From 1 to 5; 0 where you did not say.'),
    collections: z.array(z.string()).describe('Their ids.'),
    tags: z.array(z.string()),
  })
  .meta({ id: 'Stand', description: 'How a paper stands in your library.' })

const NoteShape = z
  .object({
    id: z.string(),
    paper: z.string(),
    body: z.string(),
    writtenAt: z.string(),
    editedAt: z.string().nullable(),
  })
  .meta({ id: 'Note' })

export const Name = textUpTo(100).pipe(z.string().min(1))

/** What an act was, so that it can be undone. */
export const Done = z
  .object({ act: z.string().nullable().describe('To be undone at /library/undo; null for none.') })
  .meta({ id: 'Done' })

export const library = [
  route({
    name: 'listLibrary',
    method: 'get',
    path: '/library',
    tag: 'Library',
    says: 'What you saved, the latest first',
    who: 'reader',
    query: z.object({
      state: z.enum(readStates).optional(),
      tag: textUpTo(100).optional(),
      collection: z.string().max(100).optional(),
      count: countUpTo(100, 30),
      cursor: Cursor,
    }),
    answer: listOf(z.object({ paper: Paper, stand: StandShape })).extend({ total: z.int() }),
    async run({ query, store, origin, ...ask }) {
      const { state, tag: tagged, collection, count } = query
      const { skip } = readCursor(query.cursor, Skipping) ?? { skip: 0 }
      const all = [...(await savedOf(store, readerIn(ask).id))].filter(
        ([, stand]) =>
          (state === undefined || stand.state === state) &&
          (tagged === undefined || stand.tags.includes(tagged)) &&
          (collection === undefined || stand.collections[collection] !== undefined),
      )
      const stands = new Map<string, Stand>(all)
      const ids = all.slice(skip, skip + count).map(([id]) => id)
      const papers = await showPapers(store, await papersOf(store, ids), origin)
      return {
        items: papers.flatMap((paper) => {
          const stand = stands.get(paper.id)
          return stand ? [{ paper, stand: shownStand(stand) }] : []
        }),
        next: nextAfter(skip, count, all.length),
        total: all.length,
      }
    },
  }),
  route({
    name: 'getSaved',
    method: 'get',
    path: '/library/papers/{id}',
    tag: 'Library',
    says: 'How a paper stands in your library',
    who: 'reader',
    params: PaperPath,
    missing: true,
    answer: StandShape,
    async run({ path, store, ...ask }) {
      const { id } = await heldPaper(store, path.id)
      return standOf(store, readerIn(ask).id, id)
    },
  }),
  route({
    name: 'savePaper',
    method: 'put',
    path: '/library/papers/{id}',
    tag: 'Library',
    says: 'Save a paper, and say how far you are with it',
    more: 'Saving twice is saving once. What is left out stays as it is.',
    params: PaperPath,
    body: z.object({
      state: z.enum(readStates).optional(),
      interest: z.int().min(0).max(5).optional(),
    }),
    missing: true,
    answer: StandShape,
    async run({ path, body, store, now, ...ask }) {
      const reader = readerIn(ask).id
      const { id } = await heldPaper(store, path.id)
      await save(store, reader, id, now)
      if (body.state !== undefined) await setState(store, reader, [id], body.state, now)
      if (body.interest !== undefined) await rate(store, reader, [id], body.interest, now)
      return standOf(store, reader, id)
    },
  }),
  route({
    name: 'unsavePaper',
    method: 'delete',
    path: '/library/papers/{id}',
    tag: 'Library',
    says: 'Take a paper out of your library; notes stay',
    params: PaperPath,
    missing: true,
    answer: Done,
    async run({ path, store, now, ...ask }) {
      const { id } = await heldPaper(store, path.id)
      return { act: (await unsave(store, readerIn(ask).id, id, now))?.id ?? null }
    },
  }),
  route({
    name: 'undoLibraryAct',
    method: 'post',
    path: '/library/undo',
    tag: 'Library',
    says: 'Undo what you did to your library within thirty days',
    body: z.object({ act: z.string().max(100) }),
    missing: true,
    status: 204,
    answer: z.null(),
    async run({ body, store, now, ...ask }) {
      await undo(store, readerIn(ask).id, body.act, now)
      return null
    },
  }),
  route({
    name: 'tagPaper',
    method: 'put',
    path: '/library/papers/{id}/tags/{tag}',
    tag: 'Library',
    says: 'Put a tag on a paper; it is saved where it was not',
    params: PaperPath.extend({ tag: Name }),
    missing: true,
    answer: StandShape,
    async run({ path, store, now, ...ask }) {
      const reader = readerIn(ask).id
      const { id } = await heldPaper(store, path.id)
      await tag(store, reader, [id], path.tag, now)
      return standOf(store, reader, id)
    },
  }),
  route({
    name: 'untagPaper',
    method: 'delete',
    path: '/library/papers/{id}/tags/{tag}',
    tag: 'Library',
    says: 'Take a tag off a paper',
    params: PaperPath.extend({ tag: Name }),
    missing: true,
    answer: Done,
    async run({ path, store, now, ...ask }) {
      const { id } = await heldPaper(store, path.id)
      return { act: (await untag(store, readerIn(ask).id, [id], path.tag, now))?.id ?? null }
    },
  }),
  route({
    name: 'listTags',
    method: 'get',
    path: '/library/tags',
    tag: 'Library',
    says: 'Your tags',
    who: 'reader',
    answer: allOf(z.object({ tag: z.string(), papers: z.int() })),
    async run({ store, ...ask }) {
      const all = await tagsOf(store, readerIn(ask).id)
      return { items: all.map((one) => ({ tag: one.tag, papers: one.papers })) }
    },
  }),
  route({
    name: 'listNotes',
    method: 'get',
    path: '/papers/{id}/notes',
    tag: 'Library',
    says: 'Your notes on a paper. Nobody else sees them',
    who: 'reader',
    params: PaperPath,
    missing: true,
    answer: allOf(NoteShape),
    async run({ path, store, ...ask }) {
      const { id } = await heldPaper(store, path.id)
      return { items: (await notesOf(store, readerIn(ask).id, id)).map(shownNote) }
    },
  }),
  route({
    name: 'writeNote',
    method: 'post',
    path: '/papers/{id}/notes',
    tag: 'Library',
    says: 'Write a note on a paper',
    params: PaperPath,
    body: z.object({ body: z.string().min(1).max(50_000).describe('Markdown.') }),
    missing: true,
    status: 201,
    answer: NoteShape,
    async run({ path, body, store, now, ...ask }) {
      const note = { paper: path.id, body: body.body }
      return shownNote(await writeNote(store, readerIn(ask).id, note, now))
    },
  }),
]

const shownNote = ({ id, paper, body, writtenAt, editedAt }: z.infer<typeof NoteShape>) => ({
  id,
  paper,
  body,
  writtenAt,
  editedAt,
})

const shownStand = ({ savedAt, state, interest, collections, tags }: Stand) => ({
  savedAt,
  state,
  interest,
  collections: Object.keys(collections),
  tags: [...tags],
})

export async function standOf(store: Store, reader: ReaderId, paper: PaperId) {
  const stand = (await savedOf(store, reader, [paper])).get(paper)
  if (!stand) throw new DomainError('missing', `${paper} is not in your library.`)
  return shownStand(stand)
}
