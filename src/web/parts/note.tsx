import { raw } from 'hono/html'
import { markdownHtml } from '#discussion'
import { longestNote, type Note } from '#library'
import { shelf } from '../words/library.ts'
import { Form } from './form.tsx'
import { Time } from './time.tsx'

/** A note of the reader's own, to be read, changed and deleted. */
export function OneNote({ note, from }: { note: Note; from: string }) {
  const { id, body, writtenAt, editedAt } = note
  const words = shelf.onPaper
  return (
    <article class="comment note" id={`note-${id}`}>
      <header>
        <Time at={writtenAt} /> {editedAt && <a href={`/library/notes/${id}`}>{words.edited}</a>}
      </header>
      <div class="words" dir="auto">
        {noteHtml(body)}
      </div>
      <details>
        <summary>{words.edit}</summary>
        <Form action={`/library/notes/${id}/edit`} class="say">
          <input type="hidden" name="from" value={from} />
          <textarea
            name="body"
            required
            maxlength={longestNote}
            rows={Math.min(20, body.split('\n').length + 2)}
            aria-label={words.edit}
          >
            {body}
          </textarea>
          <button>{words.keep}</button>
        </Form>
        <Form action={`/library/notes/${id}/forget`}>
          <input type="hidden" name="from" value={from} />
          <button class="quiet">{words.forget}</button>
        </Form>
      </details>
    </article>
  )
}

/** Markdown and formulas, as in the discussion; nobody is called by a mention. */
export const noteHtml = (body: string) => raw(markdownHtml(body, new Set(), longestNote))
