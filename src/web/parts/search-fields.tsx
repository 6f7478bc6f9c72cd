import { narrowingOf } from '#search'
import type { Asked } from '../read-search.ts'
import { words } from '../words/words.ts'

/** The days of a search, and their order, in a form. */
export function SearchFields({ asked }: { asked: Asked }) {
  const { from, to } = narrowingOf(asked.text)
  return (
    <form class="fields" action="/search">
      <input type="hidden" name="q" value={asked.text} />
      {asked.sort !== 'relevance' && (
        <input type="hidden" name="sort" value={asked.sort === 'date' ? 'newest' : asked.sort} />
      )}
      <label>
        {words.search.from} <input type="date" name="from" value={from} />
      </label>
      <label>
        {words.search.to} <input type="date" name="to" value={to} />
      </label>
      <button>{words.search.apply}</button>
    </form>
  )
}
