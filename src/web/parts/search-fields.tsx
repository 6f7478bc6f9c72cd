import { categoryCodes, categoryName, fieldOf, fields } from '#paper'
import type { Asked } from '../read-search.ts'
import { words } from '../words/words.ts'

/** What narrows and orders a search. */
export function SearchFields({ asked }: { asked: Asked }) {
  const chosen = asked.categories?.[0] ?? ''
  return (
    <form class="fields" action="/search">
      <input type="hidden" name="q" value={asked.text} />
      <label>
        {words.search.from} <input type="date" name="from" value={asked.from} />
      </label>
      <label>
        {words.search.to} <input type="date" name="to" value={asked.to} />
      </label>
      <label>
        {words.search.category}{' '}
        <select name="category">
          <option value="">{words.search.anyCategory}</option>
          {fields.map((field) => (
            <optgroup label={field}>
              {categoryCodes
                .filter((code) => fieldOf(code) === field)
                .map((code) => (
                  <option value={code} selected={code === chosen}>
                    {categoryName(code)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label>
        {words.search.sort}{' '}
        <select name="sort">
          <option value="relevance">{words.search.relevance}</option>
          <option value="newest" selected={asked.sort === 'date'}>
            {words.search.newest}
          </option>
        </select>
      </label>
      <button>{words.search.apply}</button>
    </form>
  )
}
