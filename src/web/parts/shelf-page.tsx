import type { Collection, LibraryAct, ShelfSort, View } from '#library'
import { readStates, shelfSorts } from '#library'
import { count, words } from '../words/words.ts'
import { shelf } from '../words/library.ts'
import { Form } from './form.tsx'
import { type Frame, Layout } from './layout.tsx'
import { Pager, withQuery } from './pager.tsx'
import { Bulk } from './shelf-bulk.tsx'
import { MakePublic, WhoSees } from './shelf-public.tsx'
import { type ShelfRow, ShelfRows } from './shelf-rows.tsx'
import { viewPath } from './shelf-view.ts'

export type ShelfPageProps = {
  readonly frame: Frame
  readonly view: View
  readonly rows: readonly ShelfRow[]
  readonly total: number
  readonly page: number
  readonly saved: number
  readonly states: Readonly<Record<'to-read' | 'reading' | 'read', number>>
  readonly collections: readonly Collection[]
  readonly tags: readonly { readonly tag: string; readonly papers: number }[]
  readonly lately: readonly LibraryAct[]
  /** What was done just now, to be undone. */
  readonly done: LibraryAct | undefined
  readonly told: string | undefined
  /** Whether all papers of the page are ticked. */
  readonly ticked: boolean
}

export const shelfPageSize = 50

/** A reader's library, or a part of it. */
export function ShelfPage(props: ShelfPageProps) {
  const { frame, view, rows, total, page, collections, done, told } = props
  const within = collections.find(({ id }) => id === view.collection)
  const heading = within?.name ?? view.tag ?? (view.state && shelf.states[view.state])
  const address = viewPath(view)
  return (
    <Layout frame={frame} title={heading ?? shelf.heading} unlisted>
      <header class="results shelf-head">
        <h1 dir="auto">{heading ?? shelf.heading}</h1>
        <p>
          {words.papers(total)} ·{' '}
          <WhoSees {...{ frame, within }} some={collections.some((one) => one.publicAs)} />
        </p>
        <ShelfNav at="/library" />
      </header>
      {done && (
        <Form action="/library/undo" class="notice done">
          <input type="hidden" name="act" value={done.id} />
          <input type="hidden" name="from" value={address} />
          <span role="status">{shelf.done(done.kind, done.papers)}</span>{' '}
          <button>{shelf.undo}</button>
        </Form>
      )}
      {told && (
        <p class="notice" role="status">
          {told}
        </p>
      )}
      {props.saved === 0 && !view.query ? (
        <Empty />
      ) : (
        <div class="my-shelf">
          <Parts {...props} />
          <section class="shelf-papers" aria-label={heading ?? shelf.heading}>
            <Finder view={view} />
            {rows.length === 0 ? (
              <EmptyPart view={view} />
            ) : (
              <>
                <ShelfRows rows={rows} collections={collections} ticked={props.ticked} />
                <Pager address={address} page={page} total={total} size={shelfPageSize} />
                <Bulk
                  {...{ collections, within, total }}
                  tags={props.tags}
                  shown={rows.length}
                  from={withQuery(address, { page: page > 1 ? String(page) : '' })}
                  all={props.ticked ? undefined : withQuery(frame.address, { tick: 'all' })}
                  none={props.ticked ? withQuery(frame.address, { tick: '' }) : undefined}
                />
              </>
            )}
          </section>
        </div>
      )}
    </Layout>
  )
}

