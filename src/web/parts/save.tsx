import { createContext, useContext } from '#jsx'
import type { Stand } from '#library'
import type { PaperId } from '#paper'
import { shelf } from '../words/library.ts'
import { Form } from './form.tsx'

/** The papers on a page that its reader has saved. `Layout` provides it. */
export const Saved = createContext<ReadonlyMap<PaperId, Stand> | undefined>(undefined)

/**
 * Saves a paper; pressed again, takes it out of the library. Nothing on a page that did not ask which
 * of its papers are saved.
 */
export function SaveButton({ paper }: { paper: PaperId }) {
  const saved = useContext(Saved)
  if (!saved) return null
  const there = saved.has(paper)
  return (
    <button
      class="save"
      form="saves"
      name={there ? 'unsave' : 'save'}
      value={paper}
      aria-pressed={there ? 'true' : 'false'}
    >
      {there ? shelf.saved : shelf.save}
    </button>
  )
}

/** What all save buttons of a page belong to. An island sends it without leaving the page. */
export function SaveForm({ from }: { from: string }) {
  return (
    <broadsheet-saves>
      <Form id="saves" action="/saves" data-save={shelf.save} data-saved={shelf.saved}>
        <input type="hidden" name="from" value={from} />
      </Form>
    </broadsheet-saves>
  )
}
