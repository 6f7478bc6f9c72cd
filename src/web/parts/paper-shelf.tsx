import type { Child } from 'hono/jsx'
import {
  collectionsOf,
  type Collection,
  longestNote,
  newNoteId,
  type Note,
  notesOf,
  type Private,
  privateTo,
  readStates,
  type Stand,
  standsOf,
  tagsOf,
} from '#library'
import type { Paper } from '#paper'
import type { ReaderId, Store } from '#store'
import { shelf } from '../words/library.ts'
import { Form } from './form.tsx'
import { OneNote } from './note.tsx'
import { Known } from './shelf-bulk.tsx'
import { viewPath } from './shelf-view.ts'

/** How a paper stands in the library of whoever looks at its page, and what they noted on it. */
export type PaperShelf = {
  readonly stand: Stand | undefined
  readonly notes: readonly Note[]
  readonly collections: readonly Collection[]
  readonly tags: readonly { readonly tag: string }[]
}

export async function shelfFor(
  store: Store,
  reader: ReaderId | undefined,
  { id }: Paper,
): Promise<Private<PaperShelf> | undefined> {
  if (reader === undefined) return undefined
  const [stands, notes, collections, tags] = await Promise.all([
    standsOf(store, reader, [id]),
    notesOf(store, reader, id),
    collectionsOf(store, reader),
    tagsOf(store, reader),
  ])
  return privateTo(reader, { stand: stands.get(id), notes, collections, tags })
}

const words = shelf.onPaper

/** State, interest, tags and collections of a paper that its reader has saved. */
export function PaperStand({ paper, on, from }: { paper: Paper; on: PaperShelf; from: string }) {
  const { stand, collections } = on
  if (!stand) return null
  const names = new Map(collections.map(({ id, name }) => [id, name]))
  const act = { from, paper: paper.id }
  return (
    <section class="stand" aria-labelledby="stand">
      <h2 id="stand">
        <a href="/library">{words.heading}</a>
      </h2>
      <ActForm {...act} class="group">
        {readStates.map((state) => (
          <button name="do" value={state} aria-pressed={state === stand.state ? 'true' : 'false'}>
            {shelf.states[state]}
          </button>
        ))}
      </ActForm>
      <ActForm {...act} class="rating" label={shelf.interest}>
        <input type="hidden" name="do" value="rate" />
        {[1, 2, 3, 4, 5].map((n) => (
          <button
            name="interest"
            value={String(n === stand.interest ? 0 : n)}
            aria-label={shelf.stars(n)}
            aria-pressed={n === stand.interest ? 'true' : 'false'}
            title={shelf.interests[n] ?? ''}
          >
            {n <= stand.interest ? '★' : '☆'}
          </button>
        ))}
      </ActForm>
      <h3>{words.collections}</h3>
      <ul class="marks">
        {Object.keys(stand.collections).map((id) => (
          <li>
            <a class="collection" href={viewPath({ collection: id })} dir="auto">
              {names.get(id) ?? ''}
            </a>
            <TakeOff
              {...act}
              act="uncollect"
              name={names.get(id) ?? ''}
              field="collection"
              value={id}
            />
          </li>
        ))}
      </ul>
      <ActForm {...act} class="one-line">
        <input
          name="collection"
          list="known-collections"
          maxlength={100}
          required
          aria-label={words.collect}
          placeholder={words.collect}
        />
        <button name="do" value="collect">
          {words.add}
        </button>
      </ActForm>
      <h3>{words.tags}</h3>
      <ul class="marks">
        {stand.tags.map((tag) => (
          <li>
            <a class="tag" href={viewPath({ tag })} dir="auto">
              {tag}
            </a>
            <TakeOff {...act} act="untag" name={tag} field="tag" value={tag} />
          </li>
        ))}
      </ul>
      <ActForm {...act} class="one-line">
        <input
          name="tag"
          list="known-tags"
          maxlength={100}
          required
          aria-label={words.tagAdd}
          placeholder={words.tagAdd}
        />
        <button name="do" value="tag">
          {words.add}
        </button>
      </ActForm>
      <Known collections={collections} tags={on.tags} />
    </section>
  )
}

type ActFormProps = {
  from: string
  paper: string
  class?: string
  label?: string
  children?: Child
}

/** A form that does one thing to one paper. */
function ActForm({ from, paper, label, children, class: name }: ActFormProps) {
  return (
    <Form
      action="/library/act"
      {...(name && { class: name })}
      {...(label && { 'aria-label': label })}
    >
      <input type="hidden" name="from" value={from} />
      <input type="hidden" name="paper" value={paper} />
      {children}
    </Form>
  )
}

function TakeOff(props: {
  from: string
  paper: string
  act: string
  name: string
  field: string
  value: string
}) {
  return (
    <ActForm from={props.from} paper={props.paper}>
      <input type="hidden" name={props.field} value={props.value} />
      <button class="quiet" name="do" value={props.act} aria-label={words.takeOff(props.name)}>
        ×
      </button>
    </ActForm>
  )
}

/** What its reader noted on a paper, and where to note more. */
export function PaperNotes({ paper, on, from }: { paper: Paper; on: PaperShelf; from: string }) {
  const { notes } = on
  return (
    <section class="section discussion notes" id="notes" aria-labelledby="notes-heading">
      <h2 id="notes-heading">{words.notes}</h2>
      <p class="aside">{words.notesHelp}</p>
      {notes.map((note) => (
        <OneNote note={note} from={from} />
      ))}
      <details open={notes.length > 0}>
        <summary>{words.note}</summary>
        <Form action="/library/notes" class="say">
          <input type="hidden" name="paper" value={paper.id} />
          <input type="hidden" name="id" value={newNoteId()} />
          <textarea
            name="body"
            required
            maxlength={longestNote}
            rows={4}
            aria-label={words.note}
          ></textarea>
          <button>{words.keep}</button>
        </Form>
      </details>
    </section>
  )
}
