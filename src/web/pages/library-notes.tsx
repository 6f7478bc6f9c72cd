import { Hono } from 'hono'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { editNote, forgetNote, type Note, noteEditsOf, notesOf, writeNote } from '#library'
import { type Paper, paperPath, readPaperId } from '#paper'
import { fieldsIn } from '../fields.ts'
import { frameOf } from '../frame.ts'
import { type Frame, Layout } from '../parts/layout.tsx'
import { noteHtml, OneNote } from '../parts/note.tsx'
import { rich } from '../parts/rich.ts'
import { ShelfNav } from '../parts/shelf-page.tsx'
import { Moment } from '../parts/time.tsx'
import { onThisSite, signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { shelf } from '../words/library.ts'

const words = shelf.notesPage

/** A reader's private notes: all of them, what each said before, and writing them. */
export function libraryNotes({ store, now }: Site): Hono {
  return new Hono()
    .get('/library/notes', async (c) => {
      const { id } = signedIn(c)
      const notes = (await notesOf(store, id)).toReversed()
      const papers = await papersOf(store, [...new Set(notes.map(({ paper }) => paper))])
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<NotesPage frame={frameOf(c)} notes={notes} papers={papers} />)
    })
    .get('/library/notes/:id', async (c) => {
      const { id } = signedIn(c)
      const note = (await notesOf(store, id)).find((one) => one.id === c.req.param('id'))
      if (!note) throw new DomainError('missing', words.missing)
      const edits = await noteEditsOf(store, id, note.id)
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<HistoryPage frame={frameOf(c)} note={note} edits={edits} />)
    })
    .post('/library/notes', async (c) => {
      const { id } = signedIn(c)
      const field = await fieldsIn(c)
      const paper = readPaperId(field('paper'))
      const said = { paper, body: field('body'), id: field('id') || undefined }
      const note = await writeNote(store, id, said, now())
      return c.redirect(`${paperPath(note.paper)}#note-${note.id}`, 303)
    })
    .post('/library/notes/:id/edit', async (c) => {
      const { id } = signedIn(c)
      const field = await fieldsIn(c)
      const note = await editNote(store, id, c.req.param('id'), field('body'), now())
      const from = onThisSite(field('from') || paperPath(note.paper))
      return c.redirect(`${from}#note-${note.id}`, 303)
    })
    .post('/library/notes/:id/forget', async (c) => {
      const { id } = signedIn(c)
      const done = await forgetNote(store, id, c.req.param('id'), now())
      return c.redirect(`/library?done=${done?.id ?? ''}`, 303)
    })
}

function NotesPage(props: { frame: Frame; notes: readonly Note[]; papers: readonly Paper[] }) {
  const { frame, notes } = props
  const papers = new Map(props.papers.map((paper) => [paper.id, paper]))
  return (
    <Layout frame={frame} title={words.heading} unlisted>
      <header class="results shelf-head">
        <h1>{words.heading}</h1>
        <p>
          {shelf.notes(notes.length)} · {shelf.private}
        </p>
        <ShelfNav at="/library/notes" />
      </header>
      {notes.length === 0 && <p class="notice">{words.none}</p>}
      <div class="own">
        {notes.map((note) => (
          <section class="noted">
            <h2 dir="auto">
              <a href={`${paperPath(note.paper)}#notes`}>
                {rich(papers.get(note.paper)?.title ?? note.paper, { links: false })}
              </a>
            </h2>
            <OneNote note={note} from="/library/notes" />
          </section>
        ))}
      </div>
    </Layout>
  )
}

function HistoryPage(props: {
  frame: Frame
  note: Note
  edits: readonly { readonly body: string; readonly until: string }[]
}) {
  const { frame, note, edits } = props
  return (
    <Layout frame={frame} title={shelf.onPaper.history} unlisted>
      <div class="own">
        <h1>{shelf.onPaper.history}</h1>
        <p>
          <a href={`${paperPath(note.paper)}#note-${note.id}`}>{note.paper}</a>
        </p>
        {[{ body: note.body, until: '' }, ...edits].map(({ body, until }) => (
          <section>
            <h2>
              {until ? (
                <>
                  {shelf.onPaper.until} <Moment at={until} />
                </>
              ) : (
                words.now
              )}
            </h2>
            <div class="words" dir="auto">
              {noteHtml(body)}
            </div>
          </section>
        ))}
      </div>
    </Layout>
  )
}
