import { type Collection, type ReadState, readStates } from '#library'
import { shelf } from '../words/library.ts'
import { Form } from './form.tsx'

type Known = {
  readonly collections: readonly Collection[]
  readonly tags: readonly { readonly tag: string }[]
}

/** What can be done to the papers that are ticked, or to a whole view. */
export function Bulk(
  props: Known & {
    readonly from: string
    readonly total: number
    readonly shown: number
    /** The collection that is looked at. */
    readonly within: Collection | undefined
    readonly all: string | undefined
    readonly none: string | undefined
  },
) {
  const { from, total, shown, within, all, none } = props
  return (
    <Form id="shelf" action="/library/act" class="bulk" aria-label={shelf.bulk}>
      <input type="hidden" name="from" value={from} />
      <p>
        <strong>{shelf.bulk}</strong>
        {all && <a href={all}>{shelf.selectAll}</a>}
        {none && <a href={none}>{shelf.selectNone}</a>}
        {total > shown && (
          <label class="whole">
            <input type="checkbox" name="whole" value="yes" /> {shelf.whole(total)}
          </label>
        )}
      </p>
      <div class="group">
        {readStates.map((state: ReadState) => (
          <button name="do" value={state}>
            {shelf.states[state]}
          </button>
        ))}
      </div>
      <div class="group">
        <input
          name="tag"
          list="known-tags"
          maxlength={100}
          aria-label={shelf.tagName}
          placeholder={shelf.tagHint}
          size={12}
        />
        <button name="do" value="tag">
          {shelf.addTag}
        </button>
        <button name="do" value="untag">
          {shelf.takeTag}
        </button>
      </div>
      <div class="group">
        <input
          name="collection"
          list="known-collections"
          maxlength={100}
          aria-label={shelf.collectionName}
          placeholder={shelf.collectionHint}
          size={12}
        />
        <button name="do" value="collect">
          {shelf.collect}
        </button>
        {within && (
          <button name="do" value="uncollect">
            {shelf.uncollect}
          </button>
        )}
      </div>
      <div class="group">
        <select name="interest" aria-label={shelf.interest}>
          {[5, 4, 3, 2, 1, 0].map((n) => (
            <option value={String(n)}>
              {n > 0 ? '★'.repeat(n) : '☆'} {shelf.interests[n]}
            </option>
          ))}
        </select>
        <button name="do" value="rate">
          {shelf.rate}
        </button>
      </div>
      <div class="group">
        <input
          name="topic"
          maxlength={100}
          aria-label={shelf.topicName}
          placeholder={shelf.topicHint}
          size={12}
        />
        <button name="do" value="topic">
          {shelf.makeTopic}
        </button>
      </div>
      <div class="group">
        <FormatChoice />
        <button name="do" value="export">
          {shelf.export}
        </button>
      </div>
      <div class="group">
        <button name="do" value="unsave">
          {shelf.remove}
        </button>
      </div>
      <Known {...props} />
    </Form>
  )
}

/** What a reader may mean by what is being typed. */
export function Known({ collections, tags }: Known) {
  return (
    <>
      <datalist id="known-tags">
        {tags.map(({ tag }) => (
          <option value={tag}></option>
        ))}
      </datalist>
      <datalist id="known-collections">
        {collections.map(({ name }) => (
          <option value={name}></option>
        ))}
      </datalist>
    </>
  )
}

export function FormatChoice() {
  return (
    <select name="format" aria-label={shelf.export}>
      {Object.entries(shelf.formats).map(([format, name]) => (
        <option value={format}>{name}</option>
      ))}
    </select>
  )
}