/** The pages about a reader's library. */
export function ShelfNav({ at }: { at: string }) {
  const pages = [
    ['/library', shelf.all],
    ['/library/topics', shelf.topics],
    ['/library/notes', shelf.notesNav],
    ['/library/import', shelf.import],
    ['/library/export', shelf.exportAll],
  ] as const
  return (
    <nav class="shelf-nav" aria-label={shelf.heading}>
      {pages.map(([path, name]) => (
        <a href={path} aria-current={at === path ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  )
}

/** States, collections and tags, each with how many papers it has. */
function Parts({ view, saved, states, collections, tags, lately }: ShelfPageProps) {
  const { query: _, ...part } = view
  const here = (other: Partial<View>) =>
    viewPath({ ...other, ...(part.sort && { sort: part.sort }) })
  const link = (other: Partial<View>, name: string, n: number, current: boolean) => (
    <li>
      <a href={here(other)} aria-current={current ? 'page' : undefined} dir="auto">
        {name}
      </a>{' '}
      <span class="number">{count(n)}</span>
    </li>
  )
  const whole = !view.state && !view.tag && !view.collection
  const within = collections.find(({ id }) => id === view.collection)
  return (
    <nav class="shelf-parts" aria-label={shelf.show}>
      <ul>
        {link({}, shelf.all, saved, whole)}
        {readStates.map((state) =>
          link({ state }, shelf.states[state], states[state], view.state === state),
        )}
      </ul>
      <details open={collections.length < 30}>
        <summary>{shelf.collections}</summary>
        <ul>
          {collections.map(({ id, name, papers }) =>
            link({ collection: id }, name, papers, id === view.collection),
          )}
        </ul>
        <CollectionForms within={within} />
      </details>
      {tags.length > 0 && (
        <details open={tags.length < 30}>
          <summary>{shelf.tags}</summary>
          <ul>{tags.map(({ tag, papers }) => link({ tag }, tag, papers, tag === view.tag))}</ul>
        </details>
      )}
      {lately.length > 0 && (
        <details>
          <summary>{shelf.lately}</summary>
          <ul class="lately">
            {lately.map(({ id, kind, papers }) => (
              <li>
                <Form action="/library/undo">
                  <input type="hidden" name="act" value={id} />
                  <input type="hidden" name="from" value={viewPath(view)} />
                  {shelf.act(kind, papers)} <button class="quiet">{shelf.undo}</button>
                </Form>
              </li>
            ))}
          </ul>
        </details>
      )}
    </nav>
  )
}

function CollectionForms({ within }: { within: Collection | undefined }) {
  return (
    <>
      <Form action="/library/collections" class="one-line">
        <input
          name="name"
          maxlength={100}
          required
          placeholder={shelf.collection.make}
          aria-label={shelf.collection.make}
        />
        <button>{shelf.collection.makeButton}</button>
      </Form>
      {within && (
        <>
          <Form action={`/library/collections/${within.id}/rename`} class="one-line">
            <input
              name="name"
              maxlength={100}
              required
              value={within.name}
              aria-label={shelf.collection.rename}
            />
            <button>{shelf.collection.rename}</button>
          </Form>
          <MakePublic {...within} />
          <Form action={`/library/collections/${within.id}/drop`}>
            <button class="quiet" title={shelf.collection.dropHelp}>
              {shelf.collection.drop}
            </button>
          </Form>
        </>
      )}
    </>
  )
}

/** To look through a part of the library, and to put it in order. */
function Finder({ view }: { view: View }) {
  const { state, tag, collection, query = '', sort = 'saved' } = view
  const hidden = { show: state, tag, in: collection }
  return (
    <form class="finder" action="/library" role="search" aria-label={shelf.find.label}>
      {Object.entries(hidden).map(
        ([name, value]) => value && <input type="hidden" name={name} value={value} />,
      )}
      <input
        type="search"
        name="q"
        value={query}
        maxlength={500}
        aria-label={shelf.find.label}
        placeholder={shelf.find.hint}
      />
      <select name="sort" aria-label={shelf.sort} disabled={query !== ''}>
        {shelfSorts.map((one: ShelfSort) => (
          <option value={one} selected={one === sort}>
            {shelf.sorts[one]}
          </option>
        ))}
      </select>
      <button>{shelf.find.button}</button>
    </form>
  )
}

function Empty() {
  const { empty } = shelf
  return (
    <div class="notice empty">
      <h2>{empty.heading}</h2>
      <p>{empty.lead}</p>
      <ul>
        <li>
          <a href="/">{empty.today}</a>
        </li>
        <li>
          <a href="/search">{empty.search}</a>
        </li>
        <li>
          <a href="/library/import">{empty.import}</a>
        </li>
      </ul>
    </div>
  )
}

function EmptyPart({ view }: { view: View }) {
  const { query } = view
  return (
    <div class="notice empty">
      <p>{query ? shelf.find.none(query) : shelf.empty.part}</p>
      <ul>
        {query && (
          <li>
            <a href={`/search?${new URLSearchParams({ q: query }).toString()}`}>
              {shelf.find.everywhere}
            </a>
          </li>
        )}
        <li>
          <a href="/library">{shelf.empty.seeAll}</a>
        </li>
      </ul>
    </div>
  )
}
