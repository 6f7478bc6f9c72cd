import type { Collection } from '#library'
import { shelf } from '../words/library.ts'
import { lists } from '../words/lists.ts'
import { Form } from './form.tsx'
import type { Frame } from './layout.tsx'
import { listPath } from './paths.ts'

/** Whether anybody but the reader sees this part of the library. */
export function WhoSees(props: { frame: Frame; within: Collection | undefined; some: boolean }) {
  const { frame, within, some } = props
  if (!some || (within && !within.publicAs)) return <>{shelf.private}</>
  if (!within || !frame.reader) return <>{lists.onlyLists}</>
  return (
    <>
      {lists.public} <a href={listPath(frame.reader.handle, within.publicAs)}>{lists.page}</a>
    </>
  )
}

/** Makes a collection public; pressed again, it is its reader’s alone. */
export function MakePublic({ id, publicAs }: Collection) {
  return (
    <>
      <Form action={`/library/collections/${id}/public`}>
        <button
          class="quiet"
          name="act"
          value={publicAs ? 'withdraw' : 'publish'}
          aria-describedby={publicAs ? undefined : 'public-help'}
        >
          {publicAs ? lists.withdraw : lists.publish}
        </button>
      </Form>
      {!publicAs && (
        <p class="hint" id="public-help">
          {lists.publishHelp}
        </p>
      )}
    </>
  )
}
