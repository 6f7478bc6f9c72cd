import { isCategory, type Paper, paperPath, plainText } from '#paper'
import type { Collection, Stand } from '#library'
import { shelf } from '../words/library.ts'
import { words } from '../words/words.ts'
import { rich } from './rich.ts'
import { SaveButton } from './save.tsx'
import { viewPath } from './shelf-view.ts'
import { Time } from './time.tsx'
import { entryId } from './vote.tsx'

export type ShelfRow = { readonly paper: Paper; readonly stand: Stand; readonly notes: number }

/** Papers of a library, one under the other, each to be ticked. */
export function ShelfRows(props: {
  rows: readonly ShelfRow[]
  collections: readonly Collection[]
  ticked: boolean
}) {
  const names = new Map(props.collections.map(({ id, name }) => [id, name]))
  return (
    <div class="shelf-rows">
      {props.rows.map((row) => (
        <Row {...row} names={names} ticked={props.ticked} />
      ))}
    </div>
  )
}

function Row({
  paper,
  stand,
  notes,
  names,
  ticked,
}: ShelfRow & { names: ReadonlyMap<string, string>; ticked: boolean }) {
  const { id, title, authors } = paper
  const others = authors.length > 4 ? authors.length - 3 : 0
  const next = stand.state === 'to-read' ? 'reading' : 'read'
  const collections = Object.keys(stand.collections)
  return (
    <article class="entry shelved" id={entryId(id)}>
      <input
        type="checkbox"
        form="shelf"
        name="paper"
        value={id}
        checked={ticked}
        aria-label={shelf.select(plainText(title))}
      />
      <div>
        <h2 dir="auto">
          <a href={paperPath(id)}>{rich(title, { links: false })}</a>
        </h2>
        <p class="byline">
          {authors.length === 0 ? (
            words.noAuthors
          ) : (
            <bdi>{rich(words.names(authors.slice(0, others ? 3 : 4), others))}</bdi>
          )}
          {others > 0 && ` ${words.others(others)}`}
        </p>
        <p class="slugline">
          {paper.publishedAt && <Time at={paper.publishedAt} />}
          <span>{paper.categories.filter(isCategory).slice(0, 2).join(' ')}</span>
          {stand.interest > 0 && <Interest of={stand.interest} />}
          {notes > 0 && <a href={`${paperPath(id)}#notes`}>{shelf.notes(notes)}</a>}
          <span>
            {shelf.savedOn} <Time at={stand.savedAt} />
            {stand.cameFrom && ` ${shelf.from(stand.cameFrom)}`}
          </span>
        </p>
        {(stand.tags.length > 0 || collections.length > 0) && (
          <p class="marks">
            {collections.map((one) => (
              <a class="collection" href={viewPath({ collection: one })} dir="auto">
                {names.get(one) ?? ''}
              </a>
            ))}
            {stand.tags.map((tag) => (
              <a class="tag" href={viewPath({ tag })} dir="auto">
                {tag}
              </a>
            ))}
          </p>
        )}
      </div>
      <p class="standing">
        <a href={viewPath({ state: stand.state })}>{shelf.states[stand.state]}</a>
        {stand.state !== 'read' && (
          <button class="quiet" form="shelf" name="one" value={`${next} ${id}`}>
            {next === 'read' ? shelf.markRead : shelf.startReading}
          </button>
        )}
        <SaveButton paper={id} />
      </p>
    </article>
  )
}

/** Five stars, of which some are filled. */
export function Interest({ of }: { of: number }) {
  return (
    <span class="stars" role="img" aria-label={shelf.stars(of)} title={shelf.stars(of)}>
      {'★'.repeat(of)}
      {'☆'.repeat(5 - of)}
    </span>
  )
}
